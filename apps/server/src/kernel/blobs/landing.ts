import type { Logger } from '../log/index.ts';
import { writeFully } from './files.ts';
import { encodeRecordHeader, type LandedRecord, recordLength } from './format.ts';
import { discardSegment, eraseSegment, recycleSegment, type Segment, writeIndexEntry } from './segments.ts';
import type { Staging } from './staging.ts';

/** A blob gathered in a staging slot, ready to land. */
export interface StagedBlob {
  readonly bytes: Uint8Array;
  readonly sizeBytes: number;
  readonly sha256: Buffer;
}

/** Where a landed blob lies, for reading it before it is filed under its own name. */
export interface LandedPlace {
  readonly segmentPath: string;
  readonly salt: Buffer;
  readonly record: LandedRecord;
}

/**
 * The log that makes blobs durable with one write and no commit of the file system's journal: blobs are appended to
 * preallocated segments (each write is durable by O_DSYNC) and filed under their own names later (landing-filing.ts).
 * Appends of several writers run at once, each in its own reserved place.
 */
export function createLanding({ staging, log }: { staging: Staging; log: Logger }) {
  let current: Segment | undefined;
  const free: Segment[] = [];
  const retired: Segment[] = [];
  const places = new Map<string, LandedPlace>();
  let lastAppendAt = Number.NEGATIVE_INFINITY;
  let oldestAppendAt: number | undefined;

  // The present segment while it has room; the next free one when it has not. Undefined: the landing is full.
  function segmentWithRoom(length: number): Segment | undefined {
    if (current !== undefined && current.position + length <= current.sizeBytes && !current.broken)
      return current;
    const next = free.find((segment) => segment.position + length <= segment.sizeBytes);
    if (next === undefined) return undefined;
    free.splice(free.indexOf(next), 1);
    if (current !== undefined) retired.push(current);
    current = next;
    return next;
  }

  /** Makes a blob durable. False when there is no room, or the segment cannot be written: the caller files it directly. */
  async function append(blob: StagedBlob): Promise<boolean> {
    const length = recordLength(blob.sizeBytes);
    const segment = segmentWithRoom(length);
    if (segment === undefined) return false;
    const record = { sha256: blob.sha256, sizeBytes: blob.sizeBytes, offset: segment.position };
    segment.position += length;
    segment.appending++;
    const ordinal = segment.records.push(record) - 1;
    lastAppendAt = performance.now();
    oldestAppendAt ??= lastAppendAt;
    try {
      encodeRecordHeader(blob.bytes, segment.salt, blob.sha256, blob.sizeBytes);
      await writeFully(segment.handle, blob.bytes, 0, length, record.offset);
      writeIndexEntry(segment, ordinal, record);
      places.set(blob.sha256.toString('hex'), { segmentPath: segment.path, salt: segment.salt, record });
      return true;
    } catch (error) {
      segment.broken = true;
      segment.records.splice(segment.records.indexOf(record), 1);
      const { code } = error as NodeJS.ErrnoException;
      log.error(
        { event: 'kernel.blobs.landingFailed', code },
        'A landing segment cannot be written; blobs are filed directly',
      );
      return false;
    } finally {
      segment.appending--;
    }
  }

  /** The segments to file: the full ones and, at rest, the present one as well. */
  function segmentsToFile(includeCurrent: boolean): Segment[] {
    if (includeCurrent && current !== undefined && current.records.length > 0) {
      retired.push(current);
      current = undefined;
    }
    return retired.filter((segment) => segment.appending === 0);
  }

  // Before the new salt is on disk, and before leftovers are overwritten, which takes seconds: whoever was sent to the
  // segment meanwhile would not find the blob there, however often it asked.
  function forget({ salt, records }: Segment): void {
    for (const record of records) {
      const hex = record.sha256.toString('hex');
      if (places.get(hex)?.salt === salt) places.delete(hex);
    }
    if (places.size === 0) oldestAppendAt = undefined;
  }

  /** Takes a segment back into use once all its blobs are durable under their own names; a broken one goes for good. */
  async function reuse(segment: Segment): Promise<void> {
    forget(segment);
    retired.splice(retired.indexOf(segment), 1);
    if (segment.broken) {
      await discardSegment(segment);
      return;
    }
    await recycleSegment(segment, staging);
    if (segment.isToBeErased) await eraseSegment(segment, staging);
    free.push(segment);
  }

  /** Overwrites what filed blobs left behind: where nothing lies now at once, elsewhere before the segment is used again. */
  async function eraseLeftovers(): Promise<void> {
    if (current?.appending === 0 && current.records.length === 0) {
      free.push(current);
      current = undefined;
    }
    for (const segment of [...(current === undefined ? [] : [current]), ...retired])
      segment.isToBeErased = true;
    for (const segment of [...free]) {
      // It may have been taken for new blobs meanwhile.
      const at = free.indexOf(segment);
      if (at === -1) segment.isToBeErased = true;
      else {
        free.splice(at, 1);
        await eraseSegment(segment, staging);
        free.push(segment);
      }
    }
  }

  return {
    append,
    eraseLeftovers,
    segmentsToFile,
    reuse,
    addSegment: (segment: Segment): void => void free.push(segment),
    place: (hex: string): LandedPlace | undefined => places.get(hex),
    segments: (): Segment[] => [...(current === undefined ? [] : [current]), ...free, ...retired],
    landedCount: (): number => places.size,
    idleMs: (): number => performance.now() - lastAppendAt,
    /** How long the oldest landed blob has waited to be filed. */
    waitingMs: (): number => (oldestAppendAt === undefined ? 0 : performance.now() - oldestAppendAt),
  };
}

export type Landing = ReturnType<typeof createLanding>;
