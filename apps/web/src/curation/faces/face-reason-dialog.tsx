import { ReasonModal } from '../../shared/ui/reason-modal.tsx';

const leastLength = 3;
const words = {
  restore: ['Restore the face', 'The images become what they were before: whoever sees them sees the face.'],
  exempt: ['Let the face pass', 'The series can then be approved although its face was not removed.'],
} as const;

/** Asks why a face may be seen; the reason is recorded. */
export function FaceReasonDialog(props: {
  decision: 'restore' | 'exempt';
  onDecide: (reason: string) => void;
  onClose: () => void;
}) {
  const [title, meaning] = words[props.decision];
  return (
    <ReasonModal
      title={title}
      description="Recorded in the audit trail. Never write a name or a number of the patient here."
      leastLength={leastLength}
      submit={title}
      color="red"
      pending={false}
      error={null}
      onReason={props.onDecide}
      onClose={props.onClose}
    >
      <p>{meaning}</p>
    </ReasonModal>
  );
}
