import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import {
  type DataSet,
  DicomReadError,
  encapsulatedFrames,
  explicitVrBigEndian,
  explicitVrLittleEndian,
  type FragmentRange,
  type FrameFragments,
  firstNumber,
  firstText,
  frameCount,
  implicitVrLittleEndian,
  locateFrames,
  nativeFrameLayout,
  nativeFrameRange,
  offsetTableValues,
  type ParsedPart10,
  parsePart10,
  transferSyntaxOf,
  wellKnownTags,
} from '@pesscara/dicom';
import type { PixelFormat } from './pixel-format.ts';

/** One frame of a file, still encoded, with what is needed to decode and show it. */
export interface EncodedFrame {
  readonly kind: 'frame';
  readonly dataSet: DataSet;
  readonly transferSyntaxUid: string;
  readonly format: PixelFormat;
  readonly bytes: Uint8Array;
  readonly bitOffset: number;
}

export type FrameSourceResult =
  | EncodedFrame
  | { readonly kind: 'no-pixels' }
  | { readonly kind: 'no-such-frame'; readonly frames: number }
  | { readonly kind: 'damaged'; readonly reason: string };

export interface FrameSourceLimits {
  /** Bytes of a file before Pixel Data that are read. */
  readonly maxHeaderBytes: number;
  /** Bytes of one encoded frame, and of a deflated file. */
  readonly maxFrameBytes: number;
}

export const defaultFrameSourceLimits: FrameSourceLimits = {
  maxHeaderBytes: 64 * 1024 * 1024,
  maxFrameBytes: 512 * 1024 * 1024,
};

/** A file opened for its frames. Reads are synchronous: this runs in a render worker, never on the main loop. */
export interface FrameFile {
  readonly dataSet: DataSet;
  readonly transferSyntaxUid: string;
  readonly frames: number;
  /** @param index from 0 */
  read(index: number): FrameSourceResult;
}

function readAt(descriptor: number, position: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const count = readSync(descriptor, buffer, filled, length - filled, position + filled);
    if (count === 0) break;
    filled += count;
  }
  return buffer.subarray(0, filled);
}

function describe(dataSet: DataSet): PixelFormat {
  const bitsAllocated = firstNumber(dataSet, 'BitsAllocated') ?? 0;
  const bitsStored = firstNumber(dataSet, 'BitsStored') ?? bitsAllocated;
  const has = (tag: number) => dataSet.has(tag);
  return {
    rows: firstNumber(dataSet, 'Rows') ?? 0,
    columns: firstNumber(dataSet, 'Columns') ?? 0,
    samplesPerPixel: firstNumber(dataSet, 'SamplesPerPixel') ?? 1,
    bitsAllocated,
    bitsStored,
    highBit: firstNumber(dataSet, 'HighBit') ?? bitsStored - 1,
    isSigned: firstNumber(dataSet, 'PixelRepresentation') === 1,
    photometricInterpretation: firstText(dataSet, 'PhotometricInterpretation') ?? 'MONOCHROME2',
    planarConfiguration: firstNumber(dataSet, 'PlanarConfiguration') ?? 0,
    sampleKind: has(wellKnownTags.floatPixelData)
      ? 'float32'
      : has(wellKnownTags.doubleFloatPixelData)
        ? 'float64'
        : 'integer',
  };
}

function pixelElementOf(dataSet: DataSet) {
  return (
    dataSet.get(wellKnownTags.pixelData) ??
    dataSet.get(wellKnownTags.floatPixelData) ??
    dataSet.get(wellKnownTags.doubleFloatPixelData)
  );
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  return parts.length === 1 && only ? only : Buffer.concat(parts);
}

/** Frames of a file that had to be read as a whole, because it is deflated. */
function inMemory(parsed: ParsedPart10, transferSyntaxUid: string): FrameFile {
  const { dataSet } = parsed;
  const format = describe(dataSet);
  const element = pixelElementOf(dataSet);
  const frame = (bytes: Uint8Array, bitOffset: number): EncodedFrame => ({
    kind: 'frame',
    dataSet,
    transferSyntaxUid,
    format,
    bytes,
    bitOffset,
  });
  return {
    dataSet,
    transferSyntaxUid,
    frames: frameCount(dataSet),
    read(index) {
      if (element?.kind === 'fragments') {
        const parts = encapsulatedFrames(dataSet)?.[index];
        return parts ? frame(concatenate(parts), 0) : { kind: 'no-such-frame', frames: frameCount(dataSet) };
      }
      if (element?.kind !== 'value') return { kind: 'no-pixels' };
      const layout = nativeFrameLayout(dataSet);
      if (layout.kind === 'invalid') return { kind: 'damaged', reason: layout.reason };
      const range = nativeFrameRange(layout, index);
      if (range === undefined) return { kind: 'no-such-frame', frames: layout.frames };
      return frame(element.bytes.subarray(range.start, range.end), range.bitOffset);
    },
  };
}

