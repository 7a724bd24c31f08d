import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { makeSeries } from '@pesscara/phantom';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { itemsOf } from '../../test/kit/access.ts';
import { withReviewDesk } from '../../test/kit/review-desk.ts';

// Rejected images go at once, so that the test need not wait a month.
const { call, db, blobs, directory, makeProject, member, send } = await withReviewDesk({
  undoMs: 0,
  rejectedKeptMs: 0,
});

const instances = makeSeries({ kind: 't1', slices: 3 });

async function waiting(task: string): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from graphile_worker.jobs where task_identifier = ${task}`.execute(db);
  return rows[0]?.n ?? 0;
}

/** Waits until blobs were looked at, then lets the ten minutes pass for those that were set aside. */
async function finishRemoval(): Promise<void> {
  await expect.poll(() => waiting('curation.set-blobs-aside'), { timeout: 60_000 }).toBe(0);
  await sql`update graphile_worker._private_jobs j set run_at = now()
    from graphile_worker._private_tasks t where t.id = j.task_id and t.identifier = 'curation.remove-blobs'`.execute(
    db,
  );
  await expect.poll(() => waiting('curation.remove-blobs'), { timeout: 60_000 }).toBe(0);
}

async function reject(key: string, cookie: string): Promise<void> {
  const queue = async () => itemsOf(await call('GET', `/projects/${key}/quarantine`, { cookie }));
  // A slow sender makes the series go quiet, and grow again, in between.
  await expect.poll(async () => (await queue())[0]?.['instanceCount'], { timeout: 60_000 }).toBe(3);
  const [waiting] = await queue();
  const body = { verdict: 'reject', reasonCode: 'identity-in-pixels', version: waiting?.['version'] };
  const decided = await call('POST', `/projects/${key}/quarantine/${String(waiting?.['id'])}/decisions`, {
    cookie,
    body,
  });
  expect(decided.status).toBe(200);
}

const rowsLeft = async (projectId: string) =>
  (
    await db
      .selectFrom('archive.instance')
      .select('blob_sha256')
      .where('project_id', '=', projectId)
      .execute()
  ).map((row) => row.blob_sha256);

test('rejected images are removed when their time is over: rows, originals, and blobs that nothing else names', async () => {
  const project = await makeProject({ originals: 'keep' });
  const { cookie } = await member(project.key, ['reviewer']);
  await send(project.id, instances);
  const names = await rowsLeft(project.id);
  expect(names).toHaveLength(3);
  await reject(project.key, cookie);
  await expect.poll(() => rowsLeft(project.id), { timeout: 60_000 }).toEqual([]);
  expect(
    await db
      .selectFrom('archive.original')
      .select('instance_id')
      .where('project_id', '=', project.id)
      .execute(),
  ).toEqual([]);
  await finishRemoval();
  for (const name of names) expect(await blobs.has(name)).toBe(false);
  expect(await readdir(path.join(directory, 'blobs', 'aside'))).toEqual([]);
});

test('the same images sent again, while the rejected ones are being removed, lose nothing', async () => {
  const project = await makeProject();
  const { cookie } = await member(project.key, ['reviewer']);
  await send(project.id, instances);
  await reject(project.key, cookie);
  await expect.poll(() => rowsLeft(project.id), { timeout: 60_000 }).toEqual([]);
  expect(await send(project.id, instances)).toEqual(['stored', 'stored', 'stored']);
  await finishRemoval();
  for (const name of await rowsLeft(project.id))
    expect((await blobs.readBytes(name, 128, 132)).toString()).toBe('DICM');
});
