import { Button, Modal, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { Conflict } from '../api/types.ts';
import { formatNoun } from '../shared/format.ts';
import { ProblemNotice, toastDone } from '../shared/ui/notice.tsx';
import { resolveConflict } from './queries.ts';

export type Keep = 'first' | 'later';

const shortestReason = 3;

/** Asks why, then settles the conflicts one after the other; what was settled before a failure stays settled. */
export function ResolveDialog(props: {
  project: string;
  conflicts: readonly Conflict[];
  keep: Keep;
  onClose: () => void;
}) {
  const { project, conflicts, keep } = props;
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const dropped = keep === 'first' ? 'later' : 'first';
  const settle = useMutation({
    mutationFn: async () => {
      for (const one of conflicts)
        await resolveConflict(project, one.instanceId, { keep, reason: reason.trim() });
    },
    onSuccess: () => {
      toastDone(`The ${keep} content is kept for ${formatNoun(conflicts.length, 'image')}.`);
      props.onClose();
    },
    onSettled: () =>
      Promise.all(
        [['conflicts', project], ['quarantine', project], ['series'], ['imaging'], ['archive']].map(
          (queryKey) => client.invalidateQueries({ queryKey }),
        ),
      ),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    settle.mutate();
  };
  const noun = formatNoun(conflicts.length, 'image');
  return (
    <Modal opened onClose={props.onClose} title={`Keep the ${keep} content of ${noun}?`}>
      <form className="stack" onSubmit={submit}>
        <p>
          The {dropped} content is rejected and never shown.{' '}
          {keep === 'later'
            ? 'The later one takes the place of the first, after a reviewer has approved it.'
            : 'The first stays where it is.'}{' '}
          The decision is written to the audit trail.
        </p>
        {settle.isError ? <ProblemNotice error={settle.error} /> : null}
        <Textarea
          label="Reason"
          description="Never write a name or a number of the patient here."
          required
          data-autofocus
          autosize
          minRows={2}
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div className="row">
          <Button
            type="submit"
            disabled={reason.trim().length < shortestReason}
            loading={settle.isPending}
          >{`Keep the ${keep}`}</Button>
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}
