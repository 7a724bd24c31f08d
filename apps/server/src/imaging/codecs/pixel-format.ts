import type { PixelLayout } from '@pesscara/pixel-cleaning';

/** What the Image Pixel module says about a frame's samples (PS3.3 C.7.6.3). */
export type PixelFormat = PixelLayout;

export type SampleArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** A frame as numbers. Colour samples are always interleaved, one-bit pixels are one byte each. */
export interface DecodedFrame {
  readonly kind: 'decoded';
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: number;
  readonly bitsStored: number;
  readonly isSigned: boolean;
  /** Of the decoded samples: decoders that convert colours say RGB here, whatever the header says. */
  readonly photometricInterpretation: string;
  readonly samples: SampleArray;
}

/** No decoder for this: the reason can be shown to a person. */
export interface UnsupportedFrame {
  readonly kind: 'unsupported';
  readonly reason: string;
}

/** The bytes are not what the header promises. */
export interface DamagedFrame {
  readonly kind: 'damaged';
  readonly reason: string;
}

export type FrameResult = DecodedFrame | UnsupportedFrame | DamagedFrame;

export function unsupported(reason: string): UnsupportedFrame {
  return { kind: 'unsupported', reason };
}

export function damaged(reason: string): DamagedFrame {
  return { kind: 'damaged', reason };
}

/** Samples of a frame as its header states. */
export function sampleCount({ rows, columns, samplesPerPixel }: PixelFormat): number {
  return rows * columns * samplesPerPixel;
}

/** A decoded frame with the header's geometry. */
export function decoded(
  format: PixelFormat,
  samples: SampleArray,
  photometricInterpretation = format.photometricInterpretation,
): DecodedFrame {
  const { rows, columns, samplesPerPixel, bitsStored, isSigned } = format;
  return {
    kind: 'decoded',
    rows,
    columns,
    samplesPerPixel,
    bitsStored,
    isSigned,
    photometricInterpretation,
    samples,
  };
}

/** Samples as the header's Bits Allocated has them: decoders that need fewer bytes answer narrower arrays. */
export function widen(samples: SampleArray, bitsAllocated: number): SampleArray {
  const bytes = bitsAllocated / 8;
  if (samples.BYTES_PER_ELEMENT === bytes) return samples;
  const isSigned = samples instanceof Int8Array || samples instanceof Int16Array;
  if (bytes === 2) return isSigned ? Int16Array.from(samples) : Uint16Array.from(samples);
  if (bytes === 4) return isSigned ? Int32Array.from(samples) : Uint32Array.from(samples);
  return samples;
}
