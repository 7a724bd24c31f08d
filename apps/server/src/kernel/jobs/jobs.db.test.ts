import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { withDatabase } from '../../../test/kit/database.ts';
import { systemClock } from '../clock/index.ts';
import { systemContext } from '../context/index.ts';
import { transact } from '../db/index.ts';
import { createEvents, defineEvent } from '../events/index.ts';
import { nameOfProcess, thisProcess } from '../process/index.ts';
import { createJobs, defineJob } from './index.ts';

const { db, pool, log } = await withDatabase();
const stops: (() => Promise<void>)[] = [];
const liveness = { heartbeatMs: 50, deadAfterMs: 60_000 };
const make = ({ isAlone = false } = {}) =>
  createJobs({ pool, db, clock: systemClock, log, concurrency: 2, ...liveness, isAlone });

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

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

/** A job that a worker of this process holds since `ago`; the worker's last heartbeat is as old. */
async function holdJob(name: string, process: string | undefined, ago: string): Promise<void> {
  await sql`update graphile_worker._private_jobs set locked_by = ${name}, locked_at = now() - ${ago}::interval
    where task_id = (select id from graphile_worker._private_tasks where identifier = ${`test.${name}`})`.execute(
    db,
  );
  if (process === undefined) return;
  await sql`insert into kernel.worker (id, process, started_at, heartbeat_at)
    values (${name}, ${process}, now(), now() - ${ago}::interval)`.execute(db);
}

/** A process of this machine that ended a moment ago. */
async function deadProcess(): Promise<string> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return nameOfProcess({ ...thisProcess(), pid: child.pid ?? 0 });
}

describe('when workers died, what they held is taken up by another', () => {
  const living = nameOfProcess(thisProcess());
  const elsewhere = nameOfProcess({ ...thisProcess(), boot: 'another', pid: 1 });
  const orphans: {
    name: string;
    process: () => Promise<string> | string | undefined;
    ago: string;
    isAlone?: boolean;
    isTaken: boolean;
  }[] = [
    { name: 'without-a-row-long-ago', process: () => undefined, ago: '1 hour', isTaken: true },
    { name: 'of-a-process-that-is-gone', process: deadProcess, ago: '1 second', isTaken: true },
    { name: 'without-a-heartbeat-for-long', process: () => elsewhere, ago: '1 hour', isTaken: true },
    { name: 'of-a-process-that-runs', process: () => living, ago: '1 second', isTaken: false },
    { name: 'of-another-machine', process: () => elsewhere, ago: '1 second', isTaken: false },
    { name: 'of-before-when-alone', process: () => elsewhere, ago: '1 second', isAlone: true, isTaken: true },
  ];
  it.each(orphans)('$name: $isTaken', async ({ name, process, ago, isAlone = false, isTaken }) => {
    const jobs = make({ isAlone });
    const orphan = defineJob({ name: `test.${name}`, payload: z.object({}), maxAttempts: 3 });
    const fresh = defineJob({ name: `test.fresh.${name}`, payload: z.object({}), maxAttempts: 3 });
    const ran: string[] = [];
    const done = Promise.withResolvers<void>();
    for (const kind of [orphan, fresh])
      jobs.handle(kind, () => {
        ran.push(kind.name);
        if (ran.length === (isTaken ? 2 : 1)) done.resolve();
        return Promise.resolve();
      });
    await transact(db, (trx) => jobs.add(trx, orphan, {}));
    await holdJob(name, await process(), ago);
    await transact(db, (trx) => jobs.add(trx, fresh, {}));
    stops.push(jobs.stop);
    await jobs.start();
    await done.promise;
    expect(ran.sort()).toEqual(isTaken ? [fresh.name, orphan.name] : [fresh.name]);
    await sql`delete from graphile_worker._private_jobs`.execute(db);
  });
});

it('a job that takes longer than a worker may be silent stays with the one that runs it', async () => {
  const long = defineJob({ name: 'test.long', payload: z.object({}), maxAttempts: 3 });
  const [begun, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let runs = 0;
  const [one, other] = [make(), make()];
  for (const jobs of [one, other])
    jobs.handle(long, async () => {
      runs++;
      begun.resolve();
      await goOn.promise;
    });
  stops.push(one.stop, other.stop);
  await one.start();
  await transact(db, (trx) => one.add(trx, long, {}));
  await begun.promise;
  await sql`update graphile_worker._private_jobs set locked_at = now() - interval '1 hour'`.execute(db);
  // It looks for orphans before it takes its first job.
  await other.start();
  const { rows } =
    await sql`select from graphile_worker.jobs where task_identifier = 'test.long' and locked_by is not null`.execute(
      db,
    );
  goOn.resolve();
  expect([rows.length, runs]).toEqual([1, 1]);
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
  const told = Promise.withResolvers<void>();
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
