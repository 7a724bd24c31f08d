import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ReasonModal } from './reason-modal.tsx';

/** Asks for a reason, then does something; for the audit trail. */
export function ReasonDialog(props: {
  title: string;
  children: ReactNode;
  submit: string;
  isDestructive?: boolean;
  run: (reason: string) => Promise<unknown>;
  onDone: () => void | Promise<void>;
  onClose: () => void;
}) {
  const done = useMutation({ mutationFn: props.run, onSuccess: props.onDone });
  return (
    <ReasonModal
      title={props.title}
      leastLength={1}
      submit={props.submit}
      {...(props.isDestructive === true ? { color: 'red' } : {})}
      pending={done.isPending}
      error={done.error}
      onReason={done.mutate}
      onClose={props.onClose}
    >
      <p>{props.children}</p>
    </ReasonModal>
  );
}
