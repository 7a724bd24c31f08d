import { makeSeries } from '@pesscara/phantom';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { itemsOf, type Json, type Person } from './access.ts';
import { withReviewDesk } from './review-desk.ts';

const series = (seed: number, slices = 3, kind: 't1' | 't2' = 't1') => makeSeries({ kind, slices, seed });
const patience = { timeout: 60_000 };

/** A review desk on which decisions take effect only where a test lets the time to undo pass, and what a test asks of its cases. */
export async function withCaseDesk() {
  const desk = await withReviewDesk({ undoMs: 3_600_000 });
  const { call, db, send } = desk;

  /** Waits until nothing is to be done any more: every fact was told to everybody, and what they began is over. */
  async function allIsHeard(): Promise<void> {
    const due = async () => {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from graphile_worker.jobs where run_at <= now()`.execute(db);
      return rows[0]?.count;
    };
    await expect.poll(due, patience).toBe(0);
  }

  /** Lets the time to undo pass for every decision. */
  async function letUndoPass(): Promise<void> {
    await sql`
      select graphile_worker.reschedule_jobs(
        array(select id from graphile_worker.jobs where key like 'take-effect:%'), run_at => now())`.execute(
      db,
    );
  }

  async function queueOf(key: string, reviewer: Person, query = ''): Promise<Json[]> {
    return itemsOf(await call('GET', `/projects/${key}/quarantine${query}`, { cookie: reviewer.cookie }));
  }

  /** Sends a series and waits until its case is in the queue with all its instances. */
  async function openCase(
    project: Awaited<ReturnType<typeof desk.makeProject>>,
    reviewer: Person,
    seed = 1,
    importer?: Person,
  ): Promise<Json> {
    const instances = series(seed);
    expect(await send(project.id, instances, importer?.id)).toEqual(['stored', 'stored', 'stored']);
    return caseWith(project.key, reviewer, 3);
  }

  async function caseWith(key: string, reviewer: Person, instanceCount: number): Promise<Json> {
    await expect
      .poll(async () => (await queueOf(key, reviewer))[0]?.['instanceCount'], patience)
      .toBe(instanceCount);
    await allIsHeard();
    return (await queueOf(key, reviewer))[0] as Json;
  }

  const decide = (key: string, by: Person, of: Json, verdict: Json) =>
    call('POST', `/projects/${key}/quarantine/${String(of['id'])}/decisions`, {
      cookie: by.cookie,
      body: { version: of['version'], ...verdict },
    });
  const undo = (key: string, by: Person, of: Json) =>
    call('POST', `/projects/${key}/quarantine/${String(of['id'])}/undo`, {
      cookie: by.cookie,
      body: { version: of['version'] },
    });
  const detail = async (key: string, by: Person, of: Json) =>
    (await call('GET', `/projects/${key}/quarantine/${String(of['id'])}`, { cookie: by.cookie })).body;
  async function stateBecomes(key: string, by: Person, of: Json, state: string): Promise<void> {
    if (state === 'released' || state === 'discarded') await letUndoPass();
    await expect.poll(async () => (await detail(key, by, of))['state'], patience).toBe(state);
  }

  /** How often a search of a series was told to its case. */
  async function toldTo(seriesId: string): Promise<number> {
    const rows = await db
      .selectFrom('kernel.delivery as d')
      .innerJoin('kernel.event as e', 'e.id', 'd.event_id')
      .select('e.id')
      .where('e.subject_id', '=', seriesId)
      .where('e.type', '=', 'leaks.intake.checked')
      .where('d.subscriber', '=', 'curation.open-case')
      .execute();
    return rows.length;
  }

  return {
    ...desk,
    series,
    patience,
    queueOf,
    openCase,
    caseWith,
    decide,
    undo,
    detail,
    stateBecomes,
    letUndoPass,
    allIsHeard,
    toldTo,
  };
}
