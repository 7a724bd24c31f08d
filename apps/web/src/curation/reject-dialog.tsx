import { Button, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useDialogKeys } from '../shared/keys.ts';
import { type RejectCode, rejectReasons, type Verdict } from './queries.ts';

interface RejectDialogProps {
  title: string;
  onReject: (verdict: Verdict) => void;
  onClose: () => void;
}

/** Asks for the reason of a rejection: digits 1 to 7 choose, Enter rejects. */
export function RejectDialog(props: RejectDialogProps) {
  const [code, setCode] = useState<RejectCode>(rejectReasons[0][0]);
  const [reason, setReason] = useState('');
  const needsText = code === 'other' && reason.trim() === '';
  const submit = () => {
    if (needsText) return;
    props.onReject({
      verdict: 'reject',
      reasonCode: code,
      ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
    });
  };
  useDialogKeys({
    ...Object.fromEntries(rejectReasons.map(([value], index) => [String(index + 1), () => setCode(value)])),
    enter: submit,
  });
  return (
    <Modal opened onClose={props.onClose} title={`Reject ${props.title}`}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <fieldset className="reason-list">
          <legend>Reason</legend>
          {rejectReasons.map(([value, label], index) => (
            <label key={value}>
              <input
                type="radio"
                name="reason"
                value={value}
                checked={code === value}
                data-autofocus={code === value ? true : undefined}
                onChange={() => setCode(value)}
              />
              <kbd>{index + 1}</kbd> {label}
            </label>
          ))}
        </fieldset>
        <Textarea
          label="Remark"
          description="Never write a name or a number of the patient here."
          required={code === 'other'}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div className="row">
          <Button type="submit" color="red" disabled={needsText}>
            Reject
          </Button>
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}
