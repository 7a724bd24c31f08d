import { Button, PasswordInput, Select, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { statusOf } from '../api/problem.ts';
import { Notice, ProblemNotice } from '../shared/ui/notice.tsx';
import { confirmPassword } from './queries.ts';

interface ConfirmedFormProps<Purpose extends string> {
  /** What is about to happen. */
  children: ReactNode;
  /** What is told when the password is wrong: "Nothing was shown." */
  otherwise: string;
  submit: string;
  isDestructive?: boolean;
  /** Asked for first, where the server wants one. */
  purposes?: readonly (readonly [Purpose, string])[];
  reasonHint?: string;
  /** 0: no reason is asked for. */
  shortestReason: number;
  /** Called after the password was right. */
  run: (given: { reason: string; purpose: Purpose | null }) => Promise<unknown>;
  onDone?: () => void;
  onClose: () => void;
}

function ConfirmationProblem(props: { error: unknown; otherwise: string }) {
  if (statusOf(props.error) !== 401) return <ProblemNotice error={props.error} />;
  return (
    <Notice tone="bad" role="alert" title="The password is wrong">
      {props.otherwise}
    </Notice>
  );
}

/** Asks why, and for the password, before something that only the person at the keyboard may do. */
export function ConfirmedForm<Purpose extends string>(props: ConfirmedFormProps<Purpose>) {
  const { purposes, shortestReason } = props;
  const [purpose, setPurpose] = useState<Purpose | null>(null);
  const [reason, setReason] = useState('');
  const [password, setPassword] = useState('');
  const confirmed = useMutation({
    mutationFn: async () => {
      await confirmPassword(password);
      await props.run({ reason: reason.trim(), purpose });
    },
    gcTime: 0,
    onSuccess: () => props.onDone?.(),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    confirmed.mutate();
  };
  const isComplete =
    reason.trim().length >= shortestReason && password !== '' && (purposes === undefined || purpose !== null);
  return (
    <form className="stack" onSubmit={submit}>
      {props.children}
      {confirmed.isError ? <ConfirmationProblem error={confirmed.error} otherwise={props.otherwise} /> : null}
      {purposes === undefined ? null : (
        <Select
          label="Purpose"
          required
          data-autofocus
          data={purposes.map(([value, label]) => ({ value, label }))}
          value={purpose}
          onChange={(value) => setPurpose(value as Purpose | null)}
        />
      )}
      {shortestReason === 0 ? null : (
        <Textarea
          label="Reason"
          description={props.reasonHint}
          required
          data-autofocus={purposes === undefined ? true : undefined}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      <PasswordInput
        label="Your password"
        required
        data-autofocus={shortestReason === 0 ? true : undefined}
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <div className="row">
        <Button
          type="submit"
          {...(props.isDestructive === true ? { color: 'red' } : {})}
          loading={confirmed.isPending}
          disabled={!isComplete}
        >
          {props.submit}
        </Button>
        <Button variant="default" onClick={props.onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
