import { describe, expect, it } from 'vitest';
import { draggedWindow, limitsOf, rangePresets, windowOf, windowPresets } from './windows.ts';

describe('display windows', () => {
  it('offers fixed windows only where values have units', () => {
    expect(windowPresets('CT').map((preset) => preset.name)).toContain('Lung');
    expect(windowPresets('MR')).toHaveLength(1);
    expect(windowPresets(null)).toHaveLength(1);
  });
  it('goes from window to limits and back', () => {
    expect(limitsOf({ center: 40, width: 80 })).toEqual([0, 80]);
    expect(windowOf(0, 80)).toEqual({ center: 40, width: 80 });
  });
  it('splits a range into halves', () => {
    expect(rangePresets(0, 100).map((preset) => preset.window)).toEqual([
      { center: 50, width: 100 },
      { center: 25, width: 50 },
      { center: 75, width: 50 },
    ]);
    expect(rangePresets(5, 5)).toEqual([]);
  });
  it('widens to the right and never below one', () => {
    expect(draggedWindow({ center: 100, width: 200 }, 50, 10)).toEqual({ center: 110, width: 250 });
    expect(draggedWindow({ center: 0, width: 2 }, -1000, 0).width).toBe(1);
  });
});
