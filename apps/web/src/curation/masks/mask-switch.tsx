import { Button } from '@mantine/core';
import { IconLayersSubtract, IconSquareDashed } from '@tabler/icons-react';

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

/** Draws overlays over the image, or leaves them out. */
export function OverlaySwitch(props: { isOn: boolean; onSwitch: () => void }) {
  return (
    <Button
      variant={props.isOn ? 'light' : 'default'}
      aria-pressed={props.isOn}
      leftSection={<IconLayersSubtract size={15} />}
      onClick={props.onSwitch}
    >
      Overlays <kbd style={{ marginLeft: 6 }}>O</kbd>
    </Button>
  );
}
