import { type Affine, axesOf, invert, lengthOf, type Point, transform } from './geometry.ts';

/** Stored values; columns fastest, then rows, then slices. */
export type Samples =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Int32Array
  | Uint32Array
  | Float32Array;

/** A stack of slices as a scanner stored it, in any orientation. */
export interface ScannedVolume {
  readonly modality: 'MR' | 'CT';
  /** Columns, rows, slices. */
  readonly dimensions: readonly [number, number, number];
  readonly samples: Samples;
  /** Stored value × slope + intercept: Hounsfield units for CT. */
  readonly rescaleSlope: number;
  readonly rescaleIntercept: number;
  readonly toPatientMm: Affine;
}

/** The volume on a grid along the patient's axes, so that nothing after this depends on how it was scanned. */
export interface PatientGrid {
  readonly spacingMm: number;
  /** To the left, to the back, to the head. */
  readonly size: readonly [number, number, number];
  /** Centre of the first voxel. */
  readonly originMm: Point;
  readonly values: Float32Array;
  /** 1 where the scanner saw something; the rest is a margin, or lies beside an oblique stack. */
  readonly isScanned: Uint8Array;
}

/** Free space around the volume, so that a surface can close outside of it. */
const marginMm = 12;

/** Longest side of what is looked at from the top of the scan: a head fits, a whole body does not. */
const tallestMm = 320;

interface Box {
  low: [number, number, number];
  high: [number, number, number];
}

function boxOf({ dimensions, toPatientMm }: ScannedVolume): Box {
  const low: [number, number, number] = [Infinity, Infinity, Infinity];
  const high: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (let corner = 0; corner < 8; corner++) {
    const at = (axis: 0 | 1 | 2) => ((corner >> axis) & 1) * (dimensions[axis] - 1);
    const point = transform(toPatientMm, [at(0), at(1), at(2)]);
    for (const axis of [0, 1, 2] as const) {
      low[axis] = Math.min(low[axis], point[axis]);
      high[axis] = Math.max(high[axis], point[axis]);
    }
  }
  return { low, high };
}

/** Value of the stored samples at voxel coordinates between the voxels; NaN outside. */
export function sampleBetween(volume: ScannedVolume, i: number, j: number, k: number): number {
  const [columns, rows, slices] = volume.dimensions;
  if (i < -0.5 || j < -0.5 || k < -0.5 || i > columns - 0.5 || j > rows - 0.5 || k > slices - 0.5) return NaN;
  const x = Math.min(Math.max(i, 0), columns - 1);
  const y = Math.min(Math.max(j, 0), rows - 1);
  const z = Math.min(Math.max(k, 0), slices - 1);
  const left = Math.min(Math.floor(x), Math.max(0, columns - 2));
  const top = Math.min(Math.floor(y), Math.max(0, rows - 2));
  const first = Math.min(Math.floor(z), Math.max(0, slices - 2));
  const [u, v, w] = [x - left, y - top, z - first];
  const right = columns > 1 ? 1 : 0;
  const below = rows > 1 ? columns : 0;
  const next = slices > 1 ? columns * rows : 0;
  const at = (first * rows + top) * columns + left;
  const { samples } = volume;
  const line = (from: number) => (samples[from] as number) * (1 - u) + (samples[from + right] as number) * u;
  const plane = (from: number) => line(from) * (1 - v) + line(from + below) * v;
  return (plane(at) * (1 - w) + plane(at + next) * w) * volume.rescaleSlope + volume.rescaleIntercept;
}

/** A function from the patient's millimetres to values; NaN outside. Undefined when the stack spans no volume. */
export function samplerOf(volume: ScannedVolume): ((point: Point) => number) | undefined {
  const back = invert(volume.toPatientMm);
  if (back === undefined) return undefined;
  return (point) => {
    const [i, j, k] = transform(back, point);
    return sampleBetween(volume, i, j, k);
  };
}

