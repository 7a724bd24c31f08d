import { ReasonModal } from '../../shared/ui/reason-modal.tsx';
import type { ReleasedFindings } from './released-queries.ts';

const words = {
  acknowledge: {
    title: 'Keep it released',
    text: 'Everybody who may read the project goes on seeing this series. Your reason stays in the audit trail.',
    action: 'Keep released',
    color: 'blue',
  },
  withdraw: {
    title: 'Send it back to quarantine',
    text: 'Nobody but reviewers sees it from then on, and its volumes go with it. Copies that were downloaded before stay where they are.',
    action: 'Send back',
    color: 'red',
  },
} as const;

/** Asks why a released series stays, or goes back. */
export function ReleasedDialog(props: {
  one: ReleasedFindings;
  verdict: 'acknowledge' | 'withdraw';
  pending: boolean;
  onDecide: (reason: string) => void;
  onClose: () => void;
}) {
  const { title, text, action, color } = words[props.verdict];
  const needsSecond = props.verdict === 'acknowledge' && props.one.takesTwo && props.one.state === 'open';
  return (
    <ReasonModal
      title={title}
      label="Why"
      description="Never write a name or a number of the patient here."
      leastLength={3}
      submit={action}
      color={color}
      pending={props.pending}
      error={null}
      onReason={props.onDecide}
      onClose={props.onClose}
    >
      <p>{text}</p>
      {needsSecond ? (
        <p>An identifier of the patient was found: a second person must agree with you.</p>
      ) : null}
    </ReasonModal>
  );
}
