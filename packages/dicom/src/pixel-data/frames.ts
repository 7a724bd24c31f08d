import type { DataSet } from '../data-set/data-set.ts';
import { bigintValues, firstNumber, firstText } from '../data-set/values.ts';
import { wellKnownTags } from '../dictionary/tags.ts';

/** Number of Frames (0028,0008), 1 when absent or nonsense (PS3.3 C.7.6.6). */
export function frameCount(dataSet: DataSet): number {
  const stated = firstNumber(dataSet, 'NumberOfFrames');
  return stated !== undefined && Number.isSafeInteger(stated) && stated > 0 ? stated : 1;
}

/** How uncompressed Pixel Data divides into frames; bits, because frames of one-bit pixels do not end at bytes (PS3.5 8.1.1). */
export type NativeFrameLayout =
  | {
      readonly kind: 'layout';
      readonly frames: number;
      readonly frameBits: number;
      readonly valueBytes: number;
    }
  | { readonly kind: 'invalid'; readonly reason: string };

/** The largest uncompressed value believed: 8 GiB. */
export const maxNativePixelBytes = 8 * 1024 ** 3;

/** The layout that the Image Pixel module states, with the product held against overflow (PS3.3 C.7.6.3). */
export function nativeFrameLayout(dataSet: DataSet): NativeFrameLayout {
  const rows = firstNumber(dataSet, 'Rows');
  const columns = firstNumber(dataSet, 'Columns');
  const bitsAllocated = firstNumber(dataSet, 'BitsAllocated');
  if (!isCount(rows) || !isCount(columns) || !isCount(bitsAllocated)) {
    return {
      kind: 'invalid',
      reason: 'Rows, Columns or Bits Allocated is missing or no positive 16-bit number',
    };
  }
  const frames = frameCount(dataSet);
  const frameBits = BigInt(rows) * BigInt(columns) * BigInt(bitsAllocated) * BigInt(samplesStored(dataSet));
  const valueBytes = (frameBits * BigInt(frames) + 7n) / 8n;
  if (valueBytes > BigInt(maxNativePixelBytes)) {
    return {
      kind: 'invalid',
      reason: `The image module states more than ${maxNativePixelBytes} bytes of pixels`,
    };
  }
  return { kind: 'layout', frames, frameBits: Number(frameBits), valueBytes: Number(valueBytes) };
}

function isCount(value: number | undefined): value is number {
  return value !== undefined && Number.isInteger(value) && value > 0 && value <= 0xffff;
}

/** Samples a pixel takes in the stream: uncompressed YBR_FULL_422 shares its two colour samples between two pixels. */
function samplesStored(dataSet: DataSet): number {
  const samples = firstNumber(dataSet, 'SamplesPerPixel');
  const isSubsampled = firstText(dataSet, 'PhotometricInterpretation') === 'YBR_FULL_422';
  if (!isCount(samples)) return 1;
  return isSubsampled && samples === 3 ? 2 : samples;
}

/** Where frame `index` (from 0) lies in the value; `bitOffset` is not 0 only for one-bit pixels. */
export function nativeFrameRange(
  { frames, frameBits }: Extract<NativeFrameLayout, { kind: 'layout' }>,
  index: number,
): { start: number; end: number; bitOffset: number } | undefined {
  if (!Number.isInteger(index) || index < 0 || index >= frames) return undefined;
  const firstBit = frameBits * index;
  return {
    start: Math.floor(firstBit / 8),
    end: Math.ceil((firstBit + frameBits) / 8),
    bitOffset: firstBit % 8,
  };
}

/** One fragment behind the Basic Offset Table: where its bytes lie in the value. */
export type FragmentRange = { readonly valueOffset: number; readonly byteLength: number };

/** Consecutive fragments that hold one frame. */
export type FrameFragments = { readonly firstFragment: number; readonly fragmentCount: number };

export type LocateFramesInput = {
  frames: number;
  /** Without the Basic Offset Table. */
  fragments: readonly FragmentRange[];
  basicOffsetTable?: Uint8Array;
  /** Values of Extended Offset Table (7FE0,0001). */
  extendedOffsets?: readonly bigint[];
  /** The first bytes of a fragment, at least 4; asked for only when the tables do not help. */
  firstBytes?: (fragment: number) => Uint8Array;
};

/**
 * Which fragments hold which frame (PS3.5 A.4): by the Extended or Basic Offset Table when it is sound; else by
 * counting (one frame, or one fragment a frame); else by the start codes of JPEG and JPEG 2000 streams. Undefined
 * when none of this gives as many frames as stated, as with video.
 */
