import { Modal } from '@mantine/core';
import { Notice } from '../shared/ui/notice.tsx';
import { ConfirmedForm } from './confirmed-form.tsx';

/** How long original values stay on the screen. */
export const revealSeconds = 60;

interface RevealDialogProps {
  title: string;
  /** What becomes of the values by itself: "The preview closes". */
  ends: string;
  /** Fetches and shows; called after the password was right. */
  run: (reason: string) => Promise<unknown>;
  onClose: () => void;
}

/** Asks why and who before original values are shown. The server records the look before it answers. */
export function RevealDialog(props: RevealDialogProps) {
  return (
    <Modal opened onClose={props.onClose} title={props.title}>
      <ConfirmedForm
        otherwise="Nothing was shown."
        submit={`Show for ${revealSeconds} seconds`}
        shortestReason={3}
        run={({ reason }) => props.run(reason)}
        onDone={props.onClose}
        onClose={props.onClose}
      >
        <Notice tone="warn" title="You are about to see a patient’s identity">
          Your name, the time and your reason are recorded in the audit trail. {props.ends} after{' '}
          {revealSeconds} seconds.
        </Notice>
      </ConfirmedForm>
    </Modal>
  );
}
