import { NumberInput, Select } from '@mantine/core';
import type { DisplayWindow } from './queries.ts';
import type { WindowPreset } from './windows.ts';

const custom = 'Custom';

function sameWindow(a: DisplayWindow | null, b: DisplayWindow | null): boolean {
  return a === b || (a !== null && b !== null && a.center === b.center && a.width === b.width);
}

interface WindowControlsProps {
  presets: WindowPreset[];
  /** null: automatic. */
  window: DisplayWindow | null;
  /** What automatic comes to, when it is known: where the numbers start from. */
  automatic: DisplayWindow | null;
  onWindow: (window: DisplayWindow | null) => void;
}

/** Brightness and contrast as a preset or as two numbers: everything that dragging does, by keyboard. */
export function WindowControls(props: WindowControlsProps) {
  const { presets, window, onWindow } = props;
  const shown = window ?? props.automatic;
  const preset = presets.find((one) => sameWindow(one.window, window))?.name ?? custom;
  const set = (part: Partial<DisplayWindow>) =>
    onWindow({ ...(shown ?? { center: 128, width: 256 }), ...part });
  return (
    <div className="viewer-controls" role="group" aria-label="Brightness and contrast">
      <Select
        aria-label="Window preset"
        w={124}
        data={[...presets.map((one) => one.name), ...(preset === custom ? [custom] : [])]}
        value={preset}
        allowDeselect={false}
        onChange={(name) => {
          const chosen = presets.find((one) => one.name === name);
          if (chosen !== undefined) onWindow(chosen.window);
        }}
      />
      <label className="viewer-number">
        <span>Level</span>
        <NumberInput
          w={84}
          aria-label="Window level"
          value={shown === null ? '' : Math.round(shown.center * 100) / 100}
          onChange={(value) => {
            if (typeof value === 'number') set({ center: value });
          }}
        />
      </label>
      <label className="viewer-number">
        <span>Width</span>
        <NumberInput
          w={84}
          min={0}
          aria-label="Window width"
          value={shown === null ? '' : Math.round(shown.width * 100) / 100}
          onChange={(value) => {
            if (typeof value === 'number' && value > 0) set({ width: value });
          }}
        />
      </label>
    </div>
  );
}
