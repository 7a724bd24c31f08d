import { sql } from 'kysely';
import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import { withDatabase } from '../../../test/kit/database.ts';
import { systemClock } from '../clock/index.ts';
import { systemContext } from '../context/index.ts';
import { transact } from '../db/index.ts';
import { createEvents, defineEvent } from '../events/index.ts';
import { createJobs, defineJob } from './index.ts';

const { db, pool, log } = await withDatabase();
const stops: (() => Promise<void>)[] = [];
const make = (deadAfterMs = 60_000) =>
  createJobs({ pool, db, clock: systemClock, log, concurrency: 2, heartbeatMs: 50, deadAfterMs });

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

function once<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => (resolve = done));
  return { promise, resolve };
}

it('a job of a transaction that rolls back does not exist', async () => {
  const jobs = make();
  const kind = defineJob({ name: 'test.rolled-back', payload: z.object({ n: z.number() }), maxAttempts: 1 });
  await expect(
    transact(db, async (trx) => {
      await jobs.add(trx, kind, { n: 1 });
      throw new Error('changed my mind');
    }),
  ).rejects.toThrow('changed my mind');
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from graphile_worker.jobs where task_identifier = 'test.rolled-back'`.execute(
    db,
  );
  expect(rows[0]?.n).toBe(0);
});

it('the jobs of a worker that died are taken up by another', async () => {
  const kind = defineJob({ name: 'test.orphan', payload: z.object({}), maxAttempts: 3 });
  const jobs = make(100);
  const ran = once<string>();
  jobs.handle(kind, () => {
    ran.resolve('ran');
    return Promise.resolve();
  });
  await transact(db, (trx) => jobs.add(trx, kind, {}));
  await sql`update graphile_worker._private_jobs set locked_by = 'worker-dead', locked_at = now() - interval '1 hour'`.execute(
    db,
  );
  stops.push(jobs.stop);
  await jobs.start();
  await expect(ran.promise).resolves.toBe('ran');
});

it('a fact reaches its subscriber once, and the feed gives it a position', async () => {
  const jobs = make();
  const events = createEvents({ db, pool, jobs, clock: systemClock, log });
  const kind = defineEvent({
    type: 'test.happened',
    version: 1,
    data: z.object({ word: z.string() }),
    description: 'A test',
  });
  const heard: string[] = [];
  const told = once<void>();
  events.subscribe(kind, 'test.listener', (_trx, event) => {
    heard.push(event.data.word);
    told.resolve();
    return Promise.resolve();
  });
  stops.push(events.sequencer.stop, jobs.stop);
  await jobs.start();
  await events.sequencer.start();
  await transact(db, (trx) =>
    events.publish(trx, kind, {
      ctx: systemContext('test', log),
      projectId: null,
      subject: { kind: 'thing', id: '1' },
      data: { word: 'hello' },
    }),
  );
  await told.promise;
  await events.sequencer.settle();
  expect(heard).toEqual(['hello']);
  const positions = await db.selectFrom('kernel.event_position').select('position').execute();
  expect(positions.map((row) => row.position)).toEqual([1]);
});
