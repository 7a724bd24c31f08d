import { Button, Modal, PasswordInput, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { confirmPassword } from '../accounts/queries.ts';
import { statusOf } from '../api/problem.ts';
import { Notice, ProblemNotice } from '../shared/ui/notice.tsx';

export const shownSeconds = 60;

/** Asks why and who before a preview shows original values. The look is recorded before anything is shown. */
export function PreviewReveal(props: { run: (reason: string) => Promise<unknown>; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [password, setPassword] = useState('');
  const reveal = useMutation({
    mutationFn: async () => {
      await confirmPassword(password);
      await props.run(reason.trim());
    },
    gcTime: 0,
    onSuccess: props.onClose,
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    reveal.mutate();
  };
  return (
    <Modal opened onClose={props.onClose} title="Show original values in the preview">
      <form className="stack" onSubmit={submit}>
        <Notice tone="warn" title="You are about to see a patient’s identity">
          Your name, the time and your reason are recorded in the audit trail. The preview closes by itself
          after {shownSeconds} seconds.
        </Notice>
        {reveal.isError && statusOf(reveal.error) === 401 ? (
          <Notice tone="bad" role="alert" title="The password is wrong">
            Nothing was shown.
          </Notice>
        ) : null}
        {reveal.isError && statusOf(reveal.error) !== 401 ? <ProblemNotice error={reveal.error} /> : null}
        <Textarea
          label="Reason"
          required
          data-autofocus
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <PasswordInput
          label="Your password"
          required
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <div className="row">
          <Button
            type="submit"
            loading={reveal.isPending}
            disabled={reason.trim().length < 3 || password === ''}
          >
            Show for {shownSeconds} seconds
          </Button>
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}
