import { Button, Modal, Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
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
  const submit = (event: { preventDefault(): void }) => {
    event.preventDefault();
    if (needsText) return;
    props.onReject({
      verdict: 'reject',
      reasonCode: code,
      ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLTextAreaElement || event.ctrlKey || event.metaKey || event.altKey) return;
    const chosen = rejectReasons[Number(event.key) - 1];
    if (chosen === undefined) {
      const isOnButton = event.target instanceof HTMLButtonElement && event.target.closest('form') !== null;
      if (event.key === 'Enter' && !isOnButton) submit(event);
      return;
    }
    event.preventDefault();
    setCode(chosen[0]);
  };
  // Of the window: who types R and 5 at once is quicker than the focus, which moves into the dialog a moment later.
  useEffect(() => {
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  });
  return (
    <Modal opened onClose={props.onClose} title={`Reject ${props.title}`}>
      <form className="stack" onSubmit={submit}>
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
