import { windowOfValues } from '../presentation/grey-levels.ts';
import type { Window } from '../presentation/presentation.ts';
import type { NiftiHeader } from './nifti-header.ts';
import type { Volume } from './volume.ts';

export const slicePlanes = ['axial', 'coronal', 'sagittal'] as const;
export type SlicePlane = (typeof slicePlanes)[number];

/** Which voxel axis runs most nearly along each axis of the patient (x right, y front, z head), and which way. */
export interface Orientation {
  readonly axes: readonly [number, number, number];
  /** True where the voxel index grows against the patient's axis. */
  readonly isFlipped: readonly [boolean, boolean, boolean];
}

/** The voxel axes in the order of the patient's, by the greatest direction cosines first. */
export function orientationOf({ affine }: NiftiHeader): Orientation {
  const candidates = [0, 1, 2].flatMap((world) =>
    [0, 1, 2].map((voxel) => {
      const length = Math.hypot(...[0, 1, 2].map((row) => affine[row]?.[voxel] ?? 0)) || 1;
      return { world, voxel, cosine: (affine[world]?.[voxel] ?? 0) / length };
    }),
  );
  candidates.sort((one, other) => Math.abs(other.cosine) - Math.abs(one.cosine));
  const axes: [number, number, number] = [-1, -1, -1];
  const isFlipped: [boolean, boolean, boolean] = [false, false, false];
  for (const { world, voxel, cosine } of candidates) {
    if (axes[world] !== -1 || axes.includes(voxel)) continue;
    axes[world] = voxel;
    isFlipped[world] = cosine < 0;
  }
  return { axes, isFlipped };
}

/** Patient axes that a plane's slices, columns and rows run along. */
const planeAxes: Readonly<Record<SlicePlane, readonly [slices: number, columns: number, rows: number]>> = {
  axial: [2, 0, 1],
  coronal: [1, 0, 2],
  sagittal: [0, 1, 2],
};

/** How many slices each plane has. */
export function sliceCounts(header: NiftiHeader): Record<SlicePlane, number> {
  const { axes } = orientationOf(header);
  const along = (world: number) => header.dimensions[axes[world] as number] as number;
  return { axial: along(2), coronal: along(1), sagittal: along(0) };
}

export interface Slice {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly pixelAspect: number;
  /** Values after the header's scaling, row by row; RGB levels for three channels. */
  readonly values: Float64Array;
}

type VoxelReader = (view: DataView, at: number, isLittleEndian: boolean) => number;
const readers: Readonly<Record<number, VoxelReader>> = {
  2: (view, at) => view.getUint8(at),
  4: (view, at, little) => view.getInt16(at, little),
  8: (view, at, little) => view.getInt32(at, little),
  16: (view, at, little) => view.getFloat32(at, little),
  64: (view, at, little) => view.getFloat64(at, little),
  128: (view, at) => view.getUint8(at),
  256: (view, at) => view.getInt8(at),
  512: (view, at, little) => view.getUint16(at, little),
  768: (view, at, little) => view.getUint32(at, little),
};

/**
 * Cuts a slice out, as radiologists look at it: the patient's right on the left, front or head up; sagittal slices look
 * to the left. Slice 0 is the lowest, hindmost or leftmost one.
 * @returns undefined when there is no such slice or time point
 */
export function extractSlice(
  volume: Volume,
  plane: SlicePlane,
  index: number,
  timePoint: number,
): Slice | undefined {
  const { header, voxels, firstTimePoint, timePoints } = volume;
  const { axes, isFlipped } = orientationOf(header);
  const [through, across, down] = planeAxes[plane];
  const extent = (world: number) => header.dimensions[axes[world] as number] as number;
  const time = timePoint - firstTimePoint;
  const isWithin = index >= 0 && index < extent(through) && time >= 0 && time < timePoints;
  if (!isWithin) return undefined;
  const [nx, ny] = header.dimensions;
  const strides = [1, nx, nx * ny];
  const at = (world: number, step: number) =>
    (isFlipped[world] ? extent(world) - 1 - step : step) * (strides[axes[world] as number] as number);
  const channels = header.datatype === 128 ? 3 : 1;
  const [width, height] = [extent(across), extent(down)];
  const values = new Float64Array(width * height * channels);
  const view = new DataView(voxels);
  const read = readers[header.datatype] as VoxelReader;
  const base = time * header.dimensions[0] * ny * header.dimensions[2] + at(through, index);
  const { slope, intercept, bytesPerVoxel, isLittleEndian } = header;
  for (let row = 0; row < height; row++) {
    const line = base + at(down, height - 1 - row);
    for (let column = 0; column < width; column++) {
      // Columns run from the patient's right to the left, or from the front to the back: both against the axis.
      const offset = (line + at(across, width - 1 - column)) * bytesPerVoxel;
      for (let channel = 0; channel < channels; channel++) {
        const stored = read(view, offset + channel, isLittleEndian);
        values[(row * width + column) * channels + channel] =
          channels === 3 ? stored : stored * slope + intercept;
      }
    }
  }
  const sizeMm = (world: number) => header.voxelSizesMm[axes[world] as number] as number;
  return { width, height, channels, pixelAspect: sizeMm(down) / sizeMm(across), values };
}

const sampledVoxels = 16_384;

/** The window that shows most of a volume: between the 1st and 99th percentile of its voxels; zeros around are left out. */
export function volumeWindow({ header, voxels }: Volume): Window {
  const { bytesPerVoxel, isLittleEndian, slope, intercept, datatype } = header;
  if (datatype === 128) return { center: 127.5, width: 255 };
  const view = new DataView(voxels);
  const read = readers[datatype] as VoxelReader;
  const count = voxels.byteLength / bytesPerVoxel;
  const step = Math.max(1, Math.floor(count / sampledVoxels));
  const stored: number[] = [];
  for (let index = 0; index < count; index += step)
    stored.push(read(view, index * bytesPerVoxel, isLittleEndian));
  const inside = stored.filter((value) => value !== 0);
  const chosen = inside.length > stored.length / 20 ? inside : stored;
  return windowOfValues(Float64Array.from(chosen, (value) => value * slope + intercept));
}
