import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { isMissing, readFully } from './files.ts';
import type { FinalFiles } from './final-files.ts';
import {
  blockBytes,
  decodeRecordHeader,
  decodeSegmentHeader,
  type LandedRecord,
  recordLength,
} from './format.ts';
import { listSegments } from './segments.ts';
import type { Staging } from './staging.ts';

const windowBytes = 4 * 1024 * 1024;

/** Every record header in a segment. After a gap (an append that never happened) the search goes on, block by block. */
async function* recordsOf(path: string, staging: Staging): AsyncGenerator<LandedRecord> {
  const handle = await open(path, 'r');
  try {
    const window = Buffer.alloc(windowBytes);
    await readFully(handle, window, 0, blockBytes, 0);
    const salt = decodeSegmentHeader(window);
    if (salt === undefined) return;
    const { size } = await handle.stat();
    let windowStart = 0;
    let windowLength = 0;
    for (let offset = blockBytes; offset < size; ) {
      if (offset + blockBytes > windowStart + windowLength) {
        windowStart = offset;
        windowLength = await readFully(handle, window, 0, windowBytes, offset);
        if (windowLength < blockBytes) return;
      }
      const header = decodeRecordHeader(window, offset - windowStart, salt);
      if (header === undefined || header.sizeBytes > staging.capacityBytes) {
        offset += blockBytes;
        continue;
      }
      yield { ...header, offset };
      offset += recordLength(header.sizeBytes);
    }
  } finally {
    await handle.close();
  }
}

async function sha256OfFile(path: string): Promise<{ sha256: Buffer; sizeBytes: number } | undefined> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(path, 'r');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  try {
    const hash = createHash('sha256');
    const chunk = Buffer.allocUnsafe(1024 * 1024);
    let sizeBytes = 0;
    for (;;) {
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, sizeBytes);
      if (bytesRead === 0) return { sha256: hash.digest(), sizeBytes };
      hash.update(chunk.subarray(0, bytesRead));
      sizeBytes += bytesRead;
    }
  } finally {
    await handle.close();
  }
}

async function restoreRecord(
  path: string,
  record: LandedRecord,
  finalFiles: FinalFiles,
  staging: Staging,
): Promise<'right' | 'restored' | 'unfinished'> {
  const hex = record.sha256.toString('hex');
  const present = await sha256OfFile(finalFiles.pathOf(hex));
  if (present?.sha256.equals(record.sha256) === true) return 'right';
  const handle = await open(path, 'r');
  const slot = staging.take();
  try {
    await readFully(handle, slot.bytes, 0, recordLength(record.sizeBytes), record.offset);
    const bytes = slot.bytes.subarray(blockBytes, blockBytes + record.sizeBytes);
    // A header whose bytes did not follow: the append never finished, so nobody was told that it had.
    if (!createHash('sha256').update(bytes).digest().equals(record.sha256)) return 'unfinished';
    if (present !== undefined) await finalFiles.removeIfThere(finalFiles.pathOf(hex));
    await (await finalFiles.write(slot.bytes, record.sizeBytes, hex)).close();
    return 'restored';
  } finally {
    await handle.close();
    slot.release();
  }
}

export interface Recovered {
  /** Blobs that were found whole under their own names. */
  right: number;
  /** Blobs that were missing or damaged under their own names, and are whole again. */
  restored: number;
  /** Appends that a crash cut short. */
  unfinished: number;
}

/**
 * Replays the segments of a berth: afterwards every blob that ever was acknowledged from it lies, durable, under its own name.
 * Only reads the berth, and may be done again at any time.
 */
export async function recoverBerth(
  berth: string,
  finalFiles: FinalFiles,
  staging: Staging,
): Promise<Recovered> {
  const recovered: Recovered = { right: 0, restored: 0, unfinished: 0 };
  for (const path of await listSegments(berth)) {
    const filed = new Set<string>();
    for await (const record of recordsOf(path, staging)) {
      const outcome = await restoreRecord(path, record, finalFiles, staging);
      recovered[outcome]++;
      if (outcome !== 'unfinished') filed.add(record.sha256.toString('hex'));
    }
    for (const hex of filed) await finalFiles.syncContent(hex);
    await finalFiles.syncNames(filed);
  }
  return recovered;
}
