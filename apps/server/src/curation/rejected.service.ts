import { deleteRejected, findReferencedBlobs } from '../archive/index.ts';
import { later } from '../kernel/clock/index.ts';
import { transact } from '../kernel/db/index.ts';
import type { CurationDeps } from './cases.service.ts';
import { removeBlobsJob, removeRejectedJob, setBlobsAsideJob } from './curation.jobs.ts';
import { lockCase } from './curation.repository.ts';

const blobsOfJob = 500;
// Longer than any object takes from its last byte to its committed row: whoever stores the same bytes now has named them by then.
const asideMs = 600_000;

/**
 * Removes rejected images when the time to change one's mind is over: first the rows, then blobs that nothing names.
 * A blob is set aside first and removed later, because the same bytes may be arriving at this moment.
 */
export function removeRejected({
  db,
  clock,
  audit,
  jobs,
  blobs,
}: Pick<CurationDeps, 'db' | 'clock' | 'audit' | 'jobs' | 'blobs'>): void {
  jobs.handle(removeRejectedJob, async ({ caseId, version }, ctx) => {
    await transact(db, async (trx) => {
      const row = await lockCase(trx, undefined, caseId);
      // Brought back since: a new rejection has a job of its own.
      if (row === undefined || row.state !== 'discarded' || row.version !== version) return;
      const sha256s = await deleteRejected(trx, row.intakeId);
      for (let at = 0; at < sha256s.length; at += blobsOfJob)
        await jobs.add(trx, setBlobsAsideJob, {
          sha256s: sha256s.slice(at, at + blobsOfJob).map((one) => one.toString('hex')),
        });
      await audit.record(trx, ctx, {
        action: 'D',
        type: 'curation.rejected.removed',
        projectId: row.projectId,
        object: { kind: 'series', id: row.seriesId },
        related: [{ kind: 'case', id: caseId }],
        after: { instances: sha256s.length },
      });
    });
  });

  jobs.handle(setBlobsAsideJob, async ({ sha256s }) => {
    const all = sha256s.map((hex) => Buffer.from(hex, 'hex'));
    const referenced = await findReferencedBlobs(db, all);
    const free = all.filter((sha256) => !referenced.has(sha256.toString('hex')));
    for (const sha256 of free) await blobs.setAside(sha256);
    if (free.length === 0) return;
    const names = free.map((sha256) => sha256.toString('hex'));
    await transact(db, (trx) =>
      jobs.add(trx, removeBlobsJob, { sha256s: names }, { runAt: later(clock.now(), asideMs) }),
    );
  });

  jobs.handle(removeBlobsJob, async ({ sha256s }) => {
    const all = sha256s.map((hex) => Buffer.from(hex, 'hex'));
    const referenced = await findReferencedBlobs(db, all);
    for (const sha256 of all)
      if (referenced.has(sha256.toString('hex'))) await blobs.takeBack(sha256);
      else await blobs.removeAside(sha256);
  });
}
