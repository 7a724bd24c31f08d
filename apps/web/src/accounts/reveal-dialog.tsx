import { Button, Modal, PasswordInput, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { statusOf } from '../api/problem.ts';
import { Notice, ProblemNotice } from '../shared/ui/notice.tsx';
import { confirmPassword } from './queries.ts';

/** How long original values stay on the screen. */
export const revealSeconds = 60;
const shortestReason = 3;

interface RevealDialogProps {
  title: string;
  /** What becomes of the values by itself: "The preview closes". */
  ends: string;
  /** Fetches and shows; called after the password was right. */
  run: (reason: string) => Promise<unknown>;
  onClose: () => void;
}

function RevealProblem(props: { error: unknown }) {
  const wrongPassword = statusOf(props.error) === 401;
  if (!wrongPassword) return <ProblemNotice error={props.error} />;
  return (
    <Notice tone="bad" role="alert" title="The password is wrong">
      Nothing was shown.
    </Notice>
  );
}

/** Asks why and who before original values are shown. The server records the look before it answers. */
export function RevealDialog(props: RevealDialogProps) {
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
  const complete = reason.trim().length >= shortestReason && password !== '';
  return (
    <Modal opened onClose={props.onClose} title={props.title}>
      <form className="stack" onSubmit={submit}>
        <Notice tone="warn" title="You are about to see a patient’s identity">
          Your name, the time and your reason are recorded in the audit trail. {props.ends} after{' '}
          {revealSeconds} seconds.
        </Notice>
        {reveal.isError ? <RevealProblem error={reveal.error} /> : null}
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
          <Button type="submit" loading={reveal.isPending} disabled={!complete}>
            Show for {revealSeconds} seconds
          </Button>
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}
