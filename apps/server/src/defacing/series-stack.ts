import {
  type Applicability,
  headApplicability,
  leastSlices,
  type Stack,
  stackSlices,
  voxelSizesMm,
} from '@pesscara/defacing';
import type { SliceFacts } from './slice-facts.ts';
import type { Reason } from './standing.ts';

/** What is to be done with the images of a series, told from their headers alone. */
export type SeriesPlan =
  | { readonly kind: 'not-applicable'; readonly reason: Reason }
  | { readonly kind: 'not-defaced'; readonly reason: Reason }
  /** `by` geometry: the pixels must still show that it is a head. */
  | { readonly kind: 'look'; readonly by: 'name' | 'geometry'; readonly stack: Stack };

function applicabilityOf(slices: readonly SliceFacts[], stack: Stack | undefined): Applicability {
  const [first] = slices;
  const sizes = stack === undefined ? undefined : voxelSizesMm(stack);
  return headApplicability({
    modality: first?.modality ?? null,
    bodyPart: first?.bodyPart ?? null,
    texts: first?.texts ?? [],
    slices: stack?.dimensions[2] ?? 0,
    voxelSizesMm: sizes,
    extentMm: sizes?.map((size, axis) => size * (stack?.dimensions[axis as 0 | 1 | 2] ?? 0)),
  });
}

/** Several frames in one image, of a modality that shows heads: a person looks, since no stack can be made here. */
function isMultiFrame(slices: readonly SliceFacts[]): boolean {
  return slices.some(
    ({ modality, frames }) => frames >= leastSlices && (modality === 'MR' || modality === 'CT'),
  );
}

/** Many images with a place each that make no one stack: two stacks in one series, a slice that is missing. */
function isBroken(slices: readonly SliceFacts[]): boolean {
  const placed = slices.filter(({ position }) => position !== undefined);
  const alike = new Map<string, number>();
  for (const { position } of placed) {
    const key = [...(position?.alongRow ?? []), ...(position?.alongColumn ?? [])]
      .map((part) => part.toFixed(2))
      .join();
    alike.set(key, (alike.get(key) ?? 0) + 1);
  }
  return Math.max(0, ...alike.values()) >= leastSlices;
}

/** Decides from the headers of all images of a series. Pure. */
export function planSeries(slices: readonly SliceFacts[]): SeriesPlan {
  if (isMultiFrame(slices)) return { kind: 'not-defaced', reason: 'multi-frame' };
  const positions = slices.flatMap(({ position }) => position ?? []);
  const stack = positions.length === slices.length ? stackSlices(positions) : undefined;
  const applicability = applicabilityOf(slices, stack);
  if (applicability.kind === 'does-not-apply') {
    const { reason } = applicability;
    return reason === 'no-stack' && isBroken(slices)
      ? { kind: 'not-defaced', reason: 'no-volume' }
      : { kind: 'not-applicable', reason };
  }
  if (stack === undefined) return { kind: 'not-applicable', reason: 'no-stack' };
  if (slices.some(({ pixels }) => pixels === undefined))
    return { kind: 'not-defaced', reason: 'unsupported-pixels' };
  return { kind: 'look', by: applicability.by, stack };
}
