import { Button, Modal, PasswordInput, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useCallback, useEffect, useState } from 'react';
import { confirmPassword } from '../accounts/queries.ts';
import { statusOf } from '../api/problem.ts';
import { Notice, ProblemNotice } from '../shared/ui/notice.tsx';
import { revealOriginals } from './queries.ts';

export const revealSeconds = 60;

export interface Revealed {
  instanceId: string;
  values: ReadonlyMap<string, string>;
  secondsLeft: number;
}

/** Original values in this component's memory only, for 60 seconds or until another case is opened. */
export function useRevealed(caseId: string | undefined) {
  const [revealed, setRevealed] = useState<Revealed | null>(null);
  useEffect(() => () => setRevealed(null), [caseId]);
  const active = revealed !== null;
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(
      () =>
        setRevealed((before) =>
          before === null || before.secondsLeft <= 1
            ? null
            : { ...before, secondsLeft: before.secondsLeft - 1 },
        ),
      1000,
    );
    return () => clearInterval(timer);
  }, [active]);
  const show = useCallback(
    (instanceId: string, rows: { path: string; before: string }[]) =>
      setRevealed({
        instanceId,
        values: new Map(rows.map((row) => [row.path, row.before])),
        secondsLeft: revealSeconds,
      }),
    [],
  );
  const hide = useCallback(() => setRevealed(null), []);
  return { revealed, show, hide };
}

interface RevealDialogProps {
  project: string;
  caseId: string;
  instanceId: string;
  onShown: (instanceId: string, rows: { path: string; before: string }[]) => void;
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

/** Asks why and who, then shows the original values of one image. The look is recorded before anything is shown. */
export function RevealDialog(props: RevealDialogProps) {
  const [reason, setReason] = useState('');
  const [password, setPassword] = useState('');
  const reveal = useMutation({
    mutationFn: async () => {
      await confirmPassword(password);
      return await revealOriginals(props.project, props.caseId, props.instanceId, reason.trim());
    },
    gcTime: 0,
    onSuccess: (answer) => {
      props.onShown(props.instanceId, answer.rows);
      props.onClose();
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    reveal.mutate();
  };
  return (
    <Modal opened onClose={props.onClose} title="Show original values">
      <form className="stack" onSubmit={submit}>
        <Notice tone="warn" title="You are about to see a patient’s identity">
          Your name, the time and your reason are recorded in the audit trail. The values hide by themselves
          after {revealSeconds} seconds.
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
          <Button type="submit" loading={reveal.isPending} disabled={reason.trim() === '' || password === ''}>
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
