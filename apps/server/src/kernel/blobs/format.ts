import { crc32 } from 'node:zlib';

/**
 * The landing's segments: a header block, then records that each begin on a block: a header block and the blob's bytes.
 * Every header carries its segment's salt, a new one whenever the segment is used again: a leftover of the last use,
 * or a header forged inside a blob, never passes for a record.
 */
export const blockBytes = 4096;
export const saltBytes = 16;

const segmentMagic = Buffer.from('PSCLAND1');
const recordMagic = Buffer.from('PSCB');
const recordHeaderBytes = 60;

/** The smallest whole number of blocks that holds this many bytes, in bytes. */
export function roundUpToBlock(sizeBytes: number): number {
  return Math.ceil(sizeBytes / blockBytes) * blockBytes;
}

/** A blob in a segment. */
export interface LandedRecord {
  readonly sha256: Buffer;
  readonly sizeBytes: number;
  /** Of the record's header block in the segment. */
  readonly offset: number;
}

/** Bytes that a blob takes in a segment. */
export function recordLength(sizeBytes: number): number {
  return blockBytes + roundUpToBlock(sizeBytes);
}

export function encodeSegmentHeader(target: Uint8Array, salt: Uint8Array): void {
  target.fill(0, 0, blockBytes);
  target.set(segmentMagic, 0);
  target.set(salt, 8);
  writeCrc(target, 24);
}

/** The salt of a segment's present use; undefined when the block is not a whole header. */
export function decodeSegmentHeader(block: Uint8Array): Buffer | undefined {
  if (block.length < 28 || !segmentMagic.equals(block.subarray(0, 8)) || !crcMatches(block, 24))
    return undefined;
  return Buffer.from(block.subarray(8, 24));
}

export function encodeRecordHeader(
  target: Uint8Array,
  salt: Uint8Array,
  sha256: Uint8Array,
  sizeBytes: number,
): void {
  target.set(recordMagic, 0);
  target.set(salt, 4);
  target.set(sha256, 20);
  viewOf(target).setUint32(52, sizeBytes);
  writeCrc(target, 56);
}

/** The record whose header begins at `at` in `bytes`; undefined when there is none of this salt. */
export function decodeRecordHeader(
  bytes: Uint8Array,
  at: number,
  salt: Buffer,
): { sha256: Buffer; sizeBytes: number } | undefined {
  const header = bytes.subarray(at, at + recordHeaderBytes);
  if (header.length < recordHeaderBytes || !recordMagic.equals(header.subarray(0, 4))) return undefined;
  if (!salt.equals(header.subarray(4, 20)) || !crcMatches(header, 56)) return undefined;
  return { sha256: Buffer.from(header.subarray(20, 52)), sizeBytes: viewOf(header).getUint32(52) };
}

/** One line of a segment's index, by which other threads and processes find a landed blob. */
export const indexEntryBytes = 64;

export function encodeIndexEntry(salt: Uint8Array, { sha256, sizeBytes, offset }: LandedRecord): Buffer {
  const entry = Buffer.alloc(indexEntryBytes);
  entry.set(salt, 0);
  entry.set(sha256, 16);
  entry.writeUInt32BE(offset / blockBytes, 48);
  entry.writeUInt32BE(sizeBytes, 52);
  writeCrc(entry, 56);
  return entry;
}

export function decodeIndexEntry(bytes: Buffer, at: number, salt: Buffer): LandedRecord | undefined {
  const entry = bytes.subarray(at, at + indexEntryBytes);
  if (entry.length < indexEntryBytes || !salt.equals(entry.subarray(0, saltBytes)) || !crcMatches(entry, 56))
    return undefined;
  return {
    sha256: Buffer.from(entry.subarray(16, 48)),
    offset: entry.readUInt32BE(48) * blockBytes,
    sizeBytes: entry.readUInt32BE(52),
  };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function writeCrc(target: Uint8Array, at: number): void {
  viewOf(target).setUint32(at, crc32(target.subarray(0, at)));
}

function crcMatches(bytes: Uint8Array, at: number): boolean {
  return viewOf(bytes).getUint32(at) === crc32(bytes.subarray(0, at));
}
