import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { withDatabase } from '../../../test/kit/database.ts';
import { systemClock } from '../clock/index.ts';
import { systemContext } from '../context/index.ts';
import { type Trx, transact } from '../db/index.ts';
import { newId } from '../ids/index.ts';
import { createJobs } from '../jobs/index.ts';
import { createEvents, defineEvent } from './index.ts';

const kind = defineEvent({
  type: 'test.thing.happened',
  version: 1,
  data: z.object({}),
  description: 'A fact of this test',
});

async function withSequencer() {
  const { db, pool, log } = await withDatabase();
  const clock = systemClock;
  const jobs = createJobs({ pool, db, clock, log, concurrency: 1, heartbeatMs: 1000, deadAfterMs: 60_000 });
  const { publish, sequencer } = createEvents({ db, pool, jobs, clock, log });
  const ctx = systemContext('test', log);
  const tell = (trx: Trx, id: string) =>
    publish(trx, kind, { ctx, projectId: newId(), subject: { kind: 'thing', id }, data: {} });
  const numbered = async () =>
    (
      await db
        .selectFrom('kernel.event_position as p')
        .innerJoin('kernel.event as e', 'e.id', 'p.event_id')
        .select(['p.position', 'e.subject_id'])
        .orderBy('p.position')
        .execute()
    ).map((row) => `${row.position} ${row.subject_id}`);
  return { db, sequencer, tell, numbered };
}

describe('the feed', () => {
  it('numbers what is committed, and a fact that is committed late after all that readers saw', async () => {
    const { db, sequencer, tell, numbered } = await withSequencer();
    await sequencer.start();
    const open = await db.startTransaction().execute();
    await tell(open, 'late');
    await pause(2);
    await transact(db, (trx) => tell(trx, 'early'));
    await sequencer.settle();
    expect(await numbered()).toEqual(['1 early']);
    await open.commit().execute();
    await transact(db, (trx) => tell(trx, 'last'));
    await sequencer.settle();
    expect(await numbered()).toEqual(['1 early', '2 late', '3 last']);
    await sequencer.stop();
  });

  it('leaves out what was rolled back', async () => {
    const { db, sequencer, tell, numbered } = await withSequencer();
    await sequencer.start();
    const open = await db.startTransaction().execute();
    await tell(open, 'undone');
    await open.rollback().execute();
    await transact(db, (trx) => tell(trx, 'done'));
    await sequencer.settle();
    expect(await numbered()).toEqual(['1 done']);
    await sequencer.stop();
  });

  it('is numbered in batches without a gap', async () => {
    const { db, sequencer, tell, numbered } = await withSequencer();
    await sequencer.start();
    await transact(db, async (trx) => {
      for (let count = 0; count < 50; count++) await tell(trx, String(count));
    });
    await sequencer.settle();
    const positions = (await numbered()).map((line) => Number(line.split(' ')[0]));
    expect(positions).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    await sequencer.stop();
  });
});
