import type { MrProtocol } from './protocols.ts';
import type { SlicePlane } from './slice-labels.ts';
import { add, cross, scale, type Vector } from './vectors.ts';

type Axes = readonly [alongRow: Vector, alongColumn: Vector];

// Axial slices follow the base of the skull: tilted a little, as technologists do.
const tiltRadians = (6 * Math.PI) / 180;
const axial: Axes = [
  [1, 0, 0],
  [0, Math.cos(tiltRadians), Math.sin(tiltRadians)],
];
const sagittal: Axes = [
  [0, 1, 0],
  [0, 0, -1],
];
const coronal: Axes = [
  [1, 0, 0],
  [0, 0, -1],
];

/** The middle of the brain, around which everything is planned. */
const isocentreMm: Vector = [0, 2, 6];

export interface StackOptions {
  readonly slices: number;
  readonly size: number;
  readonly fieldOfViewMm: number;
  readonly spacingMm: number;
}

/** Parallel slices around the isocentre, in the direction of the normal (row × column). */
export function stack([alongRow, alongColumn]: Axes, options: StackOptions): SlicePlane[] {
  const { slices, size, fieldOfViewMm, spacingMm } = options;
  const pixelMm = fieldOfViewMm / size;
  const normal = cross(alongRow, alongColumn);
  const toCorner = -(fieldOfViewMm - pixelMm) / 2;
  const corner = add(isocentreMm, add(scale(alongRow, toCorner), scale(alongColumn, toCorner)));
  return Array.from({ length: slices }, (_, slice) => ({
    rows: size,
    columns: size,
    positionMm: add(corner, scale(normal, (slice - (slices - 1) / 2) * spacingMm)),
    alongRow,
    alongColumn,
    rowSpacingMm: pixelMm,
    columnSpacingMm: pixelMm,
  }));
}

/** The slices of a series. Fewer of them than the protocol has keep its coverage: they lie further apart. */
export function planesOf(protocol: MrProtocol, slices: number, size: number): SlicePlane[] {
  const options = {
    slices,
    size,
    fieldOfViewMm: protocol.fieldOfViewMm,
    spacingMm: (protocol.spacingMm * protocol.slices) / slices,
  };
  if (protocol.plane === 'axial') return stack(axial, options);
  if (protocol.plane === 'sagittal') return stack(sagittal, options);
  const each = { ...options, slices: Math.max(1, Math.round(slices / 3)), spacingMm: protocol.spacingMm };
  return [...stack(axial, each), ...stack(sagittal, each), ...stack(coronal, each)];
}

/** Axial slices without tilt: a CT. */
export function ctPlanes(options: StackOptions): SlicePlane[] {
  return stack(
    [
      [1, 0, 0],
      [0, 1, 0],
    ],
    options,
  );
}
