import {
  type Affine,
  invert,
  type SlicePosition,
  sampleBetween,
  stackSlices,
  transform,
} from '@pesscara/defacing';
import type { Head } from './heads.ts';

type Direction = readonly [number, number, number];

/** How a scanner lays its slices. */
export interface Acquisition {
  readonly name: string;
  readonly alongRow: Direction;
  readonly alongColumn: Direction;
  readonly pixelMm: number;
  readonly sliceMm: number;
}

/** A head as a series of slices: what a scanner with these settings would have stored. */
export interface ScannedHead {
  readonly slices: readonly SlicePosition[];
  readonly dimensions: readonly [number, number, number];
  readonly toPatientMm: Affine;
  readonly samples: Int16Array;
  readonly brain: Uint8Array;
  readonly takenByPydeface: Uint8Array;
}

const cross = ([a, b, c]: Direction, [d, e, f]: Direction): Direction => [
  b * f - c * e,
  c * d - a * f,
  a * e - b * d,
];
const dot = (a: Direction, b: Direction) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

function extentOf({ dimensions, toPatientMm }: Head['volume'], direction: Direction): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (let corner = 0; corner < 8; corner += 1) {
    const at = (axis: 0 | 1 | 2) => ((corner >> axis) & 1) * (dimensions[axis] - 1);
    const along = dot(transform(toPatientMm, [at(0), at(1), at(2)]), direction);
    [low, high] = [Math.min(low, along), Math.max(high, along)];
  }
  return [low, high];
}

/** A thick slice is the mean of what lies in it: so many places are looked at. */
const placesPerMm = 1;

/** Scans a head again: thick slices are means, masks are of the nearest voxel of the middle. */
export function scanAgain(head: Head, how: Acquisition): ScannedHead {
  const { alongRow, alongColumn, pixelMm, sliceMm } = how;
  const normal = cross(alongRow, alongColumn);
  const axes = [
    [alongRow, pixelMm],
    [alongColumn, pixelMm],
    [normal, sliceMm],
  ] as const;
  const extents = axes.map(([direction]) => extentOf(head.volume, direction));
  const [columns = 1, rows = 1, count = 1] = axes.map(
    ([, stepMm], axis) => Math.floor(((extents[axis]?.[1] ?? 0) - (extents[axis]?.[0] ?? 0)) / stepMm) + 1,
  );
  const [x = 0, y = 0, z = 0] = extents.map(([low]) => low);
  const placeOf = (slice: number): Direction => {
    const depth = z + slice * sliceMm;
    const at = (axis: 0 | 1 | 2) => x * alongRow[axis] + y * alongColumn[axis] + depth * normal[axis];
    return [at(0), at(1), at(2)];
  };
  const slices = Array.from({ length: count }, (_, slice) => ({
    columns,
    rows,
    positionMm: placeOf(slice),
    alongRow,
    alongColumn,
    rowSpacingMm: pixelMm,
    columnSpacingMm: pixelMm,
  }));
  const stack = stackSlices(slices);
  if (stack === undefined) throw new Error('Slices of one scan make a stack');
  return { slices, ...stack, ...resampled(head, stack, Math.max(1, Math.round(sliceMm * placesPerMm))) };
}

function resampled(
  { volume, brain, takenByPydeface }: Head,
  { dimensions, toPatientMm }: Pick<ScannedHead, 'dimensions' | 'toPatientMm'>,
  places: number,
): Pick<ScannedHead, 'samples' | 'brain' | 'takenByPydeface'> {
  const back = invert(volume.toPatientMm);
  if (back === undefined) throw new Error('A head has a volume');
  const source = { ...volume, modality: 'MR', rescaleSlope: 1, rescaleIntercept: 0 } as const;
  const [columns, rows, count] = dimensions;
  const size = columns * rows * count;
  const result = {
    samples: new Int16Array(size),
    brain: new Uint8Array(size),
    takenByPydeface: new Uint8Array(size),
  };
  const [across, down] = volume.dimensions;
  for (let k = 0, at = 0; k < count; k += 1)
    for (let j = 0; j < rows; j += 1)
      for (let i = 0; i < columns; i += 1, at += 1) {
        let sum = 0;
        for (let place = 0; place < places; place += 1) {
          const depth = k + (place + 0.5) / places - 0.5;
          const [u, v, w] = transform(back, transform(toPatientMm, [i, j, depth]));
          sum += sampleBetween(source, u, v, w) || 0;
        }
        result.samples[at] = Math.round(sum / places);
        const [u, v, w] = transform(back, transform(toPatientMm, [i, j, k])).map(Math.round);
        const from = ((w ?? 0) * down + (v ?? 0)) * across + (u ?? 0);
        result.brain[at] = brain[from] ?? 0;
        result.takenByPydeface[at] = takenByPydeface[from] ?? 0;
      }
  return result;
}
