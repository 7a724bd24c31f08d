import type { FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../log/index.ts';
import { codeOf, readFully } from './files.ts';
import type { FinalFiles } from './final-files.ts';
import { type LandedRecord, recordLength } from './format.ts';
import type { Landing } from './landing.ts';
import type { Segment } from './segments.ts';
import type { Staging } from './staging.ts';

export interface FilingOptions {
  landing: Landing;
  finalFiles: FinalFiles;
  staging: Staging;
  log: Logger;
  /** Filing begins when nothing has landed for this long, so that it does not take the disk from those who wait. */
  idleMs: number;
  /** …or, at a quarter of its speed, when a blob has waited this long. */
  patienceMs: number;
}

const tickMs = 50;
const batchCount = 64;
const retryAfterFailureMs = 5_000;

/** Moves landed blobs to files of their own, a segment at a time: write all, sync all, then use the segment again. */
export function createFiling({ landing, finalFiles, staging, log, idleMs, patienceMs }: FilingOptions) {
  let running: Promise<void> | undefined;
  let hurried = 0;
  let notBefore = 0;

  const atRest = () => hurried > 0 || landing.idleMs() >= idleMs;
  const impatient = () => landing.waitingMs() >= patienceMs;

  async function fileRecord(segment: Segment, record: LandedRecord): Promise<FileHandle> {
    const slot = staging.take();
    try {
      await readFully(segment.handle, slot.bytes, 0, recordLength(record.sizeBytes), record.offset);
      return await finalFiles.write(slot.bytes, record.sizeBytes, record.sha256.toString('hex'));
    } finally {
      slot.release();
    }
  }

  // The first sync commits the file system's journal for all of the batch; the rest find little left to do.
  async function syncBatch(batch: FileHandle[]): Promise<void> {
    try {
      for (const handle of batch) await handle.sync();
    } finally {
      await Promise.all(batch.map((handle) => handle.close()));
    }
  }

  /** Files up to a batch of a segment's records. False when it stopped because blobs land again. */
  async function fileBatch(segment: Segment): Promise<boolean> {
    const batch: FileHandle[] = [];
    const first = segment.filedCount;
    let undisturbed = true;
    try {
      for (const record of segment.records.slice(first, first + batchCount)) {
        const startedAt = performance.now();
        batch.push(await fileRecord(segment, record));
        if (atRest()) continue;
        undisturbed = impatient();
        if (!undisturbed) break;
        await sleep(3 * (performance.now() - startedAt));
      }
    } finally {
      await syncBatch(batch);
    }
    segment.filedCount = first + batch.length;
    return undisturbed;
  }

  async function fileSegment(segment: Segment): Promise<boolean> {
    while (segment.filedCount < segment.records.length) if (!(await fileBatch(segment))) return false;
    await finalFiles.syncNames(segment.records.map((record) => record.sha256.toString('hex')));
    await landing.reuse(segment);
    return true;
  }

  async function fileAll(): Promise<void> {
    for (const segment of landing.segmentsToFile(atRest() || impatient()))
      if (!(await fileSegment(segment))) return;
  }

  async function runOnce(): Promise<void> {
    running ??= fileAll().finally(() => {
      running = undefined;
    });
    return running;
  }

  function tick(): void {
    if (running !== undefined || landing.landedCount() === 0 || performance.now() < notBefore) return;
    if (!atRest() && !impatient()) return;
    runOnce().catch((error: unknown) => {
      notBefore = performance.now() + retryAfterFailureMs;
      log.error(
        { event: 'kernel.blobs.filingFailed', code: codeOf(error) },
        'Landed blobs cannot be filed; they stay safe where they landed',
      );
    });
  }

  const timer = setInterval(tick, tickMs);
  timer.unref();

  /** Files everything that has landed, now, and waits until the segments that held it can be used again. */
  async function fileNow(): Promise<void> {
    hurried++;
    try {
      await runOnce();
      while (landing.landedCount() > 0) {
        // A segment with an append in flight is left out: let that finish.
        await sleep(1);
        await runOnce();
      }
    } finally {
      hurried--;
    }
  }

  return { fileNow, stop: (): void => clearInterval(timer) };
}

export type Filing = ReturnType<typeof createFiling>;
