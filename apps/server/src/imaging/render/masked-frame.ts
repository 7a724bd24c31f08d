import { encodeRle, jpegLsLossless, maskFrame, type PixelBox, rleLossless } from '@pesscara/pixel-cleaning';
import { encodeJpegLs } from '../codecs/codec-libraries.ts';
import { decodeFrame } from '../codecs/codecs.ts';
import type { FrameInput, TaskFailure } from '../codecs/frame-input.ts';
import { type DecodedFrame, type PixelFormat, type SampleArray, widen } from '../codecs/pixel-format.ts';

/** What is to become of a compressed frame: boxes black, the rest the same, in a lossless codec. */
export interface MaskOrder {
  readonly boxes: readonly PixelBox[];
  readonly black: readonly number[];
  readonly codec: 'jpeg-ls' | 'rle';
}

/** An encoded frame, and how its decoded samples are to be read. */
export interface MaskedFrame {
  readonly kind: 'masked';
  readonly bytes: Uint8Array;
  readonly photometricInterpretation: string;
}

const failure = (reason: string): TaskFailure => ({ kind: 'unsupported', reason });

/** Samples side by side, little endian, at the width of Bits Allocated. Every machine that runs Node is little endian. */
function nativeBytes({ samples }: DecodedFrame, bitsAllocated: number): Uint8Array {
  const wide = widen(samples, bitsAllocated);
  return new Uint8Array(wide.buffer, wide.byteOffset, wide.byteLength).slice();
}

/** JPEG-LS holds the stored bits alone, in as many bytes as they need: the sign is spread again on reading. */
function storedBits(bytes: Uint8Array, { bitsAllocated, bitsStored }: PixelFormat): Uint8Array {
  const words: SampleArray =
    bitsAllocated === 8
      ? bytes
      : bitsAllocated === 16
        ? new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2)
        : new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const mask = 2 ** bitsStored - 1;
  const stored = bitsStored > 8 ? new Uint16Array(words.length) : new Uint8Array(words.length);
  for (let index = 0; index < words.length; index += 1) stored[index] = (words[index] as number) & mask;
  return new Uint8Array(stored.buffer);
}

function encode(native: Uint8Array, format: PixelFormat, codec: MaskOrder['codec']): Promise<Uint8Array> {
  if (codec === 'rle') return Promise.resolve(encodeRle(native, format));
  const { rows: height, columns: width, samplesPerPixel, bitsStored } = format;
  const info = { width, height, bitsPerSample: bitsStored, componentCount: samplesPerPixel };
  return encodeJpegLs(storedBits(native, format), info);
}

/**
 * Decodes a frame, makes its boxes black, encodes it, and decodes that again: only a frame whose samples come back bit
 * for bit is answered.
 */
export async function maskedFrame(frame: FrameInput, order: MaskOrder): Promise<MaskedFrame | TaskFailure> {
  const { bytes, transferSyntaxUid, format, bitOffset, maxFrameSamples } = frame;
  const decoded = await decodeFrame(bytes, transferSyntaxUid, format, { bitOffset, maxFrameSamples });
  if (decoded.kind !== 'decoded') return failure(decoded.reason);
  const { photometricInterpretation } = decoded;
  const target: PixelFormat = { ...format, photometricInterpretation, planarConfiguration: 0 };
  const native = nativeBytes(decoded, format.bitsAllocated);
  maskFrame(native, target, order.boxes, { black: order.black, littleEndian: true });
  const encoded = await encode(native, target, order.codec);
  const syntax = order.codec === 'rle' ? rleLossless : jpegLsLossless;
  const again = await decodeFrame(encoded, syntax, target, { maxFrameSamples });
  const isSame =
    again.kind === 'decoded' && Buffer.compare(nativeBytes(again, format.bitsAllocated), native) === 0;
  if (!isSame) return failure('The masked image cannot be encoded without loss');
  return { kind: 'masked', bytes: encoded, photometricInterpretation };
}
