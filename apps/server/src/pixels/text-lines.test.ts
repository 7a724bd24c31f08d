import { describe, expect, test } from 'vitest';
import { joinedLines } from './text-lines.ts';

const edges = (left: number, top: number, right: number, bottom: number) => ({
  left,
  top,
  width: right - left,
  height: bottom - top,
});

describe('boxes of lines', () => {
  // As two words were found in a font whose letters are all as wide as its blank, at 24, 16 and 12 px.
  test.each([
    [edges(42, 375, 430, 406), edges(446, 377, 628, 404), edges(42, 375, 628, 406)],
    [edges(76, 145, 104, 164), edges(113, 145, 237, 165), edges(76, 145, 237, 165)],
    [edges(244, 179, 264, 193), edges(273, 178, 365, 193), edges(244, 178, 365, 193)],
  ])('are one when their words were found apart', (one, other, whole) => {
    expect(joinedLines([one, other])).toEqual([whole]);
    expect(joinedLines([other, one])).toEqual([whole]);
  });

  test('are two when a wider blank lies between them, and above one another', () => {
    const line = edges(100, 100, 200, 120);
    const [behind, below] = [edges(216, 100, 300, 120), edges(100, 112, 200, 132)];
    expect(joinedLines([line, behind])).toEqual([line, behind]);
    expect(joinedLines([line, below])).toEqual([line, below]);
  });

  test('are one where tiles overlap, in whatever order they come', () => {
    const parts = [edges(0, 100, 90, 120), edges(160, 101, 300, 121), edges(80, 100, 170, 120)];
    expect(joinedLines(parts)).toEqual([edges(0, 100, 300, 121)]);
  });
});
