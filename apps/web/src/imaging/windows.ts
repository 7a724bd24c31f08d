import type { DisplayWindow } from './queries.ts';

export interface WindowPreset {
  name: string;
  /** null: what the image itself asks for, or its own range. */
  window: DisplayWindow | null;
}

const hounsfield: WindowPreset[] = [
  { name: 'Brain', window: { center: 40, width: 80 } },
  { name: 'Subdural', window: { center: 75, width: 215 } },
  { name: 'Soft tissue', window: { center: 40, width: 400 } },
  { name: 'Lung', window: { center: -600, width: 1500 } },
  { name: 'Bone', window: { center: 480, width: 2500 } },
];

/** The display windows offered for a modality. Only CT has values of fixed meaning (Hounsfield units). */
export function windowPresets(modality: string | null): WindowPreset[] {
  const automatic: WindowPreset = { name: 'Automatic', window: null };
  return modality === 'CT' ? [automatic, ...hounsfield] : [automatic];
}

/** Presets relative to a range of values, for images without units: the whole range, its dark and its bright half. */
export function rangePresets(lowest: number, highest: number): WindowPreset[] {
  const span = highest - lowest;
  if (!(span > 0)) return [];
  return [
    { name: 'Full range', window: { center: lowest + span / 2, width: span } },
    { name: 'Dark half', window: { center: lowest + span / 4, width: span / 2 } },
    { name: 'Bright half', window: { center: highest - span / 4, width: span / 2 } },
  ];
}

/** The window as the values drawn black and white. */
export function limitsOf(window: DisplayWindow): [number, number] {
  return [window.center - window.width / 2, window.center + window.width / 2];
}

export function windowOf(black: number, white: number): DisplayWindow {
  return { center: (black + white) / 2, width: Math.max(white - black, 1e-6) };
}

/** The window after a drag: to the right widens, downwards brightens; steps are relative to the width. */
export function draggedWindow(window: DisplayWindow, dxPx: number, dyPx: number): DisplayWindow {
  const step = Math.max(window.width, 1) / 200;
  return {
    center: Math.round((window.center + dyPx * step) * 100) / 100,
    width: Math.max(1, Math.round((window.width + dxPx * step) * 100) / 100),
  };
}
