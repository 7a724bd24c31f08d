import { outlineBrain } from './brain-outline.ts';
import { type BrainFrame, frameOf } from './face.ts';
import { findHead, type HeadScan, skinHounsfield } from './head.ts';
import { dilated, type Mask, volumeOf } from './masks.ts';
import type { PictureOptions } from './pictures.ts';
import { type BrainGuard, choosePlane, type FaceRegion, isRemoved } from './region.ts';
import { pointOf, type ScannedVolume, toPatientGrid } from './volume.ts';

export interface DefaceOptions {
  /** Between brain and plane. Default 10, as in Quickshear; a plane 1 mm outside of the guard is tried when that leaves the face. */
  readonly bufferMm?: number;
  /** Around the brain nothing is taken away. Default 5. */
  readonly guardMm?: number;
  /** Share of the face's skin that must go. Default 0.8. */
  readonly smallestRemovedShare?: number;
}

/** What was measured; numbers of the picture, nothing that names a person. */
export interface DefaceMeasures {
  readonly brainMl: number;
  /** Vertices of the skin's surface in the face box, and the share of them that is gone. */
  readonly skinVertices: number;
  readonly skinRemovedShare: number;
  readonly faceScannedShare: number;
  readonly tiltDeg: number;
}

export const failureReasons = {
  'no-volume': 'The slices do not make a volume.',
  'no-head': 'Nothing of the size of a head was found.',
  'no-brain': 'The brain could not be outlined reliably.',
  'uncertain-brain': 'Two outlines of the brain disagree where the face would be removed.',
  'no-face-scanned': 'The scan ends within the brain, or above the face.',
  'no-skin': 'The skin of the face could not be told from air.',
  'face-remains': 'Too little of the face could be removed without coming close to the brain.',
} as const;
export type FailureReason = keyof typeof failureReasons;

export type DefaceResult =
  | {
      readonly kind: 'defaced';
      readonly region: FaceRegion;
      readonly measures: DefaceMeasures;
      readonly pictures: PictureOptions;
      /** The stored value that replaces what is removed: air. */
      readonly fill: number;
    }
  | {
      readonly kind: 'not-defaced';
      readonly reason: FailureReason;
      readonly measures: Partial<DefaceMeasures>;
    };

const gridSpacingMm = 2;
/** From a small child's to beyond the largest adult's. */
const smallestBrainMl = 500;
const largestBrainMl = 2200;
/**
 * Of outlines, tried in turn, the widest first: one that takes too much for brain keeps its distance and leaves the face, one that
 * takes too little endangers the brain.
 */
const fractions = { MR: [0.5, 0.65, 0.8], CT: [0.35, 0.5] } as const;
const leastVertices = 250;
/** More than the spinal cord with the lower end of the brain. */
const cutMm2 = 3000;

interface Outline {
  readonly brain: Mask;
  readonly brainMl: number;
}

/** Of the grey within, the most that the grey around may be: skull, fluid and air are darker than brain, of whatever contrast. */
const greyestAround = 0.78;
const aroundMm = 6;

/** How grey it is around an outline, of how grey it is within. */
function greyAround({ grid, values, greys }: HeadScan, brain: Mask): number {
  const near = dilated(grid.size, brain, aroundMm / grid.spacingMm);
  const [within, around] = [
    { sum: 0, count: 0 },
    { sum: 0, count: 0 },
  ];
  for (let at = 0; at < near.length; at++) {
    if (near[at] === 0 || grid.isScanned[at] === 0) continue;
    const side = brain[at] === 1 ? within : around;
    side.sum += Math.max(0, Math.min(greys.highest, values[at] as number) - greys.lowest);
    side.count += 1;
  }
  return around.sum / around.count / (within.sum / within.count);
}

/** Whether an outline can be a brain: its size, that it hardly touches the air around the head, that it is darker around it. */
function isPlausible(scan: HeadScan, { brain, brainMl }: Outline): boolean {
  if (brainMl < smallestBrainMl || brainMl > largestBrainMl) return false;
  const { grid, outside } = scan;
  const near = dilated(grid.size, brain, 1);
  let [shell, exposed] = [0, 0];
  for (let at = 0; at < near.length; at++) {
    if (near[at] === 0 || brain[at] === 1 || grid.isScanned[at] === 0) continue;
    shell += 1;
    exposed += outside[at] as number;
  }
  return shell > 0 && exposed / shell < 0.05 && greyAround(scan, brain) < greyestAround;
}

function outlineOf(scan: HeadScan, fraction: number): Outline {
  const { grid } = scan;
  const surface = outlineBrain(scan, fraction);
  // What was not scanned is no brain, wherever the surface went.
  const brain = surface.map((value, at) => (grid.isScanned[at] === 1 ? value : 0));
  return { brain, brainMl: (volumeOf(brain) * grid.spacingMm ** 3) / 1000 };
}

/** Whether the scan ends within the brain: the height of the face cannot be told then. */
function isCutBelow({ grid }: HeadScan, brain: Mask): boolean {
  const layer = grid.size[0] * grid.size[1];
  let open = 0;
  for (let at = layer; at < brain.length; at++)
    if (brain[at] === 1 && grid.isScanned[at - layer] === 0) open += 1;
  return open * grid.spacingMm ** 2 > cutMm2;
}

