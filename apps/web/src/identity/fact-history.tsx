import { Button, Modal } from '@mantine/core';
import { IconArrowBackUp, IconUserCheck, IconUsersGroup } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ConfirmedForm } from '../accounts/confirmed-form.tsx';
import { formatNoun } from '../shared/format.ts';
import { toastDone } from '../shared/ui/notice.tsx';
import { EmptyState } from '../shared/ui/page.tsx';
import { ReasonDialog } from '../shared/ui/reason-dialog.tsx';
import { Status } from '../shared/ui/status.tsx';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import { When } from '../shared/ui/when.tsx';
import { labelWords } from './child-labels.ts';
import { confirmWithdrawal, type IdentityFact, isUnderWay, undoFinding, withdrawalStep } from './queries.ts';

const kindWords: Record<IdentityFact['kind'], string> = {
  link: 'temporary ID',
  merge: 'merged',
  move: 'exam moved',
  child: 'mother and child',
  undo: 'undone',
  withdraw: 'consent withdrawn',
};

function wordsOf({ kind, childRole, childDesignation }: IdentityFact): string {
  return kind === 'child' && childRole !== null
    ? labelWords({ role: childRole, designation: childDesignation })
    : kindWords[kind];
}

function useChanged(project: string, words: string, onClose: () => void) {
  const client = useQueryClient();
  return async () => {
    toastDone(words);
    onClose();
    await client.invalidateQueries({ queryKey: ['identities', project] });
  };
}

function UndoDialog(props: { project: string; fact: IdentityFact; onClose: () => void }) {
  const { fact, project, onClose } = props;
  const isWithdrawal = fact.kind === 'withdraw';
  const changed = useChanged(
    project,
    isWithdrawal ? 'Taken back. Nothing was touched.' : 'Undone. What is stored follows.',
    onClose,
  );
  return (
    <ReasonDialog
      title="Take this back?"
      submit="Take it back"
      run={(reason) => undoFinding(project, fact.id, reason)}
      onDone={changed}
      onClose={onClose}
    >
      {isWithdrawal
        ? `Nothing of ${fact.fromCode ?? ''} is destroyed.`
        : `${fact.toCode === null ? '' : `${fact.fromCode ?? ''} and ${fact.toCode} are parted again. `}Images come back as they were, byte by byte, unless they were changed since.`}
    </ReasonDialog>
  );
}

function ConfirmDialog(props: { project: string; fact: IdentityFact; onClose: () => void }) {
  const { fact, project, onClose } = props;
  const changed = useChanged(project, 'Confirmed. Until it begins, it can be taken back.', onClose);
  return (
    <Modal opened onClose={onClose} title={`Confirm the withdrawal of ${fact.fromCode ?? ''}?`}>
      <ConfirmedForm
        isDestructive
        otherwise="Nothing was confirmed."
        submit="Confirm the destruction"
        shortestReason={0}
        run={() => confirmWithdrawal(project, fact.id)}
        onDone={() => void changed()}
        onClose={onClose}
      >
        <p>
          {fact.madeByName} ordered it: “{fact.reason}”. {formatNoun(fact.preview.exams.length, 'exam')} and
          everything else of this person are destroyed when the time to undo is over.
        </p>
      </ConfirmedForm>
    </Modal>
  );
}

function Progress({ fact }: { fact: IdentityFact }) {
  switch (withdrawalStep(fact)) {
    case 'unconfirmed':
      return <Status value="first-approved" label="needs a second person" />;
    case 'ordered':
      return (
        <>
          <Status value="held" label="destroyed from" /> <When iso={fact.effectiveAt} />
        </>
      );
    case 'done':
      return (
        <Status value="discarded" label={`${formatNoun(fact.destroyed?.images ?? 0, 'image')} destroyed`} />
      );
    default:
      break;
  }
  if (fact.undoneBy !== null) return <Status value="revoked" label="undone" />;
  if (!isUnderWay(fact)) return <Status value="done" label="done" />;
  return <Status value="running" label={`${fact.doneExams} of ${fact.totalExams} exams`} />;
}

function FactRow(props: { fact: IdentityFact; onUndo: () => void; onConfirm: () => void }) {
  const { fact } = props;
  const isFinal = fact.kind === 'undo' || fact.undoneBy !== null || fact.begunAt !== null;
  return (
    <tr>
      <th scope="row">{wordsOf(fact)}</th>
      <td className="mono nowrap">{fact.fromCode ?? '–'}</td>
      <td className="mono nowrap">{fact.toCode ?? '–'}</td>
      <td>
        <Progress fact={fact} />
      </td>
      <td>{fact.reason}</td>
      <td>
        {fact.madeByName}
        {fact.confirmedByName === null ? '' : ` and ${fact.confirmedByName}`}, <When iso={fact.madeAt} />
      </td>
      <td className="right">
        {fact.mayConfirm ? (
          <Button
            size="compact-sm"
            color="red"
            leftSection={<IconUserCheck size={14} aria-hidden />}
            aria-label={`Confirm: consent withdrawn, ${fact.fromCode ?? ''}`}
            onClick={props.onConfirm}
          >
            Confirm
          </Button>
        ) : null}{' '}
        {isFinal ? null : (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconArrowBackUp size={14} aria-hidden />}
            aria-label={`Undo: ${wordsOf(fact)}, ${[fact.fromCode, fact.toCode].filter(Boolean).join(' to ')}`}
            onClick={props.onUndo}
          >
            Undo
          </Button>
        )}
      </td>
    </tr>
  );
}

/** What was found out, newest first, each with its undoing. */
export function FactHistory(props: { project: string; facts: IdentityFact[] }) {
  const [chosen, setChosen] = useState<{ fact: IdentityFact; to: 'undo' | 'confirm' } | null>(null);
  if (props.facts.length === 0)
    return (
      <EmptyState icon={<IconUsersGroup size={36} aria-hidden />} title="Nothing was found out yet">
        Every patient is the subject that their identifier says.
      </EmptyState>
    );
  const Dialog = chosen?.to === 'confirm' ? ConfirmDialog : UndoDialog;
  return (
    <>
      <TableFrame label="What was found out">
        <table className="table">
          <thead>
            <tr>
              {['What', 'From', 'To', 'Stored objects', 'Reason', 'By'].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {props.facts.map((fact) => (
              <FactRow
                key={fact.id}
                fact={fact}
                onUndo={() => setChosen({ fact, to: 'undo' })}
                onConfirm={() => setChosen({ fact, to: 'confirm' })}
              />
            ))}
          </tbody>
        </table>
      </TableFrame>
      {chosen === null ? null : (
        <Dialog project={props.project} fact={chosen.fact} onClose={() => setChosen(null)} />
      )}
    </>
  );
}
