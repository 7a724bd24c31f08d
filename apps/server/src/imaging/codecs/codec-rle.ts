import { samplesFromBytes } from './codec-native.ts';
import {
  damaged,
  decoded,
  type FrameResult,
  type PixelFormat,
  sampleCount,
  unsupported,
} from './pixel-format.ts';

const headerBytes = 64;
const maxSegments = 15;

/** Where the segments of an RLE frame lie; undefined when the header makes no sense (PS3.5 G.5). */
function segmentsOf(bytes: Uint8Array): Uint8Array[] | undefined {
  if (bytes.length < headerBytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(0, true);
  if (count < 1 || count > maxSegments) return undefined;
  const starts = Array.from({ length: count }, (_, index) => view.getUint32(4 + index * 4, true));
  const isSound = starts.every(
    (start, at) => start >= headerBytes && start <= bytes.length && start >= (starts[at - 1] ?? 0),
  );
  return isSound
    ? starts.map((start, at) => bytes.subarray(start, starts[at + 1] ?? bytes.length))
    : undefined;
}

/** Unpacks one segment (PS3.5 G.3.2) into every `stride`th byte from `offset`; false when it ends too early. */
function unpackSegment(segment: Uint8Array, target: Uint8Array, offset: number, stride: number): boolean {
  let at = 0;
  let to = offset;
  while (to < target.length && at < segment.length) {
    const control = segment[at++] as number;
    if (control < 128) {
      const end = Math.min(segment.length, at + control + 1);
      for (; at < end && to < target.length; to += stride) target[to] = segment[at++] as number;
    } else if (control > 128) {
      const value = segment[at++];
      if (value === undefined) return false;
      for (let repeat = 257 - control; repeat > 0 && to < target.length; repeat--, to += stride)
        target[to] = value;
    }
  }
  return to >= target.length;
}

/** Decodes an RLE Lossless frame (PS3.5 Annex G): a segment for each byte of each sample, most significant first. */
export function decodeRle(bytes: Uint8Array, format: PixelFormat): FrameResult {
  if (format.bitsAllocated % 8 !== 0) return unsupported(`RLE with ${format.bitsAllocated} bits allocated`);
  const bytesPerSample = format.bitsAllocated / 8;
  const segments = segmentsOf(bytes);
  if (segments === undefined) return damaged('The RLE header is not valid');
  if (segments.length !== bytesPerSample * format.samplesPerPixel)
    return damaged('The RLE header states another number of segments than the image needs');
  const pixelBytes = bytesPerSample * format.samplesPerPixel;
  const target = new Uint8Array(sampleCount(format) * bytesPerSample);
  for (const [index, segment] of segments.entries()) {
    const sample = Math.floor(index / bytesPerSample);
    const offset = sample * bytesPerSample + (bytesPerSample - 1 - (index % bytesPerSample));
    if (!unpackSegment(segment, target, offset, pixelBytes))
      return damaged('An RLE segment ends before the image does');
  }
  const samples = samplesFromBytes(target, format, true);
  return samples ? decoded(format, samples) : unsupported(`RLE with ${format.bitsAllocated} bits allocated`);
}
