import { Button, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Verdict } from './queries.ts';

interface ReleaseDialogProps {
  title: string;
  onRelease: (verdict: Verdict) => void;
  onClose: () => void;
}

/** Asks the second person why a series may be released in which an identifier was found. */
export function ReleaseDialog(props: ReleaseDialogProps) {
  const [reason, setReason] = useState('');
  const isGiven = reason.trim() !== '';
  return (
    <Modal opened onClose={props.onClose} title={`Release ${props.title} nevertheless`}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (isGiven) props.onRelease({ verdict: 'approve', reason: reason.trim() });
        }}
      >
        <p>
          The leak check found an identifier of the patient in it, or could not search everything. Your name
          and your reason are recorded.
        </p>
        <Textarea
          label="Why it may be released"
          description="Never write a name or a number of the patient here."
          required
          data-autofocus
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div className="row">
          <Button type="submit" color="red" disabled={!isGiven}>
            Release
          </Button>
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}