const itemHeaderBytes = 8;
const itemTag = 0xe000fffe; // (FFFE,E000) as one little-endian number
const maxFragments = 1_000_000;

interface FragmentTable {
  readonly basicOffsetTable: Uint8Array;
  readonly fragments: readonly FragmentRange[];
  readonly start: number;
}

/** The item headers of encapsulated Pixel Data, without reading the fragments (PS3.5 A.4). */
function readFragmentTable(descriptor: number, start: number, fileBytes: number): FragmentTable | undefined {
  const fragments: FragmentRange[] = [];
  let basicOffsetTable: Uint8Array | undefined;
  let at = start;
  while (at + itemHeaderBytes <= fileBytes && fragments.length < maxFragments) {
    const header = readAt(descriptor, at, itemHeaderBytes);
    if (header.length < itemHeaderBytes || header.readUInt32LE(0) !== itemTag >>> 0) break;
    const byteLength = Math.min(header.readUInt32LE(4), fileBytes - at - itemHeaderBytes);
    if (basicOffsetTable === undefined)
      basicOffsetTable = readAt(descriptor, at + itemHeaderBytes, byteLength);
    else fragments.push({ valueOffset: at + itemHeaderBytes - start, byteLength });
    at += itemHeaderBytes + byteLength;
  }
  return basicOffsetTable && { basicOffsetTable, fragments, start };
}

interface OpenFile {
  readonly path: string;
  readonly fileBytes: number;
  readonly parsed: ParsedPart10;
  readonly transferSyntaxUid: string;
  readonly format: PixelFormat;
  readonly limits: FrameSourceLimits;
}