export function locateFrames(input: LocateFramesInput): FrameFragments[] | undefined {
  const { frames, fragments, basicOffsetTable, extendedOffsets = [] } = input;
  if (fragments.length === 0) return undefined;
  if (frames === 1) return [{ firstFragment: 0, fragmentCount: fragments.length }];
  return (
    framesAtOffsets(extendedOffsets.map(Number), input) ??
    framesAtOffsets(basicOffsets(basicOffsetTable), input) ??
    (fragments.length === frames
      ? framesFrom(
          fragments.map((_, index) => index),
          fragments.length,
        )
      : undefined) ??
    framesAtStartCodes(input)
  );
}

function basicOffsets(table: Uint8Array | undefined): number[] {
  if (!table) return [];
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  const count = Math.floor(table.length / 4);
  return Array.from({ length: count }, (_, index) => view.getUint32(index * 4, true));
}

/** Offsets count from the first item behind the Basic Offset Table, and point at item headers. */
function framesAtOffsets(offsets: readonly number[], input: LocateFramesInput): FrameFragments[] | undefined {
  const { frames, fragments } = input;
  const [first] = fragments;
  if (offsets.length !== frames || !first) return undefined;
  const indexAt = new Map(
    fragments.map(({ valueOffset }, index) => [valueOffset - first.valueOffset, index]),
  );
  const starts = offsets.map((offset) => indexAt.get(offset));
  const isSound = starts.every(
    (start, at) => start !== undefined && (at === 0 ? start === 0 : start > (starts[at - 1] ?? -1)),
  );
  return isSound ? framesFrom(starts as number[], fragments.length) : undefined;
}

function framesFrom(starts: readonly number[], fragmentCount: number): FrameFragments[] {
  return starts.map((firstFragment, at) => ({
    firstFragment,
    fragmentCount: (starts[at + 1] ?? fragmentCount) - firstFragment,
  }));
}

function framesAtStartCodes({
  frames,
  fragments,
  firstBytes,
}: LocateFramesInput): FrameFragments[] | undefined {
  if (!firstBytes || fragments.length < frames) return undefined;
  const starts: number[] = [];
  fragments.forEach((_, index) => {
    if (beginsImage(firstBytes(index))) starts.push(index);
  });
  return starts.length === frames && starts[0] === 0 ? framesFrom(starts, fragments.length) : undefined;
}

/** SOI followed by a marker (JPEG, JPEG-LS), or SOC and SIZ (JPEG 2000). */
function beginsImage(bytes: Uint8Array): boolean {
  const [first, second, third, fourth] = bytes;
  if (first !== 0xff || third !== 0xff) return false;
  return second === 0xd8 || (second === 0x4f && fourth === 0x51);
}

/** The encoded frames of a data set in memory, each as its fragments; undefined when they cannot be told apart. */
export function encapsulatedFrames(dataSet: DataSet): Uint8Array[][] | undefined {
  const element = dataSet.get(wellKnownTags.pixelData);
  if (element?.kind !== 'fragments') return undefined;
  const [basicOffsetTable, ...parts] = element.fragments;
  if (!basicOffsetTable) return undefined;
  let valueOffset = 8 + basicOffsetTable.length + 8;
  const fragments = parts.map(({ length: byteLength }) => {
    const range = { valueOffset, byteLength };
    valueOffset += byteLength + 8;
    return range;
  });
  const located = locateFrames({
    frames: frameCount(dataSet),
    fragments,
    basicOffsetTable,
    extendedOffsets: offsetTableValues(dataSet),
    firstBytes: (fragment) => parts[fragment]?.subarray(0, 4) ?? new Uint8Array(0),
  });
  return located?.map((frame) => parts.slice(frame.firstFragment, frame.firstFragment + frame.fragmentCount));
}

/** Extended Offset Table (7FE0,0001) as numbers; empty when absent (PS3.3 C.7.6.3.1.8). */
export function offsetTableValues(dataSet: DataSet): bigint[] {
  const element = dataSet.get(wellKnownTags.extendedOffsetTable);
  if (element?.kind !== 'value') return [];
  if (element.vr === 'UV') return bigintValues(dataSet, wellKnownTags.extendedOffsetTable);
  const { bytes, littleEndian } = element;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Math.floor(bytes.length / 8);
  return Array.from({ length: count }, (_, index) => view.getBigUint64(index * 8, littleEndian));
}
