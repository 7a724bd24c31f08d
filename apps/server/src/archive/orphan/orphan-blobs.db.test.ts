import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { makeSeries } from '@pesscara/phantom';
import { describe, expect, it } from 'vitest';
import { withReviewDesk } from '../../../test/kit/review-desk.ts';
import { type Clock, later, systemClock } from '../../kernel/clock/index.ts';
import { createJobs } from '../../kernel/jobs/index.ts';
import { createOrphanBlobs } from './orphan-blobs.ts';

const dayMs = 86_400_000;
const desk = await withReviewDesk();
const { db, pool, log, audit, blobs, directory } = desk;

let offsetMs = 0;
const clock: Clock = { now: () => later(systemClock.now(), offsetMs) };
const pass = (milliseconds: number) => {
  offsetMs += milliseconds;
};
const jobs = createJobs({ pool, db, clock, log, concurrency: 1, heartbeatMs: 1000, deadAfterMs: 60_000 });
const orphanBlobs = createOrphanBlobs({ db, clock, audit, jobs, log, blobs, ageMs: 7 * dayMs });

/** Bytes without a row: what a process leaves that is killed between the two. */
async function leaveBytes(text: string): Promise<Buffer> {
  const writer = blobs.createWriter();
  await writer.write(Buffer.from(text));
  const { sha256 } = await writer.seal();
  await blobs.fileNow();
  return sha256;
}

describe('blobs that no row names', () => {
  it('are removed when they are old, after a second look; those with a row stay', async () => {
    const { id, key } = await desk.makeProject();
    expect(key).toBe('desk1');
    expect(await desk.send(id, makeSeries({ kind: 't1', slices: 3, size: 16 }))).toEqual(
      Array.from({ length: 3 }, () => 'stored'),
    );
    const orphan = await leaveBytes('nobody knows me');
    expect(await orphanBlobs.sweep()).toMatchObject({ examined: 0, setAside: 0, removed: 0 });
    pass(8 * dayMs);
    expect(await orphanBlobs.sweep()).toMatchObject({ examined: 4, setAside: 1, removed: 0 });
    expect((await blobs.readBytes(orphan, 0, 100)).toString()).toBe('nobody knows me');
    pass(660_000);
    expect(await orphanBlobs.sweep()).toMatchObject({
      examined: 3,
      setAside: 0,
      removed: 1,
      removedBytes: 15,
    });
    expect(await blobs.has(orphan)).toBe(false);
    const { items } = await audit.listEntries({ type: 'archive.blobs.removed' }, { limit: 10 });
    expect(items).toMatchObject([{ after: { count: 1, sizeBytes: 15 } }]);
    const rows = await db.selectFrom('archive.instance').select('blob_sha256').execute();
    for (const { blob_sha256: sha256 } of rows) expect(await blobs.has(sha256)).toBe(true);
  });

  it('come back when a row names them after they were set aside', async () => {
    const { id } = await desk.makeProject();
    const [instance] = makeSeries({ kind: 'flair', slices: 1, size: 16 });
    if (instance === undefined) throw new Error('A series has an instance');
    await desk.send(id, [instance]);
    const [row] = await db
      .selectFrom('archive.instance')
      .select(['blob_sha256', 'id'])
      .where('project_id', '=', id)
      .execute();
    const sha256 = row?.blob_sha256 as Buffer;
    await blobs.fileNow();
    await blobs.setAside(sha256);
    pass(660_000);
    expect(await orphanBlobs.sweep()).toMatchObject({ takenBack: 1, removed: 0 });
    expect(await readdir(path.join(directory, 'blobs/aside'))).toEqual([]);
    expect(await blobs.has(sha256)).toBe(true);
  });

  it('that are most of the store are not touched: it is the wrong database', async () => {
    for (let count = 0; count < 120; count++) await leaveBytes(`of another database ${count}`);
    pass(8 * dayMs);
    expect(await orphanBlobs.sweep()).toMatchObject({ setAside: 0, removed: 0 });
  });

  it('are looked for once a day, however often the server starts', async () => {
    const waiting = () =>
      pool
        .query<{ run_at: Date }>("select run_at from graphile_worker.jobs where key = 'archive.sweep-blobs'")
        .then(({ rows }) => rows.map((one) => one.run_at.getTime()));
    await orphanBlobs.start();
    const [first] = await waiting();
    pass(3_600_000);
    await orphanBlobs.start();
    expect(await waiting()).toEqual([first]);
  });
});
