import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { toastProblem } from './ui/notice.tsx';

/** Long enough to read it, think, and reach the button by keyboard. */
const undoMs = 20_000;

/** Says that something was done, with a way back for a while. */
export function toastUndo(message: string, undo: () => void | Promise<void>): void {
  const id = notifications.show({
    color: 'teal',
    autoClose: undoMs,
    message: (
      <span className="row">
        {message}
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => {
            notifications.hide(id);
            Promise.resolve(undo()).catch(toastProblem);
          }}
        >
          Undo
        </Button>
      </span>
    ),
  });
}
