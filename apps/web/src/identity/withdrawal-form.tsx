import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { ConfirmedForm } from '../accounts/confirmed-form.tsx';
import { formatDuration, formatNoun } from '../shared/format.ts';
import { Notice, ProblemNotice, toastDone } from '../shared/ui/notice.tsx';
import { ExamTable } from './exam-table.tsx';
import { previewWithdrawal, type WithdrawalPreview, withdrawConsent } from './queries.ts';

function wordsOf(undoMs: number): string {
  const hours = Math.round(undoMs / 3_600_000);
  return hours >= 1 ? formatNoun(hours, 'hour') : formatDuration(undoMs / 1000);
}

/** What goes, what stays, and what is out of reach. */
function Consequences({ preview }: { preview: WithdrawalPreview }) {
  const { codes, children, exams, identifiers, tableRows, cases, exports, selectionExports } = preview;
  const also = [
    formatNoun(identifiers, 'identifier'),
    ...(tableRows === 0 ? [] : [formatNoun(tableRows, 'table row')]),
    ...(cases === 0 ? [] : [`${formatNoun(cases, 'arrival')} under review`]),
  ];
  return (
    <div className="stack" role="status">
      <p>
        Everything of {codes.join(', ')} goes: {formatNoun(exams.length, 'exam')} with all versions, originals
        and files, {also.join(', ')}, what is held of the person, and the keys. What still comes of them is
        refused and not kept. The audit trail stays, and that somebody withdrew.
      </p>
      {exams.length === 0 ? null : <ExamTable label="Exams that are destroyed" exams={exams} />}
      {children.length === 0 ? null : (
        <Notice tone="info" title="What is her children’s stays">
          {children.join(', ')}: withdraw for each of them as well, when it is meant for them.
        </Notice>
      )}
      {exports === 0 && selectionExports === 0 ? null : (
        <Notice tone="warn" title="Copies that are out of reach">
          {exports === 0
            ? ''
            : `Downloaded ${formatNoun(exports, 'time')}: ask those who did, the audit trail names them. `}
          {selectionExports === 0
            ? ''
            : `${formatNoun(selectionExports, 'download')} of chosen series in this project may hold some of it.`}
        </Notice>
      )}
      <Notice tone="bad" title="Afterwards there is no undo">
        {preview.needsSecondPerson
          ? 'A second person confirms it first. Then it can be taken back for '
          : 'It can be taken back for '}
        {wordsOf(preview.undoMs)}; then it is destroyed for good. Backups are yours to expire.
      </Notice>
    </div>
  );
}

function OrderDialog(props: { project: string; code: string; onDone: () => void; onClose: () => void }) {
  const client = useQueryClient();
  return (
    <Modal opened onClose={props.onClose} title={`Withdraw consent of ${props.code}?`}>
      <ConfirmedForm
        isDestructive
        otherwise="Nothing was ordered."
        submit="Order the destruction"
        shortestReason={10}
        reasonHint="Ten characters at least, without the patient’s name or number: it stays in the audit trail."
        run={({ reason }) => withdrawConsent(props.project, props.code, reason)}
        onDone={() => {
          toastDone('Ordered. Until it begins, it can be taken back under History.');
          props.onDone();
          void client.invalidateQueries({ queryKey: ['identities', props.project] });
        }}
        onClose={props.onClose}
      >
        <p>Everything of this person is destroyed when the time to undo is over.</p>
      </ConfirmedForm>
    </Modal>
  );
}

/** A person withdrew consent: a look at everything of theirs, then the order to destroy it. */
export function WithdrawalForm({ project }: { project: string }) {
  const [code, setCode] = useState('');
  const [isOrdering, setOrdering] = useState(false);
  const preview = useMutation({ mutationFn: () => previewWithdrawal(project, code.trim()), gcTime: 0 });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    preview.mutate();
  };
  return (
    <form className="panel stack" onSubmit={submit} aria-label="Withdraw consent">
      <h2>Consent withdrawn</h2>
      <p className="dim">A person does not take part any more: everything of theirs is destroyed.</p>
      <TextInput
        label="Subject who withdrew"
        required
        value={code}
        onChange={(event) => {
          setCode(event.currentTarget.value);
          preview.reset();
        }}
      />
      {preview.isError ? <ProblemNotice error={preview.error} /> : null}
      {preview.data === undefined ? null : <Consequences preview={preview.data} />}
      <div>
        {preview.data === undefined ? (
          <Button type="submit" variant="default" disabled={code.trim() === ''} loading={preview.isPending}>
            Preview what is destroyed
          </Button>
        ) : (
          <Button color="red" onClick={() => setOrdering(true)}>
            Withdraw consent…
          </Button>
        )}
      </div>
      {isOrdering ? (
        <OrderDialog
          project={project}
          code={code.trim()}
          onDone={() => {
            setOrdering(false);
            setCode('');
            preview.reset();
          }}
          onClose={() => setOrdering(false)}
        />
      ) : null}
    </form>
  );
}
