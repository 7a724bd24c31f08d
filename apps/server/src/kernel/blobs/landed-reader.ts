import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { listBerths } from './berths.ts';
import { isMissing, readFully } from './files.ts';
import {
  blockBytes,
  decodeIndexEntry,
  decodeRecordHeader,
  decodeSegmentHeader,
  indexEntryBytes,
} from './format.ts';
import type { LandedPlace } from './landing.ts';
import { indexPathOf, listSegments } from './segments.ts';

// Entries are written by several appends at once: one may be missing for a moment while the next is there.
const entriesPerRead = 256;

async function readHeaderBlock(path: string): Promise<Buffer | undefined> {
  const handle = await open(path, 'r');
  try {
    const block = Buffer.alloc(64);
    await readFully(handle, block, 0, block.length, 0);
    return decodeSegmentHeader(block);
  } finally {
    await handle.close();
  }
}

async function placesOfSegment(segmentPath: string, places: Map<string, LandedPlace>): Promise<void> {
  const salt = await readHeaderBlock(segmentPath);
  if (salt === undefined) return;
  const index = await open(indexPathOf(segmentPath), 'r');
  try {
    const page = Buffer.alloc(entriesPerRead * indexEntryBytes);
    for (let position = 0; ; position += page.length) {
      const length = await readFully(index, page, 0, page.length, position);
      let found = 0;
      for (let at = 0; at < length; at += indexEntryBytes) {
        const record = decodeIndexEntry(page, at, salt);
        if (record === undefined) continue;
        found++;
        places.set(record.sha256.toString('hex'), { segmentPath, salt, record });
      }
      if (found === 0) return;
    }
  } finally {
    await index.close();
  }
}

/** Every blob that is in the landing of any store on this folder, of this or another process. */
export async function findLandedPlaces(landing: string): Promise<Map<string, LandedPlace>> {
  const places = new Map<string, LandedPlace>();
  for (const berth of await listBerths(landing)) {
    if (berth.startsWith('empty~')) continue;
    try {
      for (const segment of await listSegments(join(landing, berth))) await placesOfSegment(segment, places);
    } catch (error) {
      // A berth may be taken over, or a segment end, while we look.
      if (!isMissing(error)) throw error;
    }
  }
  return places;
}

/**
 * Bytes `[start, end)` of a landed blob. Undefined when the segment has been used again meanwhile:
 * then the blob has its own file.
 */
export async function readLanded(
  place: LandedPlace,
  start: number,
  end: number,
): Promise<Buffer | undefined> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(place.segmentPath, 'r');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  try {
    const bytes = Buffer.allocUnsafe(Math.max(0, end - start));
    const header = Buffer.alloc(64);
    await readFully(handle, header, 0, header.length, place.record.offset);
    const length = await readFully(handle, bytes, 0, bytes.length, place.record.offset + blockBytes + start);
    const record = decodeRecordHeader(header, 0, place.salt);
    if (record?.sha256.equals(place.record.sha256) !== true || length < bytes.length) return undefined;
    // The salt is renewed before anything is overwritten: still the same after reading means that the bytes were the blob's.
    await readFully(handle, header, 0, header.length, 0);
    return decodeSegmentHeader(header)?.equals(place.salt) === true ? bytes : undefined;
  } finally {
    await handle.close();
  }
}
