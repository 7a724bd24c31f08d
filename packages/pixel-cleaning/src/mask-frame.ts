import type { Black } from './black.ts';
import { clipBox, type PixelBox } from './boxes.ts';
import { isSubsampled, type PixelLayout } from './pixel-layout.ts';

export interface MaskOptions {
  readonly black: Black;
  /** Byte order of the samples. */
  readonly littleEndian: boolean;
  /** Of the first pixel in the first byte, for one-bit pixels. */
  readonly bitOffset?: number;
}

/** The bytes of one sample with this value; bits beside the stored ones are those of its sign, or zero. */
function sampleBytes(value: number, layout: PixelLayout, littleEndian: boolean): Uint8Array {
  const { bitsAllocated, bitsStored, highBit, sampleKind } = layout;
  const bytes = new Uint8Array(bitsAllocated / 8);
  const view = new DataView(bytes.buffer);
  if (sampleKind === 'float32') view.setFloat32(0, value, littleEndian);
  else if (sampleKind === 'float64') view.setFloat64(0, value, littleEndian);
  else {
    const word = value * 2 ** Math.max(0, highBit + 1 - bitsStored);
    if (bytes.length === 1) view.setUint8(0, word);
    else if (bytes.length === 2) view.setUint16(0, word, littleEndian);
    else view.setUint32(0, word, littleEndian);
  }
  return bytes;
}

/** Why pixels with this layout cannot be masked where they stand; undefined: they can. */
export function maskObjection(layout: PixelLayout): string | undefined {
  const { bitsAllocated, sampleKind, isWordSwapped, rows, columns, samplesPerPixel } = layout;
  if (sampleKind !== 'integer') return undefined;
  if (![1, 8, 16, 32].includes(bitsAllocated)) return `Its samples have ${bitsAllocated} bits allocated.`;
  if (bitsAllocated === 1 && samplesPerPixel !== 1) return 'Its one-bit pixels have several samples.';
  if (isSubsampled(layout) && bitsAllocated !== 8) return 'Its subsampled colour has more than 8 bits.';
  if (isWordSwapped && (rows * columns * samplesPerPixel) % 2 === 1)
    return 'Its one-byte pixels stand in big-endian words, and a frame is no whole number of words.';
  return undefined;
}

function maskBits(bytes: Uint8Array, layout: PixelLayout, box: PixelBox, value: number, bitOffset: number) {
  for (let y = box.top; y < box.top + box.height; y += 1)
    for (let x = box.left; x < box.left + box.width; x += 1) {
      const bit = bitOffset + y * layout.columns + x;
      const mask = 1 << (bit & 7);
      bytes[bit >> 3] = value === 0 ? (bytes[bit >> 3] ?? 0) & ~mask : (bytes[bit >> 3] ?? 0) | mask;
    }
}

/**
 * Y1 Y2 Cb Cr for two pixels. Where only one pixel of a pair is masked the colour stays, since the other one's is the
 * same value: the masked one is black but for its hue.
 */
function maskSubsampled(bytes: Uint8Array, layout: PixelLayout, box: PixelBox, black: Black): void {
  const [luminance = 0, blue = 128, red = 128] = black;
  const right = box.left + box.width;
  const exchange = layout.isWordSwapped ? 1 : 0;
  const isIn = (pixel: number) => {
    const x = pixel % layout.columns;
    const y = Math.floor(pixel / layout.columns);
    return x >= box.left && x < right && y >= box.top && y < box.top + box.height;
  };
  for (let y = box.top; y < box.top + box.height; y += 1)
    for (let x = box.left; x < right; x += 1) {
      const pixel = y * layout.columns + x;
      const pair = (pixel >> 1) * 4;
      bytes[(pair + (pixel & 1)) ^ exchange] = luminance;
      if (!isIn(pixel ^ 1)) continue;
      bytes[(pair + 2) ^ exchange] = blue;
      bytes[(pair + 3) ^ exchange] = red;
    }
}

/** Fills `count` samples of a row of one plane, `stride` bytes apart. */
function fillRun(bytes: Uint8Array, at: number, count: number, stride: number, sample: Uint8Array): void {
  if (stride === sample.length && sample.every((byte) => byte === sample[0]))
    bytes.fill(sample[0] ?? 0, at, at + count * stride);
  else for (let index = 0; index < count; index += 1) bytes.set(sample, at + index * stride);
}

function maskSamples(bytes: Uint8Array, layout: PixelLayout, box: PixelBox, samples: readonly Uint8Array[]) {
  const { columns, rows, samplesPerPixel, planarConfiguration } = layout;
  const sampleLength = layout.bitsAllocated / 8;
  const isPlanar = planarConfiguration === 1 && samplesPerPixel > 1;
  const stride = isPlanar ? sampleLength : sampleLength * samplesPerPixel;
  const plane = isPlanar ? rows * columns * sampleLength : sampleLength;
  for (const [index, sample] of samples.entries())
    for (let y = box.top; y < box.top + box.height; y += 1) {
      const at = index * plane + (y * columns + box.left) * stride;
      fillRun(bytes, at, box.width, stride, sample);
    }
}

function maskSwappedBytes(
  bytes: Uint8Array,
  layout: PixelLayout,
  box: PixelBox,
  samples: readonly Uint8Array[],
) {
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).swap16();
  maskSamples(bytes, layout, box, samples);
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).swap16();
}

/**
 * Makes every pixel in the boxes black, in place, in one uncompressed frame. Every bit of every other pixel stays; of
 * masked ones no bit stays, not even those beside the stored ones, where old overlays are. Costs the area of the boxes.
 * Throws RangeError when `maskObjection` has an objection, or the bytes are fewer than the frame.
 */
export function maskFrame(
  bytes: Uint8Array,
  layout: PixelLayout,
  boxes: readonly PixelBox[],
  { black, littleEndian, bitOffset = 0 }: MaskOptions,
): void {
  const objection = maskObjection(layout);
  if (objection !== undefined) throw new RangeError(objection);
  const { rows, columns, samplesPerPixel, bitsAllocated } = layout;
  const stored = isSubsampled(layout) ? 2 : samplesPerPixel;
  if (bytes.length * 8 < rows * columns * stored * bitsAllocated + bitOffset)
    throw new RangeError('The frame has fewer pixels than its rows and columns');
  for (const box of boxes) {
    const clipped = clipBox(box, layout);
    if (clipped === undefined) continue;
    if (bitsAllocated === 1) maskBits(bytes, layout, clipped, black[0] ?? 0, bitOffset);
    else if (isSubsampled(layout)) maskSubsampled(bytes, layout, clipped, black);
    else {
      const samples = black.map((value) => sampleBytes(value, layout, littleEndian));
      if (layout.isWordSwapped) maskSwappedBytes(bytes, layout, clipped, samples);
      else maskSamples(bytes, layout, clipped, samples);
    }
  }
}
