import type { NativeFrameLayout } from '@pesscara/dicom';
import { nativeFrameRange } from '@pesscara/dicom';
import type { PixelBox } from './boxes.ts';
import { type MaskOptions, maskFrame } from './mask-frame.ts';
import type { PixelLayout } from './pixel-layout.ts';

/** The boxes of a frame, numbered from 1; empty when it stays. */
export type BoxesOfFrame = (frame: number) => readonly PixelBox[];

export interface NativeMasking {
  readonly layout: PixelLayout;
  readonly frames: Extract<NativeFrameLayout, { kind: 'layout' }>;
  readonly boxesOf: BoxesOfFrame;
  readonly options: Pick<MaskOptions, 'black' | 'littleEndian'>;
  /** Bytes of the value that follow the last frame: padding, which goes on as it is. */
  readonly valueBytes: number;
  /** Bytes of the stored value from `start` to before `end`. */
  read(start: number, end: number): Promise<Uint8Array>;
}

const pieceBytes = 4 * 1024 * 1024;

async function* copied(
  { read }: Pick<NativeMasking, 'read'>,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += pieceBytes) yield await read(at, Math.min(end, at + pieceBytes));
}

/**
 * Uncompressed Pixel Data with its boxes masked, in order, as many bytes as before. Holds one frame at a time; one-bit
 * frames that do not end at a byte share it with the next, which then begins with it.
 */
export async function* maskedNativeValue(masking: NativeMasking): AsyncGenerator<Uint8Array> {
  const { layout, frames, boxesOf, options, valueBytes } = masking;
  let written = 0;
  let shared: number | undefined;
  for (let index = 0; index < frames.frames; index += 1) {
    const boxes = boxesOf(index + 1);
    const range = nativeFrameRange(frames, index);
    if (boxes.length === 0 || range === undefined) continue;
    const { start, end, bitOffset } = range;
    const copyStart = shared === undefined ? written : written + 1;
    if (shared !== undefined && start > written) {
      yield Uint8Array.of(shared);
      shared = undefined;
      yield* copied(masking, copyStart, start);
    } else if (shared === undefined) yield* copied(masking, written, start);
    const bytes = (await masking.read(start, end)).slice();
    if (shared !== undefined) bytes[0] = shared;
    maskFrame(bytes, layout, boxes, { ...options, bitOffset });
    const endsInByte = (frames.frameBits * (index + 1)) % 8 !== 0 && index + 1 < frames.frames;
    shared = endsInByte ? bytes.at(-1) : undefined;
    yield endsInByte ? bytes.subarray(0, -1) : bytes;
    written = endsInByte ? end - 1 : end;
  }
  if (shared !== undefined) {
    yield Uint8Array.of(shared);
    written += 1;
  }
  yield* copied(masking, written, valueBytes);
}

const itemTag = [0xfe, 0xff, 0x00, 0xe0];
const delimiter = Uint8Array.of(0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0);

function item(byteLength: number): Uint8Array {
  const header = Uint8Array.from([...itemTag, 0, 0, 0, 0]);
  new DataView(header.buffer).setUint32(4, byteLength, true);
  return header;
}

/**
 * Encapsulated Pixel Data with one fragment a frame (PS3.5 A.4), so that an empty Basic Offset Table is enough. Frames
 * come one by one.
 */
export async function* encapsulatedValue(frames: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield item(0);
  for await (const frame of frames) {
    const isOdd = frame.length % 2 === 1;
    yield item(frame.length + (isOdd ? 1 : 0));
    yield frame;
    if (isOdd) yield Uint8Array.of(0);
  }
  yield delimiter;
}
