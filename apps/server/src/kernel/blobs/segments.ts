import { randomBytes } from 'node:crypto';
import { constants, writeSync } from 'node:fs';
import { type FileHandle, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { openDirect, syncPath, writeFully } from './files.ts';
import {
  blockBytes,
  encodeIndexEntry,
  encodeSegmentHeader,
  indexEntryBytes,
  type LandedRecord,
  saltBytes,
} from './format.ts';
import type { Staging } from './staging.ts';

/** A preallocated file that blobs land in, open for appending by its one owner. */
export interface Segment {
  readonly path: string;
  readonly handle: FileHandle;
  readonly index: FileHandle;
  readonly sizeBytes: number;
  salt: Buffer;
  position: number;
  appending: number;
  readonly records: LandedRecord[];
  /** Records before this one are filed under their own names. */
  filedCount: number;
  /** A write failed: nothing more is appended. */
  broken: boolean;
  /** Up to here it may hold bytes of earlier uses. */
  writtenBytes: number;
  /** Those bytes are to be overwritten before it is used again. */
  isToBeErased: boolean;
}

export function indexPathOf(segmentPath: string): string {
  return `${segmentPath}.index`;
}

/** Every record takes a block at least, so an index of this size never grows, and never meets a full disk. */
function indexSizeOf(sizeBytes: number): number {
  return (sizeBytes / blockBytes) * indexEntryBytes;
}

/** The whole segments of a berth: files of another size, or without an index, are left out. */
export async function listSegments(berth: string, sizeBytes?: number): Promise<string[]> {
  const names = new Set(await readdir(berth));
  const whole: string[] = [];
  for (const name of [...names].sort()) {
    if (!/^segment-\d{4}$/.test(name) || !names.has(indexPathOf(name))) continue;
    if (sizeBytes === undefined || (await stat(join(berth, name))).size === sizeBytes)
      whole.push(join(berth, name));
  }
  return whole;
}

/** The segments of a berth that fit these settings; files of other settings are removed. */
export async function keepSegments(berth: string, count: number, sizeBytes: number): Promise<string[]> {
  const kept = (await listSegments(berth, sizeBytes)).slice(0, count);
  for (const name of await readdir(berth)) {
    const path = join(berth, name);
    if (name.startsWith('segment-') && !kept.includes(path.replace(/\.index$/, ''))) await unlink(path);
  }
  return kept;
}

// The zeros matter: a block that was never written makes the first sync of real bytes commit the file system's journal,
// which costs more than writing them.
async function writeZeros(path: string, sizeBytes: number, staging: Staging): Promise<void> {
  const slot = staging.take();
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC;
  const handle = await openDirect(path, flags);
  try {
    const chunkBytes = Math.min(1024 * 1024, slot.bytes.length);
    slot.bytes.fill(0, 0, chunkBytes);
    for (let at = 0; at < sizeBytes; at += chunkBytes)
      await writeFully(handle, slot.bytes, 0, Math.min(chunkBytes, sizeBytes - at), at);
    await handle.sync();
  } finally {
    await handle.close();
    slot.release();
  }
}

/** Makes a segment: it gets its name only when it is whole. */
export async function createSegment(
  berth: string,
  number: number,
  sizeBytes: number,
  staging: Staging,
): Promise<string> {
  const path = join(berth, `segment-${String(number).padStart(4, '0')}`);
  const making = join(berth, 'temporary', 'segment');
  await writeZeros(making, indexSizeOf(sizeBytes), staging);
  await rename(making, indexPathOf(path));
  await writeZeros(making, sizeBytes, staging);
  await rename(making, path);
  await syncPath(berth);
  return path;
}

/** Opens a segment whose records are all filed, for a new use. What it holds of earlier ones is not known. */
export async function openSegment(path: string, staging: Staging): Promise<Segment> {
  const { size } = await stat(path);
  const handle = await openDirect(path, constants.O_RDWR | constants.O_DSYNC);
  const index = await open(indexPathOf(path), 'r+');
  const segment: Segment = {
    path,
    handle,
    index,
    sizeBytes: size,
    salt: Buffer.alloc(saltBytes),
    position: 0,
    appending: 0,
    records: [],
    filedCount: 0,
    broken: false,
    writtenBytes: size,
    isToBeErased: false,
  };
  await recycleSegment(segment, staging);
  return segment;
}

/** Starts a new use: with the new salt on disk, nothing of the last use is a record any more. */
export async function recycleSegment(segment: Segment, staging: Staging): Promise<void> {
  const salt = randomBytes(saltBytes);
  const slot = staging.take();
  try {
    encodeSegmentHeader(slot.bytes, salt);
    await writeFully(segment.handle, slot.bytes, 0, blockBytes, 0);
  } finally {
    slot.release();
  }
  segment.writtenBytes = Math.max(segment.writtenBytes, segment.position);
  segment.salt = salt;
  segment.records.length = 0;
  segment.filedCount = 0;
  segment.position = blockBytes;
}

/** Overwrites what earlier uses left in a segment that nobody uses. */
export async function eraseSegment(segment: Segment, staging: Staging): Promise<void> {
  const slot = staging.take();
  try {
    const chunkBytes = Math.min(1024 * 1024, slot.bytes.length);
    slot.bytes.fill(0, 0, chunkBytes);
    for (let at = blockBytes; at < segment.writtenBytes; at += chunkBytes)
      await writeFully(segment.handle, slot.bytes, 0, Math.min(chunkBytes, segment.sizeBytes - at), at);
  } finally {
    slot.release();
  }
  segment.writtenBytes = blockBytes;
  segment.isToBeErased = false;
}

/**
 * Tells readers elsewhere where a blob lies. Not durable, and need not be: recovery reads the segment itself. Written
 * without a thread of the pool: 64 bytes into the page cache take 3 µs, handing them over and back 70.
 */
export function writeIndexEntry(segment: Segment, ordinal: number, record: LandedRecord): void {
  const entry = encodeIndexEntry(segment.salt, record);
  const at = ordinal * indexEntryBytes;
  for (let written = 0; written < entry.length; )
    written += writeSync(segment.index.fd, entry, written, entry.length - written, at + written);
}

export async function closeSegment(segment: Segment): Promise<void> {
  await segment.handle.close();
  await segment.index.close();
}

/** Ends a segment that cannot be written. Its blobs are filed. */
export async function discardSegment(segment: Segment): Promise<void> {
  await closeSegment(segment);
  await unlink(segment.path);
  await unlink(indexPathOf(segment.path));
}
