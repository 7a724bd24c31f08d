import { dilated, eroded, filled, largestComponent, type Mask, outsideOf, volumeOf } from './masks.ts';
import type { PatientGrid } from './volume.ts';

/** What the grey values of a head are between, as BET names them. */
export interface Greys {
  readonly lowest: number;
  readonly highest: number;
  /** Between air and tissue. */
  readonly threshold: number;
}

/** A grid made ready for outlining: values as the outline is to see them, and where the head is. */
export interface HeadScan {
  readonly grid: PatientGrid;
  /** Bone is as dark as air here. */
  readonly values: Float32Array;
  readonly greys: Greys;
  readonly head: Mask;
  /** Air around the head, and what was not scanned. */
  readonly outside: Mask;
  /** Highest layer of the grid that has a piece of head as large as a palm. */
  readonly topLayer: number;
}

/** Between air and skin in a CT. */
export const skinHounsfield = -300;
/** The brain of a CT lies within these; bone and air are cut to the lower bound. */
const softTissueHounsfield = [0, 100] as const;
const palmMm2 = 1500;
const closedMm = 6;

function percentiles(values: Float32Array, isCounted: Mask, shares: readonly number[]): number[] {
  let low = Infinity;
  let high = -Infinity;
  for (let at = 0; at < values.length; at++) {
    if (isCounted[at] === 0) continue;
    low = Math.min(low, values[at] as number);
    high = Math.max(high, values[at] as number);
  }
  const bins = new Float64Array(4096);
  const perBin = (high - low) / bins.length || 1;
  let total = 0;
  for (let at = 0; at < values.length; at++) {
    if (isCounted[at] === 0) continue;
    const bin = Math.min(bins.length - 1, Math.floor(((values[at] as number) - low) / perBin));
    bins[bin] = (bins[bin] as number) + 1;
    total += 1;
  }
  return shares.map((share) => {
    let sum = 0;
    const bin = bins.findIndex((count) => (sum += count) >= share * total);
    return low + (bin + 0.5) * perBin;
  });
}

function greysOf(modality: 'MR' | 'CT', values: Float32Array, isScanned: Mask): Greys {
  if (modality === 'CT') {
    const [lowest, highest] = softTissueHounsfield;
    return { lowest, highest: 70, threshold: lowest + 0.1 * (highest - lowest) };
  }
  const [lowest = 0, highest = 0] = percentiles(values, isScanned, [0.02, 0.98]);
  return { lowest, highest, threshold: lowest + 0.1 * (highest - lowest) };
}

function topLayerOf({ size, spacingMm }: PatientGrid, head: Mask): number {
  const layer = size[0] * size[1];
  for (let z = size[2] - 1; z > 0; z--) {
    const area = volumeOf(head.subarray(z * layer, (z + 1) * layer)) * spacingMm * spacingMm;
    if (area >= palmMm2) return z;
  }
  return 0;
}

/** Values with bone as dark as air, and what was not scanned as dark as the darkest. */
function outlinedValues(modality: 'MR' | 'CT', grid: PatientGrid, { lowest }: Greys): Float32Array {
  const { values, isScanned } = grid;
  const [low, high] = softTissueHounsfield;
  return values.map((value, at) => {
    if (isScanned[at] === 0) return lowest;
    if (modality === 'MR') return value;
    return value > high ? low : Math.max(low, value);
  });
}

/** The head with nostrils, sinuses and bone closed over: what a hand would feel. */
function closedHead(grid: PatientGrid, body: Mask): Mask {
  const reach = closedMm / grid.spacingMm;
  const wide = dilated(grid.size, body, reach);
  const closed = eroded(grid.size, filled(grid.size, withFloor(grid, wide)), reach);
  return closed.map((value, at) => (grid.isScanned[at] === 1 ? value | (body[at] as number) : 0));
}

/** Walls off what lies below the scan: the airway opens there, and would let the outside into the head. */
function withFloor({ size, isScanned }: PatientGrid, mask: Mask): Mask {
  const walls = mask.slice();
  const layer = size[0] * size[1];
  for (let column = 0; column < layer; column++) {
    let first = column;
    while (first < mask.length && isScanned[first] === 0) first += layer;
    if (first >= mask.length) continue;
    for (let at = column; at < first; at += layer) walls[at] = 1;
  }
  return walls;
}

/** Tells head from air. Undefined when there is nothing of a head's size. */
export function findHead(modality: 'MR' | 'CT', grid: PatientGrid): HeadScan | undefined {
  const { size, spacingMm, isScanned } = grid;
  const greys = greysOf(modality, grid.values, isScanned);
  const threshold = modality === 'CT' ? skinHounsfield : greys.threshold;
  const tissue = grid.values.map((value, at) => (isScanned[at] === 1 && value > threshold ? 1 : 0));
  const body = largestComponent(size, Uint8Array.from(tissue));
  if (volumeOf(body) * spacingMm ** 3 < 500_000) return undefined;
  const values = outlinedValues(modality, grid, greys);
  const head = closedHead(grid, body);
  const walls = withFloor(grid, head);
  return { grid, values, greys, head, outside: outsideOf(size, walls), topLayer: topLayerOf(grid, head) };
}
