import { Button, Modal, Textarea } from '@mantine/core';
import { IconArrowBackUp, IconUsersGroup } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useProject } from '../projects/queries.ts';
import { Notice, ProblemNotice, toastDone } from '../shared/ui/notice.tsx';
import { EmptyState, PageHead, SkeletonRows } from '../shared/ui/page.tsx';
import { Status } from '../shared/ui/status.tsx';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import { When } from '../shared/ui/when.tsx';
import { FindingForm } from './finding-form.tsx';
import { type IdentityDesk, type IdentityFact, identitiesQuery, undoFinding } from './queries.ts';

const kindWords: Record<IdentityFact['kind'], string> = {
  link: 'temporary ID',
  merge: 'merged',
  move: 'exam moved',
  undo: 'undone',
};

function UndoDialog(props: { project: string; fact: IdentityFact; onClose: () => void }) {
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const undo = useMutation({
    mutationFn: () => undoFinding(props.project, props.fact.id, reason.trim()),
    onSuccess: async () => {
      toastDone('Undone. What is stored follows.');
      props.onClose();
      await client.invalidateQueries({ queryKey: ['identities', props.project] });
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    undo.mutate();
  };
  return (
    <Modal opened onClose={props.onClose} title="Take this back?">
      <form className="stack" onSubmit={submit}>
        <p>
          {props.fact.fromCode} and {props.fact.toCode} are parted again. Images come back as they were, byte
          by byte, unless they were changed since.
        </p>
        {undo.isError ? <ProblemNotice error={undo.error} /> : null}
        <Textarea
          label="Reason"
          required
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div className="row">
          <Button type="submit" disabled={reason.trim() === ''} loading={undo.isPending}>
            Take it back
          </Button>
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function FactRow(props: { fact: IdentityFact; onUndo: () => void }) {
  const { fact } = props;
  const progress = `${fact.doneExams} of ${fact.totalExams}`;
  return (
    <tr>
      <th scope="row">{kindWords[fact.kind]}</th>
      <td className="mono">{fact.fromCode ?? '–'}</td>
      <td className="mono">{fact.toCode ?? '–'}</td>
      <td>
        {fact.doneAt === null ? (
          <Status value="running" label={`${progress} exams`} />
        ) : (
          <Status
            value={fact.undoneBy === null ? 'done' : 'revoked'}
            label={fact.undoneBy === null ? 'done' : 'undone'}
          />
        )}
      </td>
      <td>{fact.reason}</td>
      <td>
        {fact.madeByName}, <When iso={fact.madeAt} />
      </td>
      <td className="right">
        {fact.kind === 'undo' || fact.undoneBy !== null ? null : (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconArrowBackUp size={14} aria-hidden />}
            aria-label={`Undo: ${kindWords[fact.kind]}, ${fact.fromCode ?? ''} to ${fact.toCode ?? ''}`}
            onClick={props.onUndo}
          >
            Undo
          </Button>
        )}
      </td>
    </tr>
  );
}

function History(props: { project: string; facts: IdentityFact[] }) {
  const [undoing, setUndoing] = useState<IdentityFact | null>(null);
  if (props.facts.length === 0)
    return (
      <EmptyState icon={<IconUsersGroup size={36} aria-hidden />} title="Nothing was found out yet">
        Every patient is the subject that their identifier says.
      </EmptyState>
    );
  return (
    <>
      <TableFrame label="What was found out">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">From</th>
              <th scope="col">To</th>
              <th scope="col">Stored objects</th>
              <th scope="col">Reason</th>
              <th scope="col">By</th>
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {props.facts.map((fact) => (
              <FactRow key={fact.id} fact={fact} onUndo={() => setUndoing(fact)} />
            ))}
          </tbody>
        </table>
      </TableFrame>
      {undoing === null ? null : (
        <UndoDialog project={props.project} fact={undoing} onClose={() => setUndoing(null)} />
      )}
    </>
  );
}

function Questions({ questions }: { questions: IdentityDesk['questions'] }) {
  return questions.map((one) => (
    <Notice key={one.code} tone="warn" title={`Who is ${one.code}?`}>
      {one.kind === 'two-persons'
        ? `It is said to be ${one.targets.join(' and ')}, who are not one person. Neither holds until one is undone.`
        : `It is part of a circle through ${one.targets.join(', ')}. None holds until one is undone.`}
    </Notice>
  ));
}

function Desk({ project }: { project: string }) {
  const desk = useQuery(identitiesQuery(project));
  if (desk.isPending) return <SkeletonRows />;
  if (desk.isError) return <ProblemNotice error={desk.error} retry={() => void desk.refetch()} />;
  const { facts, questions, joined } = desk.data;
  return (
    <>
      <Questions questions={questions} />
      <FindingForm project={project} />
      {joined.length === 0 ? null : (
        <section className="panel stack">
          <h2>Subjects that others stand for</h2>
          <ul>
            {joined.map(({ code, subject }) => (
              <li key={code}>
                <span className="mono">{code}</span> is <span className="mono">{subject}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="panel stack">
        <h2>History</h2>
        <History project={project} facts={facts} />
      </section>
    </>
  );
}

/** The desk of identities: temporary identifiers, merged subjects, moved exams, each with a preview and an undo. */
export function IdentitiesPage() {
  const { key, permissions } = useProject();
  return (
    <div className="page">
      <PageHead
        title="Identity desk"
        under="Who is who, corrected. The order in which things are found out does not matter, and each can be taken back."
      />
      {permissions.includes('identity:manage') ? (
        <Desk project={key} />
      ) : (
        <Notice tone="info" title="For honest brokers">
          Who leads the project can make you one, under Members.
        </Notice>
      )}
    </div>
  );
}