function withDescriptor<T>(path: string, use: (descriptor: number) => T): T {
  const descriptor = openSync(path, 'r');
  try {
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function readRange(file: OpenFile, start: number, end: number, bitOffset: number): FrameSourceResult {
  if (end - start > file.limits.maxFrameBytes)
    return { kind: 'damaged', reason: 'A frame is larger than the limit of the server' };
  const bytes = withDescriptor(file.path, (descriptor) => readAt(descriptor, start, end - start));
  const { dataSet } = file.parsed;
  const { transferSyntaxUid, format } = file;
  return { kind: 'frame', dataSet, transferSyntaxUid, format, bytes, bitOffset };
}

function nativeFile(file: OpenFile, vr: string): FrameFile {
  const { dataSet, endOffset } = file.parsed;
  // OW values of big-endian files have the bytes of each word exchanged, though a sample is one byte (PS3.5 7.3, 8.1.1).
  const isByteSwapped = !dataSet.encoding.littleEndian && vr === 'OW' && file.format.bitsAllocated <= 8;
  return {
    dataSet,
    transferSyntaxUid: file.transferSyntaxUid,
    frames: frameCount(dataSet),
    read(index) {
      const layout = nativeFrameLayout(dataSet);
      if (layout.kind === 'invalid') return { kind: 'damaged', reason: layout.reason };
      const range = nativeFrameRange(layout, index);
      if (range === undefined) return { kind: 'no-such-frame', frames: layout.frames };
      const start = endOffset + range.start;
      const end = Math.max(start, Math.min(endOffset + range.end, file.fileBytes));
      if (!isByteSwapped) return readRange(file, start, end, range.bitOffset);
      const oddStart = range.start % 2;
      const oddEnd = range.end % 2;
      const words = readRange(file, start - oddStart, Math.min(end + oddEnd, file.fileBytes), 0);
      if (words.kind !== 'frame') return words;
      const swapped = Buffer.from(words.bytes.subarray(0, words.bytes.length & ~1)).swap16();
      return { ...words, bytes: swapped.subarray(oddStart, oddStart + end - start) };
    },
  };
}

function encapsulatedFile(file: OpenFile): FrameFile {
  const { dataSet, endOffset } = file.parsed;
  const frames = frameCount(dataSet);
  let located: { frames: FrameFragments[]; table: FragmentTable } | undefined;
  function locate(): typeof located {
    return withDescriptor(file.path, (descriptor) => {
      const table = readFragmentTable(descriptor, endOffset, file.fileBytes);
      if (table === undefined) return undefined;
      const found = locateFrames({
        frames,
        fragments: table.fragments,
        basicOffsetTable: table.basicOffsetTable,
        extendedOffsets: offsetTableValues(dataSet),
        firstBytes: (index) => readAt(descriptor, endOffset + (table.fragments[index]?.valueOffset ?? 0), 4),
      });
      return found && { frames: found, table };
    });
  }
  return {
    dataSet,
    transferSyntaxUid: file.transferSyntaxUid,
    frames,
    read(index) {
      located ??= locate();
      if (located === undefined)
        return { kind: 'damaged', reason: 'The frames of the image cannot be told apart' };
      const frame = located.frames[index];
      if (frame === undefined) return { kind: 'no-such-frame', frames };
      const { fragments, start } = located.table;
      const parts = fragments.slice(frame.firstFragment, frame.firstFragment + frame.fragmentCount);
      const read = parts.map((part) =>
        readRange(file, start + part.valueOffset, start + part.valueOffset + part.byteLength, 0),
      );
      const failure = read.find((part) => part.kind !== 'frame');
      if (failure) return failure;
      const [first] = read;
      const bytes = concatenate(read.map((part) => (part.kind === 'frame' ? part.bytes : new Uint8Array(0))));
      return first?.kind === 'frame' ? { ...first, bytes } : { kind: 'no-pixels' };
    },
  };
}

/** Files without file meta information say by their bytes how they are encoded. */
function syntaxOfEncoding({ encoding }: DataSet): string {
  if (!encoding.littleEndian) return explicitVrBigEndian;
  return encoding.explicitVr ? explicitVrLittleEndian : implicitVrLittleEndian;
}

/** Reads a file's header in growing steps, until Pixel Data begins or the file ends. */
function readHeader(path: string, fileBytes: number, limits: FrameSourceLimits, hintBytes: number) {
  for (let length = hintBytes; ; length *= 8) {
    const end = Math.min(length, fileBytes, limits.maxHeaderBytes);
    const bytes = withDescriptor(path, (descriptor) => readAt(descriptor, 0, end));
    const parsed = parsePart10(bytes, { stopBeforePixelData: true });
    const isWhole = end === fileBytes || end === limits.maxHeaderBytes;
    if (parsed instanceof DicomReadError) {
      if (isWhole) return parsed;
    } else if (isWhole || pixelElementOf(parsed.dataSet) !== undefined) return parsed;
  }
}

/**
 * Opens a Part 10 file for its frames: reads its header; pixels only when a frame is asked for.
 * @param headerBytes where Pixel Data is known to begin, to read no more than needed
 */
export function openFrameFile(
  path: string,
  {
    limits = defaultFrameSourceLimits,
    headerBytes = 64 * 1024,
  }: { limits?: FrameSourceLimits; headerBytes?: number } = {},
): FrameFile | Exclude<FrameSourceResult, EncodedFrame> {
  const fileBytes = withDescriptor(path, (descriptor) => fstatSync(descriptor).size);
  const parsed = readHeader(path, fileBytes, limits, headerBytes);
  if (parsed instanceof DicomReadError) return { kind: 'damaged', reason: parsed.message };
  const transferSyntaxUid = parsed.transferSyntaxUid ?? syntaxOfEncoding(parsed.dataSet);
  const syntax = transferSyntaxOf(transferSyntaxUid);
  if (syntax?.deflated === true) {
    if (fileBytes > limits.maxFrameBytes)
      return { kind: 'damaged', reason: 'The deflated file is larger than the limit' };
    const whole = parsePart10(withDescriptor(path, (descriptor) => readAt(descriptor, 0, fileBytes)));
    if (whole instanceof DicomReadError) return { kind: 'damaged', reason: whole.message };
    return pixelElementOf(whole.dataSet) ? inMemory(whole, transferSyntaxUid) : { kind: 'no-pixels' };
  }
  const element = pixelElementOf(parsed.dataSet);
  if (element === undefined) return { kind: 'no-pixels' };
  const format = describe(parsed.dataSet);
  const file: OpenFile = { path, fileBytes, parsed, transferSyntaxUid, format, limits };
  const isEncapsulated = element.kind === 'bulk' && element.byteLength === undefined;
  return isEncapsulated ? encapsulatedFile(file) : nativeFile(file, element.vr);
}
