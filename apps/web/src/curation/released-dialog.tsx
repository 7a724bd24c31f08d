import { Button, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
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
  const [reason, setReason] = useState('');
  const { title, text, action, color } = words[props.verdict];
  const tooShort = reason.trim().length < 3;
  const needsSecond = props.verdict === 'acknowledge' && props.one.takesTwo && props.one.state === 'open';
  return (
    <Modal opened onClose={props.onClose} title={title}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!tooShort) props.onDecide(reason.trim());
        }}
      >
        <p>{text}</p>
        {needsSecond ? (
          <p>An identifier of the patient was found: a second person must agree with you.</p>
        ) : null}
        <Textarea
          label="Why"
          description="Never write a name or a number of the patient here."
          required
          autosize
          minRows={2}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div className="row">
          <Button type="submit" color={color} disabled={tooShort} loading={props.pending}>
            {action}
          </Button>
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}
