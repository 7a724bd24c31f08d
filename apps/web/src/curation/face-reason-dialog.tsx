import { Button, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';

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
  const [reason, setReason] = useState('');
  const [title, meaning] = words[props.decision];
  const isShort = reason.trim().length < leastLength;
  return (
    <Modal opened onClose={props.onClose} title={title}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isShort) props.onDecide(reason.trim());
        }}
      >
        <p>{meaning}</p>
        <Textarea
          label="Reason"
          description="Recorded in the audit trail. Never write a name or a number of the patient here."
          required
          data-autofocus
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div className="row">
          <Button type="submit" color="red" disabled={isShort}>
            {title}
          </Button>
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}
