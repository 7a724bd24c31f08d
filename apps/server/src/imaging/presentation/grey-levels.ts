import type { DecodedFrame, SampleArray } from '../codecs/pixel-format.ts';
import { type LookupTable, lookUp } from './lookup-table.ts';
import type { Presentation, VoiFunction, Window } from './presentation.ts';

/** Samples that percentiles are taken from at most: more change nothing that one sees. */
const percentileSamples = 65_536;

/** The window between the 1st and 99th percentile of the values. Works for a sorted sample of any size. */
export function windowOfValues(values: Float64Array): Window {
  const sorted = values.filter(Number.isFinite).sort();
  if (sorted.length === 0) return { center: 0, width: 1 };
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] as number;
  let [low, high] = [at(0.01), at(0.99)];
  if (high <= low) [low, high] = [at(0), at(1)];
  return {
    center: (low + high) / 2,
    width: Math.max(high - low, Number.EPSILON * Math.max(1, Math.abs(high))),
  };
}

/** The grey level 0 … 255 of a value (PS3.3 C.11.2.1.2.1 and C.11.2.1.3). */
export function greyOf(value: number, { center, width }: Window, kind: VoiFunction = 'LINEAR'): number {
  if (kind === 'SIGMOID') return 255 / (1 + Math.exp((-4 * (value - center)) / width));
  if (kind === 'LINEAR_EXACT' || width <= 1) return 255 * ((value - center) / width + 0.5);
  return 255 * ((value - (center - 0.5)) / (width - 1) + 0.5);
}

function toModality({ modality }: Presentation): (stored: number) => number {
  if ('table' in modality) return (stored) => lookUp(modality.table, stored);
  return (stored) => stored * modality.slope + modality.intercept;
}

function sampleValues(samples: SampleArray, presentation: Presentation): Float64Array {
  const step = Math.max(1, Math.floor(samples.length / percentileSamples));
  const modality = toModality(presentation);
  const values: number[] = [];
  for (let index = 0; index < samples.length; index += step) {
    const stored = samples[index] as number;
    const { padding } = presentation;
    if (!padding || stored < padding[0] || stored > padding[1]) values.push(modality(stored));
  }
  return Float64Array.from(values);
}

export interface GreyImage {
  readonly levels: Uint8ClampedArray<ArrayBuffer>;
  /** The window that was used; undefined where a table was. */
  readonly window: Window | undefined;
}

function levelsBy(samples: SampleArray, grey: (stored: number) => number): Uint8ClampedArray<ArrayBuffer> {
  const levels = new Uint8ClampedArray(samples.length);
  if (samples instanceof Float32Array || samples instanceof Float64Array || samples.BYTES_PER_ELEMENT > 2) {
    for (let index = 0; index < samples.length; index++) levels[index] = grey(samples[index] as number);
    return levels;
  }
  // Narrow integers: every possible value is worked out once, at most 65,536 times.
  const isWide = samples.BYTES_PER_ELEMENT === 2;
  const isSigned = samples instanceof Int8Array || samples instanceof Int16Array;
  const size = isWide ? 65536 : 256;
  const offset = isSigned ? size / 2 : 0;
  const table = new Uint8ClampedArray(size);
  for (let index = 0; index < size; index++) table[index] = grey(index - offset);
  for (let index = 0; index < samples.length; index++)
    levels[index] = table[(samples[index] as number) + offset] as number;
  return levels;
}

function tableGrey(table: LookupTable): (value: number) => number {
  const greatest = table.bits > 8 ? Math.max(255, ...table.entries) : 255;
  return (value) => (lookUp(table, value) * 255) / greatest;
}

/**
 * The grey levels of a monochrome frame, white and black as a person expects them.
 * @param override a window asked for, instead of the header's
 */
export function greyLevels(
  frame: DecodedFrame,
  presentation: Presentation,
  override: Window | undefined,
): GreyImage {
  const { samples, bitsStored } = frame;
  const modality = toModality(presentation);
  const isInverted = frame.photometricInterpretation === 'MONOCHROME1';
  const { voi } = presentation;
  const turned = (grey: (stored: number) => number) =>
    isInverted ? (stored: number) => 255 - grey(stored) : grey;
  if (override === undefined && voi !== undefined && 'table' in voi) {
    const grey = tableGrey(voi.table);
    return {
      levels: levelsBy(
        samples,
        turned((stored) => grey(modality(stored))),
      ),
      window: undefined,
    };
  }
  const kind = override === undefined && voi !== undefined && 'function' in voi ? voi.function : 'LINEAR';
  const window =
    override ??
    (voi !== undefined && 'center' in voi ? { center: voi.center, width: voi.width } : undefined) ??
    (bitsStored === 1 ? { center: 0.5, width: 1 } : windowOfValues(sampleValues(samples, presentation)));
  // Made from the values, a window means exactly its two ends.
  const exact = override === undefined && voi === undefined ? 'LINEAR_EXACT' : kind;
  return {
    levels: levelsBy(
      samples,
      turned((stored) => greyOf(modality(stored), window, exact)),
    ),
    window,
  };
}
