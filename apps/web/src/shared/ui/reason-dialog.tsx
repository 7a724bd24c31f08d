import { Button, Modal, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { ProblemNotice } from './notice.tsx';

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
  const [reason, setReason] = useState('');
  const done = useMutation({ mutationFn: () => props.run(reason.trim()), onSuccess: props.onDone });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    done.mutate();
  };
  return (
    <Modal opened onClose={props.onClose} title={props.title}>
      <form className="stack" onSubmit={submit}>
        <p>{props.children}</p>
        {done.isError ? <ProblemNotice error={done.error} /> : null}
        <Textarea
          label="Reason"
          required
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div className="row">
          <Button
            type="submit"
            {...(props.isDestructive === true ? { color: 'red' } : {})}
            disabled={reason.trim() === ''}
            loading={done.isPending}
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
