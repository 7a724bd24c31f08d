import { describe, expect, test } from 'vitest';
import type { Point } from './geometry.ts';
import { type SlicePosition, sliceAffine, stackSlices } from './stack.ts';

const slice = (positionMm: Point, changes: Partial<SlicePosition> = {}): SlicePosition => ({
  columns: 4,
  rows: 3,
  positionMm,
  alongRow: [1, 0, 0],
  alongColumn: [0, 1, 0],
  rowSpacingMm: 2,
  columnSpacingMm: 1.5,
  ...changes,
});
const at = (z: number) => slice([10, 20, z]);

describe('slices become a stack', () => {
  test('in the order of their positions, whatever order they came in', () => {
    expect(stackSlices([at(6), at(0), at(3)])).toEqual({
      order: [1, 2, 0],
      dimensions: [4, 3, 3],
      toPatientMm: [
        [1.5, 0, 0, 10],
        [0, 2, 0, 20],
        [0, 0, 3, 0],
      ],
    });
  });

  test('once for each position, when a series repeats them over time', () => {
    expect(stackSlices([at(0), at(3), at(0), at(3)])?.order).toHaveLength(2);
  });

  test('also when a tilted gantry shears them', () => {
    const sheared = [0, 1, 2].map((step) => slice([10, 20 + step, step * 3]));
    expect(stackSlices(sheared)?.toPatientMm[1]).toEqual([0, 2, 1, 20]);
  });

  test('never when one is missing, turned, or of another size', () => {
    expect(stackSlices([at(0), at(3), at(9)])).toBeUndefined();
    expect(
      stackSlices([at(0), slice([10, 20, 3], { alongRow: [0, 1, 0], alongColumn: [1, 0, 0] })]),
    ).toBeUndefined();
    expect(stackSlices([at(0), slice([10, 20, 3], { rows: 5 })])).toBeUndefined();
    expect(stackSlices([at(0)])).toBeUndefined();
    expect(stackSlices([])).toBeUndefined();
  });
});

test('the matrix of one slice leads along its normal', () => {
  const sagittal = slice([1, 2, 3], { alongRow: [0, 1, 0], alongColumn: [0, 0, -1] });
  expect(sliceAffine(sagittal)).toEqual([
    [0, 0, -1, 1],
    [1.5, 0, 0, 2],
    [0, -2, 0, 3],
  ]);
});
