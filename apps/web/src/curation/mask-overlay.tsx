import { Button } from '@mantine/core';
import { IconSquareDashed } from '@tabler/icons-react';
import { MaskLayer } from './mask-layer.tsx';
import { MaskPanel } from './mask-panel.tsx';
import type { Masking } from './use-masking.ts';

/** Turns drawing on and off. */
export function MaskSwitch(props: { isMasking: boolean; onSwitch: () => void }) {
  return (
    <Button
      variant={props.isMasking ? 'filled' : 'default'}
      aria-pressed={props.isMasking}
      leftSection={<IconSquareDashed size={15} />}
      onClick={props.onSwitch}
    >
      Boxes <kbd style={{ marginLeft: 6 }}>B</kbd>
    </Button>
  );
}

/** Boxes over the shown frame, and while drawing what can be done with them. */
export function MaskOverlay({ masking, isMasking }: { masking: Masking; isMasking: boolean }) {
  const { pixels } = masking;
  return (
    <>
      <MaskLayer
        size={masking.size}
        found={masking.found}
        drawn={masking.drawn}
        isEditing={isMasking}
        onDraw={masking.draw}
        onChange={masking.change}
        onDelete={masking.remove}
      />
      {isMasking && pixels !== undefined ? <MaskPanel pixels={pixels} masking={masking} /> : null}
    </>
  );
}
