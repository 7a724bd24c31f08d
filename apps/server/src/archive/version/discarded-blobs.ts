import type { BlobStore } from '../../kernel/blobs/index.ts';
import { type Clock, later } from '../../kernel/clock/index.ts';
import { type Database, type Trx, transact } from '../../kernel/db/index.ts';
import type { Jobs } from '../../kernel/jobs/index.ts';
import { discardBlobsJob, eraseBlobsJob } from '../archive.jobs.ts';
import { findReferencedBlobs } from '../intake/rejected.repository.ts';

const blobsOfJob = 500;
// As long as whoever opened the old version may go on reading it, and as whoever stores the same bytes now takes to name them.
const asideMs = 600_000;

/** Removes the blobs of discarded versions: set aside at once, where they are still read, and gone ten minutes later. */
export function createDiscardedBlobs({
  db,
  clock,
  blobs,
  jobs,
}: {
  db: Database;
  clock: Clock;
  blobs: Pick<BlobStore, 'setAside' | 'takeBack' | 'removeAside' | 'remove' | 'eraseLeftovers'>;
  jobs: Jobs;
}) {
  jobs.handle(discardBlobsJob, async ({ sha256s, step }) => {
    const all = sha256s.map((hex) => Buffer.from(hex, 'hex'));
    const referenced = await findReferencedBlobs(db, all);
    const isFree = (sha256: Buffer) => !referenced.has(sha256.toString('hex'));
    if (step === 'remove') {
      for (const sha256 of all)
        if (isFree(sha256)) await blobs.removeAside(sha256);
        else await blobs.takeBack(sha256);
      return;
    }
    const free = all.filter(isFree);
    for (const sha256 of free) await blobs.setAside(sha256);
    if (free.length === 0) return;
    const names = free.map((sha256) => sha256.toString('hex'));
    const options = { runAt: later(clock.now(), asideMs) };
    await transact(db, (trx) => jobs.add(trx, discardBlobsJob, { sha256s: names, step: 'remove' }, options));
  });

  jobs.handle(eraseBlobsJob, async ({ sha256s }) => {
    const all = sha256s.map((hex) => Buffer.from(hex, 'hex'));
    const referenced = await findReferencedBlobs(db, all);
    for (const sha256 of all) if (!referenced.has(sha256.toString('hex'))) await blobs.remove(sha256);
    await blobs.eraseLeftovers();
  });

  return {
    /**
     * Has these blobs removed at once when the transaction commits, with what they left where they landed: for bytes that nobody may
     * be storing any more.
     */
    async erase(trx: Trx, sha256s: readonly Buffer[]): Promise<void> {
      for (let at = 0; at < sha256s.length; at += blobsOfJob) {
        const some = sha256s.slice(at, at + blobsOfJob).map((sha256) => sha256.toString('hex'));
        await jobs.add(trx, eraseBlobsJob, { sha256s: some });
      }
    },

    /** Has these blobs removed, those that nothing else names, when the transaction commits. */
    async discard(trx: Trx, sha256s: readonly Buffer[]): Promise<void> {
      for (let at = 0; at < sha256s.length; at += blobsOfJob) {
        const some = sha256s.slice(at, at + blobsOfJob).map((sha256) => sha256.toString('hex'));
        await jobs.add(trx, discardBlobsJob, { sha256s: some, step: 'set-aside' });
      }
    },
  };
}

export type DiscardedBlobs = ReturnType<typeof createDiscardedBlobs>;
