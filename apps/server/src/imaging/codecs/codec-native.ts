import {
  damaged,
  decoded,
  type FrameResult,
  type PixelFormat,
  type SampleArray,
  sampleCount,
  unsupported,
} from './pixel-format.ts';

const isHostLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** A copy of bytes in which words of `wordBytes` have the host's byte order, at the start of an own buffer. */
function alignedWords(bytes: Uint8Array, wordBytes: number, isLittleEndian: boolean): ArrayBuffer {
  const copy = new Uint8Array(bytes.length - (bytes.length % wordBytes));
  copy.set(bytes.subarray(0, copy.length));
  if (wordBytes === 1 || isLittleEndian === isHostLittleEndian) return copy.buffer;
  const words = Buffer.from(copy.buffer);
  if (wordBytes === 2) words.swap16();
  else if (wordBytes === 4) words.swap32();
  else words.swap64();
  return copy.buffer;
}

/**
 * Unused bits above High Bit are cleared (old overlays live there) and the sign is spread, in place.
 * Costs nothing when all allocated bits are stored.
 */
export function normaliseStoredBits(
  samples: Uint8Array | Uint16Array | Uint32Array,
  { bitsStored, highBit, isSigned }: Pick<PixelFormat, 'bitsStored' | 'highBit' | 'isSigned'>,
): SampleArray {
  const bitsAllocated = samples.BYTES_PER_ELEMENT * 8;
  const shift = Math.max(0, highBit + 1 - bitsStored);
  if (bitsStored < bitsAllocated && bitsStored > 0) {
    const drop = 32 - bitsStored;
    for (let index = 0; index < samples.length; index++) {
      const value = ((samples[index] as number) >>> shift) << drop;
      samples[index] = isSigned ? value >> drop : value >>> drop;
    }
  }
  if (!isSigned) return samples;
  if (samples instanceof Uint8Array) return new Int8Array(samples.buffer, samples.byteOffset, samples.length);
  if (samples instanceof Uint16Array)
    return new Int16Array(samples.buffer, samples.byteOffset, samples.length);
  return new Int32Array(samples.buffer, samples.byteOffset, samples.length);
}

/** Bytes as samples of the allocated width; undefined for a width that no image has. */
export function samplesFromBytes(
  bytes: Uint8Array,
  format: PixelFormat,
  isLittleEndian: boolean,
): SampleArray | undefined {
  if (format.sampleKind === 'float32') return new Float32Array(alignedWords(bytes, 4, isLittleEndian));
  if (format.sampleKind === 'float64') return new Float64Array(alignedWords(bytes, 8, isLittleEndian));
  const words =
    format.bitsAllocated === 8
      ? new Uint8Array(alignedWords(bytes, 1, isLittleEndian))
      : format.bitsAllocated === 16
        ? new Uint16Array(alignedWords(bytes, 2, isLittleEndian))
        : format.bitsAllocated === 32
          ? new Uint32Array(alignedWords(bytes, 4, isLittleEndian))
          : undefined;
  return words && normaliseStoredBits(words, format);
}

/** Samples that stand plane after plane, pixel by pixel (Planar Configuration 1 → 0). */
export function interleavePlanes<T extends SampleArray>(samples: T, samplesPerPixel: number): T {
  const pixels = Math.floor(samples.length / samplesPerPixel);
  const result = samples.slice() as T;
  for (let plane = 0; plane < samplesPerPixel; plane++)
    for (let pixel = 0; pixel < pixels; pixel++)
      result[pixel * samplesPerPixel + plane] = samples[plane * pixels + pixel] as number;
  return result;
}

function unpackBits(bytes: Uint8Array, count: number, bitOffset: number): Uint8Array {
  const result = new Uint8Array(count);
  for (let index = 0; index < count; index++) {
    const bit = index + bitOffset;
    result[index] = ((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1;
  }
  return result;
}

/** Y1 Y2 Cb Cr for two pixels (PS3.3 C.7.6.3.1.2) as Y Cb Cr for each. */
function expand422(bytes: Uint8Array, pixels: number): Uint8Array {
  const result = new Uint8Array(pixels * 3);
  for (let pair = 0; pair * 2 < pixels; pair++) {
    const cb = bytes[pair * 4 + 2] ?? 0;
    const cr = bytes[pair * 4 + 3] ?? 0;
    for (let side = 0; side < 2 && pair * 2 + side < pixels; side++)
      result.set([bytes[pair * 4 + side] ?? 0, cb, cr], (pair * 2 + side) * 3);
  }
  return result;
}

function exchangeBytes(bytes: Uint8Array): Uint8Array {
  const words = bytes.length & ~1;
  return Buffer.concat([Buffer.from(bytes.subarray(0, words)).swap16(), bytes.subarray(words)]);
}

/**
 * Decodes an uncompressed frame.
 * @param bitOffset of the first pixel in the first byte, for one-bit pixels
 */
export function decodeNative(
  stored: Uint8Array,
  format: PixelFormat,
  { isLittleEndian, bitOffset = 0 }: { isLittleEndian: boolean; bitOffset?: number },
): FrameResult {
  const count = sampleCount(format);
  const bytes = format.isWordSwapped ? exchangeBytes(stored) : stored;
  if (format.bitsAllocated === 1) {
    if (bytes.length * 8 < count + bitOffset)
      return damaged('The frame has fewer pixels than its rows and columns');
    return decoded({ ...format, bitsStored: 1, isSigned: false }, unpackBits(bytes, count, bitOffset));
  }
  if (
    format.photometricInterpretation === 'YBR_FULL_422' &&
    format.samplesPerPixel === 3 &&
    bytes.length < count
  ) {
    const pixels = format.rows * format.columns;
    if (format.bitsAllocated !== 8) return unsupported('Subsampled colour of more than 8 bits');
    if (bytes.length < pixels * 2) return damaged('The frame has fewer pixels than its rows and columns');
    return decoded(format, expand422(bytes, pixels), 'YBR_FULL');
  }
  const samples = samplesFromBytes(bytes, format, isLittleEndian);
  if (samples === undefined) return unsupported(`${format.bitsAllocated} bits allocated for a sample`);
  if (samples.length < count) return damaged('The frame has fewer pixels than its rows and columns');
  const exact = samples.length === count ? samples : samples.subarray(0, count);
  const isPlanar = format.planarConfiguration === 1 && format.samplesPerPixel > 1;
  return decoded(format, isPlanar ? interleavePlanes(exact, format.samplesPerPixel) : exact);
}
