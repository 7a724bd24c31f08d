import { Button, type MantineColor, Modal, Textarea } from '@mantine/core';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { ProblemNotice } from './notice.tsx';

/** A question that is answered with a reason of `leastLength` letters or more, trimmed. */
export function ReasonModal(props: {
  title: string;
  children: ReactNode;
  label?: string;
  description?: string;
  leastLength: number;
  submit: string;
  color?: MantineColor;
  pending: boolean;
  error: Error | null;
  onReason: (reason: string) => void;
  onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const isShort = reason.trim().length < props.leastLength;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!isShort) props.onReason(reason.trim());
  };
  return (
    <Modal opened onClose={props.onClose} title={props.title}>
      <form className="stack" onSubmit={submit}>
        {props.children}
        {props.error === null ? null : <ProblemNotice error={props.error} />}
        <Textarea
          label={props.label ?? 'Reason'}
          description={props.description}
          required
          data-autofocus
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div className="row">
          <Button
            type="submit"
            {...(props.color === undefined ? {} : { color: props.color })}
            disabled={isShort}
            loading={props.pending}
          >
            {props.submit}
          </Button>
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}
