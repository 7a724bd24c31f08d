import { type Affine, cross, dot, lengthOf, type Point, scale, subtract } from './geometry.ts';

/** Where a single-frame image lies (PS3.3 C.7.6.2). */
export interface SlicePosition {
  readonly columns: number;
  readonly rows: number;
  /** Image Position (Patient): the centre of the first pixel. */
  readonly positionMm: Point;
  /** Image Orientation (Patient): along a row, and along a column. */
  readonly alongRow: Point;
  readonly alongColumn: Point;
  /** Pixel Spacing: between rows, and between columns. */
  readonly rowSpacingMm: number;
  readonly columnSpacingMm: number;
}

/** Slices in order, one index into the input for each position; others at the same positions are further volumes. */
export interface Stack {
  readonly order: readonly number[];
  readonly dimensions: readonly [number, number, number];
  readonly toPatientMm: Affine;
}

const directionTolerance = 1e-3;
/** Of the step between slices, by which a slice may lie elsewhere: beyond it, one is missing. */
const positionTolerance = 0.1;
const samePositionMm = 0.01;

function isAlike(a: SlicePosition, b: SlicePosition): boolean {
  return (
    a.columns === b.columns &&
    a.rows === b.rows &&
    lengthOf(subtract(a.alongRow, b.alongRow)) < directionTolerance &&
    lengthOf(subtract(a.alongColumn, b.alongColumn)) < directionTolerance &&
    Math.abs(a.rowSpacingMm - b.rowSpacingMm) < directionTolerance &&
    Math.abs(a.columnSpacingMm - b.columnSpacingMm) < directionTolerance
  );
}

/** The matrix of one slice: its own place, and a step of one millimetre along its normal. */
export function sliceAffine(slice: SlicePosition): Affine {
  return affineOf(slice, cross(slice.alongRow, slice.alongColumn));
}

function affineOf(slice: SlicePosition, through: Point): Affine {
  const across = scale(slice.alongRow, slice.columnSpacingMm);
  const down = scale(slice.alongColumn, slice.rowSpacingMm);
  const row = (axis: 0 | 1 | 2) => [across[axis], down[axis], through[axis], slice.positionMm[axis]] as const;
  return [row(0), row(1), row(2)];
}

/**
 * Orders parallel slices into one stack. Undefined when they are not parallel, not of one size, or not evenly spaced: a
 * sheared stack (a tilted gantry) is a stack.
 */
export function stackSlices(slices: readonly SlicePosition[]): Stack | undefined {
  const [first] = slices;
  if (first === undefined || !slices.every((slice) => isAlike(first, slice))) return undefined;
  const normal = cross(first.alongRow, first.alongColumn);
  if (Math.abs(lengthOf(normal) - 1) > 0.01) return undefined;
  const along = slices.map((slice) => dot(normal, slice.positionMm));
  const sorted = slices.map((_, index) => index).sort((a, b) => (along[a] as number) - (along[b] as number));
  const order = sorted.filter((index, at) => {
    const before = sorted[at - 1];
    return before === undefined || (along[index] as number) - (along[before] as number) > samePositionMm;
  });
  const lowest = slices[order[0] as number] as SlicePosition;
  const highest = slices[order.at(-1) as number] as SlicePosition;
  if (order.length < 2) return undefined;
  const step = scale(subtract(highest.positionMm, lowest.positionMm), 1 / (order.length - 1));
  const isEven = order.every((index, at) => {
    const expected = subtract((slices[index] as SlicePosition).positionMm, lowest.positionMm);
    return lengthOf(subtract(expected, scale(step, at))) <= positionTolerance * lengthOf(step);
  });
  if (!isEven) return undefined;
  return {
    order,
    dimensions: [first.columns, first.rows, order.length],
    toPatientMm: affineOf(lowest, step),
  };
}
