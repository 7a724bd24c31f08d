import type { Audit } from '../../audit/index.ts';
import type { BlobStore } from '../../kernel/blobs/index.ts';
import { type Clock, later } from '../../kernel/clock/index.ts';
import { type Context, systemContext } from '../../kernel/context/index.ts';
import { type Database, transact } from '../../kernel/db/index.ts';
import type { Jobs } from '../../kernel/jobs/index.ts';
import type { Logger } from '../../kernel/log/index.ts';
import { sweepBlobsJob } from '../archive.jobs.ts';
import { findReferencedBlobs } from '../intake/rejected.repository.ts';

export interface OrphanBlobsOptions {
  db: Database;
  clock: Clock;
  audit: Audit;
  jobs: Jobs;
  log: Logger;
  blobs: BlobStore;
  /** A blob that nothing names for this long is removed; 0: never. */
  ageMs: number;
}

export interface Sweep {
  /** Blobs that were old enough to be looked at. */
  examined: number;
  /** Of these, what no row names, and has been set aside now. */
  setAside: number;
  removed: number;
  removedBytes: number;
  /** Set aside before, and named by a row since. */
  takenBack: number;
}

const dayMs = 86_400_000;
// Longer than any object takes from its last byte to its committed row: whoever stores the same bytes now has named them by then.
const asideMs = 600_000;
const namesOfQuery = 1000;
/** Many orphans that are most of the store: that is the folder of another database, or an older copy of it. */
const suspicious = { count: 100, share: 0.5 };

/**
 * Removes blobs that no row names: bytes that were durable when a process was killed before the row was committed. Nothing is
 * removed at once. What is old enough and named by nobody is set aside, where it is still read; ten minutes later it is looked
 * up again and removed, or taken back when the same bytes came again meanwhile.
 */
export function createOrphanBlobs({ db, clock, audit, jobs, log, blobs, ageMs }: OrphanBlobsOptions) {
  async function findOrphans(before: Date) {
    const orphans: Buffer[] = [];
    let examined = 0;
    for await (const folder of blobs.listWrittenBefore(before))
      for (let at = 0; at < folder.length; at += namesOfQuery) {
        const sha256s = folder.slice(at, at + namesOfQuery).map((blob) => blob.sha256);
        const referenced = await findReferencedBlobs(db, sha256s);
        examined += sha256s.length;
        orphans.push(...sha256s.filter((sha256) => !referenced.has(sha256.toString('hex'))));
      }
    return { examined, orphans };
  }

  /** Ends the wait of what an earlier sweep, or a removal that was interrupted, has set aside. */
  async function settleAside() {
    const waited = await blobs.listAsideBefore(later(clock.now(), -asideMs));
    const settled = { removed: 0, removedBytes: 0, takenBack: 0 };
    for (let at = 0; at < waited.length; at += namesOfQuery) {
      const some = waited.slice(at, at + namesOfQuery);
      const referenced = await findReferencedBlobs(
        db,
        some.map((blob) => blob.sha256),
      );
      for (const { sha256, sizeBytes } of some)
        if (referenced.has(sha256.toString('hex'))) {
          await blobs.takeBack(sha256);
          settled.takenBack++;
        } else {
          await blobs.removeAside(sha256);
          settled.removed++;
          settled.removedBytes += sizeBytes;
        }
    }
    return settled;
  }

  async function setOrphansAside(): Promise<Pick<Sweep, 'examined' | 'setAside'>> {
    const { examined, orphans } = await findOrphans(later(clock.now(), -ageMs));
    if (orphans.length > suspicious.count && orphans.length > examined * suspicious.share) {
      log.error(
        { event: 'archive.blobs.unknown', examined, orphans: orphans.length },
        'Most blobs of the data folder are unknown to the database: is it the right one? None is removed',
      );
      return { examined, setAside: 0 };
    }
    for (const sha256 of orphans) await blobs.setAside(sha256);
    return { examined, setAside: orphans.length };
  }

  async function sweep(ctx: Context): Promise<Sweep> {
    const settled = await settleAside();
    const result = { ...(await setOrphansAside()), ...settled };
    log.info({ event: 'archive.blobs.swept', ...result }, 'Looked for blobs that no row names');
    const { removed, removedBytes } = result;
    if (removed > 0)
      await transact(db, (trx) =>
        audit.record(trx, ctx, {
          action: 'D',
          type: 'archive.blobs.removed',
          object: { kind: 'blobs', id: 'orphans' },
          after: { count: removed, sizeBytes: removedBytes },
          reason: 'No row names them.',
        }),
      );
    return result;
  }

  async function schedule(inMs: number): Promise<void> {
    const options = { jobKey: sweepBlobsJob.name, runAt: later(clock.now(), inMs), keepsEarlier: true };
    await transact(db, (trx) => jobs.add(trx, sweepBlobsJob, {}, options));
  }

  jobs.handle(sweepBlobsJob, async (_payload, ctx) => {
    if (ageMs === 0) return;
    await sweep(ctx);
    await schedule((await blobs.hasAside()) ? asideMs : dayMs);
  });

  return {
    sweep: (): Promise<Sweep> => sweep(systemContext('sweep', log)),
    /** Has the store looked through once a day from now on; a look that is due already stays due. */
    start: (): Promise<void> => (ageMs === 0 ? Promise.resolve() : schedule(dayMs)),
  };
}

export type OrphanBlobs = ReturnType<typeof createOrphanBlobs>;