/** Means of blocks of voxels, so that a coarse grid sees less noise than the scan has. */
function shrunken(volume: ScannedVolume, factors: readonly number[]): ScannedVolume {
  const [fx = 1, fy = 1, fz = 1] = factors;
  if (fx * fy * fz === 1) return volume;
  const [columns, rows, slices] = volume.dimensions;
  const dimensions = [Math.floor(columns / fx), Math.floor(rows / fy), Math.floor(slices / fz)] as const;
  const sums = new Float32Array(dimensions[0] * dimensions[1] * dimensions[2]);
  for (let k = 0; k < dimensions[2] * fz; k++)
    for (let j = 0; j < dimensions[1] * fy; j++) {
      const from = (k * rows + j) * columns;
      const to = (Math.floor(k / fz) * dimensions[1] + Math.floor(j / fy)) * dimensions[0];
      for (let i = 0; i < dimensions[0]; i++) {
        let sum = 0;
        for (let f = 0; f < fx; f++) sum += volume.samples[from + i * fx + f] as number;
        sums[to + i] = (sums[to + i] as number) + sum;
      }
    }
  const samples = sums.map((sum) => sum / (fx * fy * fz));
  const { across, down, through } = axesOf(volume.toPatientMm);
  const first = transform(volume.toPatientMm, [(fx - 1) / 2, (fy - 1) / 2, (fz - 1) / 2]);
  const row = (axis: 0 | 1 | 2) =>
    [across[axis] * fx, down[axis] * fy, through[axis] * fz, first[axis]] as const;
  return { ...volume, dimensions, samples, toPatientMm: [row(0), row(1), row(2)] };
}

/** Puts a volume on the patient's axes. Costs eight reads for each voxel of the grid. */
export function toPatientGrid(scanned: ScannedVolume, spacingMm: number): PatientGrid | undefined {
  const factors = voxelSizesMm(scanned).map((size) => Math.max(1, Math.floor(spacingMm / size + 0.05)));
  const volume = shrunken(scanned, factors);
  const back = invert(volume.toPatientMm);
  if (back === undefined) return undefined;
  const { low, high } = boxOf(volume);
  low[2] = Math.max(low[2], high[2] - tallestMm);
  const originMm: Point = [low[0] - marginMm, low[1] - marginMm, low[2] - marginMm];
  const count = (axis: 0 | 1 | 2) => Math.ceil((high[axis] - low[axis] + 2 * marginMm) / spacingMm) + 1;
  const size = [count(0), count(1), count(2)] as const;
  const values = new Float32Array(size[0] * size[1] * size[2]);
  const isScanned = new Uint8Array(values.length);
  const step = [back[0][0] * spacingMm, back[1][0] * spacingMm, back[2][0] * spacingMm] as const;
  let at = 0;
  for (let z = 0; z < size[2]; z++)
    for (let y = 0; y < size[1]; y++) {
      const start: Point = [originMm[0], originMm[1] + y * spacingMm, originMm[2] + z * spacingMm];
      const [i, j, k] = transform(back, start);
      // Below the part that is looked at, the margin stays empty although the scan goes on.
      const isMargin = start[2] < low[2] - 1e-6;
      for (let x = 0; x < size[0]; x++, at++) {
        if (isMargin) continue;
        const value = sampleBetween(volume, i + step[0] * x, j + step[1] * x, k + step[2] * x);
        if (Number.isNaN(value)) continue;
        values[at] = value;
        isScanned[at] = 1;
      }
    }
  return { spacingMm, size, originMm, values, isScanned };
}

/** Voxel sizes of a volume along columns, rows and slices. */
export function voxelSizesMm({ toPatientMm }: Pick<ScannedVolume, 'toPatientMm'>): readonly number[] {
  const { across, down, through } = axesOf(toPatientMm);
  return [lengthOf(across), lengthOf(down), lengthOf(through)];
}

/** Where a grid's voxel lies. */
export function pointOf(grid: Pick<PatientGrid, 'size' | 'spacingMm' | 'originMm'>, at: number): Point {
  const [sizeX, sizeY] = grid.size;
  const { originMm, spacingMm } = grid;
  return [
    originMm[0] + (at % sizeX) * spacingMm,
    originMm[1] + (Math.floor(at / sizeX) % sizeY) * spacingMm,
    originMm[2] + Math.floor(at / (sizeX * sizeY)) * spacingMm,
  ];
}