function guardOf(scan: HeadScan, brain: Mask, guardMm: number): BrainGuard {
  const { size, spacingMm, originMm } = scan.grid;
  const near = dilated(size, brain, guardMm / spacingMm);
  return { size, spacingMm, originMm, labels: near.map((value, at) => (brain[at] === 1 ? 1 : value * 2)) };
}

/**
 * A plane at the asked distance; when that leaves too much of the face, one closer to the brain. An outline that took the
 * fluid around the brain for brain, as on T2, keeps its distance all the same.
 */
function choosePlaneNear(
  scan: HeadScan,
  brain: Mask,
  frame: BrainFrame,
  guard: BrainGuard,
  { buffersMm, smallestRemovedShare }: { buffersMm: readonly number[]; smallestRemovedShare: number },
) {
  const [first = 0, ...closer] = buffersMm;
  let best = choosePlane(scan, brain, frame, guard, first);
  for (const bufferMm of closer) {
    if (best.choice.removedShare >= smallestRemovedShare) break;
    best = choosePlane(scan, brain, frame, guard, bufferMm);
  }
  return best;
}

/** What removing the face beside one outline of the brain comes to. */
interface Attempt {
  readonly outline: Outline;
  readonly frame: BrainFrame;
  readonly region: FaceRegion;
  readonly measures: DefaceMeasures;
  /** Undefined: the face goes. */
  readonly failure: FailureReason | undefined;
}

function attempt(scan: HeadScan, outline: Outline, options: Required<DefaceOptions>): Attempt {
  const { bufferMm, guardMm, smallestRemovedShare } = options;
  const frame = frameOf(scan.grid, outline.brain);
  const guard = guardOf(scan, outline.brain, guardMm);
  const { choice, skin } = choosePlaneNear(scan, outline.brain, frame, guard, {
    buffersMm: [bufferMm, Math.min(bufferMm, guardMm + 1)],
    smallestRemovedShare,
  });
  const measures = {
    brainMl: Math.round(outline.brainMl),
    skinVertices: skin.vertices.length,
    skinRemovedShare: choice.removedShare,
    faceScannedShare: skin.scannedShare,
    tiltDeg: choice.tiltDeg,
  };
  const failure = (): FailureReason | undefined => {
    if (isCutBelow(scan, outline.brain) || skin.scannedShare < 0.1) return 'no-face-scanned';
    if (skin.vertices.length < leastVertices) return 'no-skin';
    return choice.removedShare < smallestRemovedShare ? 'face-remains' : undefined;
  };
  return { outline, frame, region: choice.region, measures, failure: failure() };
}

/** Whether a region takes what a wider outline, one that a brain can have, calls brain. */
function takesFrom({ grid }: HeadScan, region: FaceRegion, { outline }: Attempt): boolean {
  const { brain } = outline;
  let lost = 0;
  for (let at = 0; at < brain.length; at++)
    if (brain[at] === 1 && isRemoved(region, pointOf(grid, at))) lost += 1;
  return lost > 0.005 * volumeOf(brain);
}

function pictureOptions(scan: HeadScan, modality: 'MR' | 'CT', frame: BrainFrame): PictureOptions {
  if (modality === 'CT') return { frame, window: [-160, 240], skinThreshold: skinHounsfield };
  const { lowest, highest, threshold } = scan.greys;
  return { frame, window: [lowest, highest], skinThreshold: threshold };
}

/** Air as it is stored: the smallest value of an MR; of a CT -1000 HU, or the nearest to it that is stored. */
function fillOf({ modality, samples, rescaleSlope, rescaleIntercept }: ScannedVolume): number {
  let lowest = Infinity;
  for (const sample of samples) if (sample < lowest) lowest = sample;
  return modality === 'MR' ? lowest : Math.max(lowest, Math.round((-1000 - rescaleIntercept) / rescaleSlope));
}

/**
 * Finds what to take from a head so that its face cannot be seen, and proves it: no voxel of the brain lies within, and
 * of the skin of the face at least the asked share does. Anything less is `not-defaced` with the reason.
 */
export function deface(volume: ScannedVolume, options: DefaceOptions = {}): DefaceResult {
  const { bufferMm = 10, guardMm = 5, smallestRemovedShare = 0.8 } = options;
  const failed = (reason: FailureReason, measures: Partial<DefaceMeasures> = {}): DefaceResult => ({
    kind: 'not-defaced',
    reason,
    measures,
  });
  const grid = toPatientGrid(volume, gridSpacingMm);
  if (grid === undefined) return failed('no-volume');
  const scan = findHead(volume.modality, grid);
  if (scan === undefined) return failed('no-head');
  const wider: Attempt[] = [];
  for (const fraction of fractions[volume.modality]) {
    const outline = outlineOf(scan, fraction);
    if (!isPlausible(scan, outline)) continue;
    const tried = attempt(scan, outline, { bufferMm, guardMm, smallestRemovedShare });
    const { region, measures, frame, failure } = tried;
    if (failure !== undefined) {
      wider.push(tried);
      continue;
    }
    if (wider.some((other) => takesFrom(scan, region, other))) return failed('uncertain-brain', measures);
    const pictures = pictureOptions(scan, volume.modality, frame);
    return { kind: 'defaced', region, measures, pictures, fill: fillOf(volume) };
  }
  const [widest] = wider;
  return widest?.failure === undefined ? failed('no-brain') : failed(widest.failure, widest.measures);
}
