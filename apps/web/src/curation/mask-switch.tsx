import { Button } from '@mantine/core';
import { IconSquareDashed } from '@tabler/icons-react';

/** Turns drawing on and off. */
export function MaskSwitch(props: { isMasking: boolean; onSwitch: () => void }) {
  return (
    <Button
      variant={props.isMasking ? 'light' : 'default'}
      aria-pressed={props.isMasking}
      leftSection={<IconSquareDashed size={15} />}
      onClick={props.onSwitch}
    >
      Boxes <kbd style={{ marginLeft: 6 }}>B</kbd>
    </Button>
  );
}
