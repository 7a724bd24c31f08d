import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';

interface ReplaceDialogProps {
  title: string;
  onReplace: (replacement: string) => void;
  onClose: () => void;
}

/** Asks what a value is to become. */
export function ReplaceDialog(props: ReplaceDialogProps) {
  const [text, setText] = useState('');
  return (
    <Modal opened onClose={props.onClose} title={props.title}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          props.onReplace(text);
        }}
      >
        <TextInput
          label="New value"
          description="At most 64 letters, digits and signs without accents. Never a name or a number of a patient."
          maxLength={64}
          data-autofocus
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div className="row">
          <Button type="submit">Replace</Button>
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}
