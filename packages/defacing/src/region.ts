import { type BrainFrame, type FaceSkin, findFaceSkin } from './face.ts';
import { type Affine, add, axesOf, dot, type Point, scale } from './geometry.ts';
import type { HeadScan } from './head.ts';
import type { Mask } from './masks.ts';
import { type PatientGrid, pointOf } from './volume.ts';

/** What is taken away: the half space in front of and below a plane, and in front of the brain's middle, but for the brain. */
export interface FaceRegion {
  /** Of length 1, out of the head; `dot(normal, point) > offsetMm` is beyond the plane. */
  readonly normal: Point;
  readonly offsetMm: number;
  /** Only where `dot(front, point) > frontFromMm`: the neck and the spinal cord behind stay. */
  readonly front: Point;
  readonly frontFromMm: number;
  /** The brain and what lies close to it, which nothing takes away. */
  readonly guard: BrainGuard;
}

export interface BrainGuard extends Pick<PatientGrid, 'spacingMm' | 'size' | 'originMm'> {
  /** 1: the brain, 2: its surroundings. */
  readonly labels: Mask;
}

/** The label of the guard at a place: 0 outside of it. */
export function guardLabelAt(
  { spacingMm, size, originMm, labels }: BrainGuard,
  x: number,
  y: number,
  z: number,
): number {
  const i = Math.round((x - originMm[0]) / spacingMm);
  const j = Math.round((y - originMm[1]) / spacingMm);
  const k = Math.round((z - originMm[2]) / spacingMm);
  if (i < 0 || j < 0 || k < 0 || i >= size[0] || j >= size[1] || k >= size[2]) return 0;
  return labels[(k * size[1] + j) * size[0] + i] as number;
}

export function isRemoved(region: FaceRegion, point: Point): boolean {
  return (
    dot(region.normal, point) > region.offsetMm &&
    dot(region.front, point) > region.frontFromMm &&
    guardLabelAt(region.guard, ...point) === 0
  );
}

/** Degrees from straight ahead to straight down that a plane may face. */
const tilts = [20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70];

export interface PlaneChoice {
  readonly region: FaceRegion;
  readonly tiltDeg: number;
  /** Of the vertices of the face's skin, 0 to 1. */
  readonly removedShare: number;
}

/** The farthest that the brain reaches in a direction. */
function reach(surface: readonly Point[], direction: Point): number {
  let farthest = -Infinity;
  for (const point of surface) farthest = Math.max(farthest, dot(direction, point));
  return farthest;
}

function surfaceOf(grid: PatientGrid, brain: Mask): Point[] {
  const [sizeX, sizeY] = grid.size;
  const layer = sizeX * sizeY;
  const points: Point[] = [];
  for (let at = layer; at < brain.length - layer; at++) {
    if (brain[at] === 0) continue;
    const isEdge = [at - 1, at + 1, at - sizeX, at + sizeX, at - layer, at + layer].some(
      (next) => brain[next] === 0,
    );
    if (isEdge) points.push(pointOf(grid, at));
  }
  return points;
}

/**
 * Quickshear (Schimke and Hale, 2011): a plane that touches the convex hull of the brain from below and in front, moved
 * away by a buffer. Many planes touch; the face decides.
 */
export function choosePlane(
  scan: HeadScan,
  brain: Mask,
  frame: BrainFrame,
  guard: BrainGuard,
  bufferMm: number,
): { choice: PlaneChoice; skin: FaceSkin } {
  const { grid } = scan;
  const surface = surfaceOf(grid, brain);
  const skin = findFaceSkin(scan, frame);
  const points = Array.from(skin.vertices, (at) => pointOf(grid, at));
  const choices: PlaneChoice[] = [];
  for (const tiltDeg of tilts) {
    const tilt = (tiltDeg * Math.PI) / 180;
    const normal = add(scale(frame.front, Math.cos(tilt)), [0, 0, -Math.sin(tilt)]);
    const region: FaceRegion = {
      normal,
      offsetMm: reach(surface, normal) + bufferMm,
      front: frame.front,
      frontFromMm: dot(frame.front, frame.centre),
      guard,
    };
    const removed = points.filter((point) => isRemoved(region, point)).length;
    choices.push({ region, tiltDeg, removedShare: points.length === 0 ? 0 : removed / points.length });
  }
  return { choice: gentlest(choices), skin };
}

/** Of the planes that take nearly as much of the face as any, the one that faces most downwards: it leaves the forehead. */
function gentlest(choices: readonly PlaneChoice[]): PlaneChoice {
  const most = Math.max(...choices.map(({ removedShare }) => removedShare));
  const good = choices.filter(({ removedShare }) => removedShare >= most - 0.04);
  return good.at(-1) as PlaneChoice;
}

export interface SliceGeometry {
  readonly columns: number;
  readonly rows: number;
  /** Of the slice alone: voxel (column, row, 0). */
  readonly toPatientMm: Affine;
}

export interface SliceResult {
  readonly changedCount: number;
  /** Voxels of the brain that were changed: 0, or the result must not be used. */
  readonly brainCount: number;
}

/**
 * Writes the fill over what the region takes from one slice, in place. Every other sample keeps its bits. What was
 * changed is compared with the brain afterwards, from the samples themselves.
 */
export function removeFromSlice(
  samples: { [at: number]: number; readonly length: number },
  { columns, rows, toPatientMm }: SliceGeometry,
  region: FaceRegion,
  fill: number,
): SliceResult {
  const { across, down, origin } = axesOf(toPatientMm);
  let changedCount = 0;
  let brainCount = 0;
  for (let row = 0; row < rows; row++) {
    const start = add(origin, scale(down, row));
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      if (at >= samples.length) break;
      const point: Point = [
        start[0] + across[0] * column,
        start[1] + across[1] * column,
        start[2] + across[2] * column,
      ];
      if (!isRemoved(region, point)) continue;
      if (samples[at] === fill) continue;
      samples[at] = fill;
      changedCount += 1;
      if (guardLabelAt(region.guard, ...point) === 1) brainCount += 1;
    }
  }
  return { changedCount, brainCount };
}
