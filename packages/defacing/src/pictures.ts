import type { BrainFrame } from './face.ts';
import { add, dot, type Point, scale } from './geometry.ts';
import { type ScannedVolume, samplerOf } from './volume.ts';

/** Grey levels, rows from the top. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly levels: Uint8Array;
}

export const pictureNames = ['face', 'sagittal', 'axial', 'coronal'] as const;
export type PictureName = (typeof pictureNames)[number];

/** How the pictures of a head are taken; the same before and after, so that they can be compared. */
export interface PictureOptions {
  readonly frame: BrainFrame;
  /** Black and white. */
  readonly window: readonly [number, number];
  /** Between air and skin. */
  readonly skinThreshold: number;
}

const sideMm = 240;
const pixelMm = 1.25;
const pixels = sideMm / pixelMm;
const rayStepMm = 1.5;

type Sampler = (point: Point) => number;

function sliceOf(
  sample: Sampler,
  [black, white]: readonly [number, number],
  placeOf: (u: number, v: number) => Point,
) {
  const levels = new Uint8ClampedArray(pixels * pixels);
  for (let row = 0; row < pixels; row++)
    for (let column = 0; column < pixels; column++) {
      const value = sample(
        placeOf((column + 0.5) * pixelMm - sideMm / 2, (row + 0.5) * pixelMm - sideMm / 2),
      );
      if (!Number.isNaN(value)) levels[row * pixels + column] = (255 * (value - black)) / (white - black);
    }
  return { width: pixels, height: pixels, levels: new Uint8Array(levels.buffer) };
}

/** How far in front of the middle of the head each ray from the front meets skin; NaN where it meets none. */
function depthsOf(sample: Sampler, { frame, skinThreshold }: PictureOptions, middle: Point): Float32Array {
  const depths = new Float32Array(pixels * pixels).fill(NaN);
  for (let row = 0; row < pixels; row++)
    for (let column = 0; column < pixels; column++) {
      const aside = (column + 0.5) * pixelMm - sideMm / 2;
      const above = sideMm / 2 - (row + 0.5) * pixelMm;
      // Looked at from the front, the patient's left is on the right.
      const start = add(add(middle, scale(frame.left, aside)), [0, 0, above]);
      for (let depth = sideMm / 2 + 20; depth > -40; depth -= rayStepMm) {
        if (!(sample(add(start, scale(frame.front, depth))) > skinThreshold)) continue;
        depths[row * pixels + column] = depth;
        break;
      }
    }
  return depths;
}

/** The head from the front, lit from above: what a person would recognize, and a program that matches faces. */
function facePicture(sample: Sampler, options: PictureOptions, middle: Point): Picture {
  const depths = depthsOf(sample, options, middle);
  const levels = new Uint8ClampedArray(depths.length);
  for (let at = pixels; at < depths.length - pixels; at++) {
    const depth = depths[at] as number;
    if (Number.isNaN(depth)) continue;
    const slope = (other: number) => {
      const beside = depths[other] as number;
      return Number.isNaN(beside) ? 6 : Math.max(-6, Math.min(6, depth - beside));
    };
    const right = (slope(at - 1) - slope(at + 1)) / (2 * pixelMm);
    const down = (slope(at - pixels) - slope(at + pixels)) / (2 * pixelMm);
    const facing = 1 / Math.sqrt(1 + right * right + down * down);
    levels[at] = 40 + 200 * Math.max(0, facing * (0.8 - 0.45 * down + 0.15 * right));
  }
  return { width: pixels, height: pixels, levels: new Uint8Array(levels.buffer) };
}

/** Three slices through the face and the head from the front. Undefined when the stack spans no volume. */
export function takePictures(
  volume: ScannedVolume,
  options: PictureOptions,
): Record<PictureName, Picture> | undefined {
  const sample = samplerOf(volume);
  if (sample === undefined) return undefined;
  const { frame, window } = options;
  const aside = dot(frame.left, frame.centre);
  const at = (leftMm: number, frontMm: number, height: number): Point =>
    add(add(scale(frame.left, leftMm), scale(frame.front, frontMm)), [0, 0, height]);
  const eyes = frame.frontHeightMm - 38;
  const centreFront = dot(frame.front, frame.centre);
  const middle = frame.frontHeightMm - 30;
  return {
    face: facePicture(sample, options, at(aside, centreFront, middle)),
    sagittal: sliceOf(sample, window, (u, v) => at(aside, centreFront - u, middle - v)),
    axial: sliceOf(sample, window, (u, v) => at(aside + u, centreFront - v, eyes)),
    coronal: sliceOf(sample, window, (u, v) => at(aside + u, frame.frontMm - 12, middle - v)),
  };
}
