import { sql } from 'kysely';
import type { Context } from '../kernel/context/index.ts';
import { type Database, pgErrorConstraint, type Trx } from '../kernel/db/index.ts';
import { decodeCursor, encodeCursor } from '../kernel/http/index.ts';
import type { Scope } from './rerun.schema.ts';

export interface RunRow {
  id: string;
  projectId: string;
  profileId: string;
  scope: Scope;
  previous: 'keep' | 'discard';
  reason: string;
  state: 'running' | 'cancelled' | 'finished';
  startedAt: Date;
  startedBy: string;
  startedByName: string;
  endedAt: Date | null;
}

const columns = [
  'id',
  'project_id as projectId',
  'profile_id as profileId',
  'scope',
  'previous',
  'reason',
  'state',
  'started_at as startedAt',
  'started_by as startedBy',
  'started_by_name as startedByName',
  'ended_at as endedAt',
] as const;

/** Makes a run over these series; false when one is running in the project. Served by run_running_unique. */
export async function insertRun(
  trx: Trx,
  ctx: Context,
  order: Pick<RunRow, 'id' | 'projectId' | 'profileId' | 'scope' | 'previous' | 'reason'>,
  { seriesIds, now }: { seriesIds: readonly string[]; now: Date },
): Promise<boolean> {
  const row = await trx
    .insertInto('rerun.run')
    .values({
      id: order.id,
      project_id: order.projectId,
      profile_id: order.profileId,
      scope: JSON.stringify(order.scope),
      previous: order.previous,
      reason: order.reason,
      state: 'running',
      started_at: now,
      started_by: ctx.actor.id,
      started_by_name: ctx.actor.name,
    })
    .onConflict((conflict) => conflict.column('project_id').where('state', '=', 'running').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) return false;
  await sql`insert into rerun.series (run_id, series_id, state)
    select ${order.id}, id, 'waiting' from unnest(${[...seriesIds]}::uuid[]) as wanted (id)`.execute(trx);
  return true;
}

/** A run by its key, locked when the caller changes it. */
export async function findRun(
  db: Database | Trx,
  id: string,
  { projectId, lock = false }: { projectId?: string; lock?: boolean } = {},
): Promise<RunRow | undefined> {
  let query = db.selectFrom('rerun.run').select(columns).where('id', '=', id);
  if (projectId !== undefined) query = query.where('project_id', '=', projectId);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return row as unknown as RunRow | undefined;
}

/** Runs of a project, newest first. Served by run_project. */
export async function selectRuns(
  db: Database,
  projectId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<RunRow[]> {
  let query = db
    .selectFrom('rerun.run')
    .select(columns)
    .where('project_id', '=', projectId)
    .orderBy('id', 'desc')
    .limit(limit);
  if (cursor !== undefined) query = query.where('id', '<', String(decodeCursor(cursor, 1)[0]));
  return (await query.execute()) as unknown as RunRow[];
}

/** Sets what a run is doing; false when another one runs in the project. Served by run_running_unique. */
export async function updateRunState(
  trx: Trx,
  id: string,
  state: RunRow['state'],
  endedAt: Date | null,
): Promise<boolean> {
  try {
    await trx.updateTable('rerun.run').set({ state, ended_at: endedAt }).where('id', '=', id).execute();
    return true;
  } catch (error) {
    if (pgErrorConstraint(error) === 'run_running_unique') return false;
    throw error;
  }
}

export interface RunCounts {
  waiting: number;
  replaced: number;
  unchanged: number;
  kept: number;
  replacedInstances: number;
  fromOriginals: number;
}

/** How far runs are. Served by series_state. */
export async function countRuns(db: Database | Trx, ids: readonly string[]): Promise<Map<string, RunCounts>> {
  const { rows } = await sql<RunCounts & { run_id: string }>`
    select run_id, count(*) filter (where state = 'waiting')::int as waiting, count(*) filter (where state = 'replaced')::int as replaced,
      count(*) filter (where state = 'unchanged')::int as unchanged, count(*) filter (where state = 'kept')::int as kept,
      coalesce(sum(replaced_count), 0)::int as "replacedInstances", coalesce(sum(from_originals_count), 0)::int as "fromOriginals"
    from rerun.series where run_id = any(${[...ids]}::uuid[]) group by run_id`.execute(db);
  return new Map(rows.map(({ run_id: id, ...counts }) => [id, counts]));
}

/** The next series to work on. Served by series_state. */
export async function nextSeries(
  db: Database,
  runId: string,
): Promise<{ seriesId: string; failures: number } | undefined> {
  return db
    .selectFrom('rerun.series')
    .select(['series_id as seriesId', 'failures'])
    .where('run_id', '=', runId)
    .where('state', '=', 'waiting')
    .orderBy('series_id')
    .limit(1)
    .executeTakeFirst();
}

export interface SeriesEnding {
  state: 'replaced' | 'unchanged' | 'kept';
  reasonCode?: string | undefined;
  reason?: string | undefined;
  replacedCount?: number | undefined;
  fromOriginalsCount?: number | undefined;
}

export async function endSeries(
  trx: Trx,
  runId: string,
  seriesId: string,
  ending: SeriesEnding,
  now: Date,
): Promise<void> {
  await trx
    .updateTable('rerun.series')
    .set({
      state: ending.state,
      reason_code: ending.reasonCode ?? null,
      reason: ending.reason ?? null,
      replaced_count: ending.replacedCount ?? 0,
      from_originals_count: ending.fromOriginalsCount ?? 0,
      ended_at: now,
    })
    .where('run_id', '=', runId)
    .where('series_id', '=', seriesId)
    .execute();
}

export async function countFailure(db: Database, runId: string, seriesId: string): Promise<void> {
  await db
    .updateTable('rerun.series')
    .set((column) => ({ failures: column('failures', '+', 1) }))
    .where('run_id', '=', runId)
    .where('series_id', '=', seriesId)
    .execute();
}

/** Results of a run, in order of series; keyset. Served by series_state and its primary key. */
export async function selectResults(
  db: Database,
  runId: string,
  { state, cursor, limit }: { state?: string | undefined; cursor?: string | undefined; limit: number },
) {
  let query = db
    .selectFrom('rerun.series as r')
    .innerJoin('catalogue.series as s', 's.id', 'r.series_id')
    .select([
      'r.series_id as seriesId',
      's.subject_code as subjectCode',
      's.modality',
      's.series_number as seriesNumber',
      'r.state',
      'r.reason_code as reasonCode',
      'r.reason',
      'r.replaced_count as replacedCount',
      'r.from_originals_count as fromOriginalsCount',
      'r.ended_at as endedAt',
    ])
    .where('r.run_id', '=', runId)
    .orderBy('r.series_id')
    .limit(limit + 1);
  if (state !== undefined) query = query.where('r.state', '=', state);
  if (cursor !== undefined) query = query.where('r.series_id', '>', String(decodeCursor(cursor, 1)[0]));
  const rows = await query.execute();
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor([last.seriesId]) : null,
  };
}

export interface MadeBy {
  profileId: string;
  series: number;
  instances: number;
  withOriginals: number;
}

/** By which profiles the instances of these series were made. Served by instance_series and original's key. */
export async function countByProfile(db: Database, seriesIds: readonly string[]): Promise<MadeBy[]> {
  const { rows } = await sql<MadeBy>`
    select i.profile_id as "profileId", count(distinct i.series_id)::int as series, count(*)::int as instances,
      count(o.instance_id)::int as "withOriginals"
    from archive.instance i left join archive.original o on o.instance_id = i.id
    where i.series_id = any(${[...seriesIds]}::uuid[]) and i.state in ('quarantined', 'released') and i.conflict_of is null
    group by 1 order by 3 desc, 1`.execute(db);
  return rows;
}

export interface RunInstance {
  id: string;
  profileId: string;
  findings: { code: string; severity: string; path?: string }[];
  sealed: Buffer | null;
}

/** The instances of a series that a run works on. Served by instance_series. */
export async function selectInstanceIds(db: Database, seriesId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('archive.instance')
    .select('id')
    .where('series_id', '=', seriesId)
    .where('state', 'in', ['quarantined', 'released'])
    .where('conflict_of', 'is', null)
    .orderBy('instance_number', (order) => order.asc().nullsLast())
    .orderBy('sop_instance_uid')
    .execute();
  return rows.map((row) => row.id);
}

/** What is known of an instance besides its bytes. By its key. */
export async function selectInstance(db: Database, id: string): Promise<RunInstance> {
  const row = await db
    .selectFrom('archive.instance as i')
    .leftJoin('archive.original as o', 'o.instance_id', 'i.id')
    .select(['i.id', 'i.profile_id as profileId', 'i.findings', 'o.sealed'])
    .where('i.id', '=', id)
    .executeTakeFirstOrThrow();
  return { ...row, findings: row.findings as unknown as RunInstance['findings'] };
}

/** Under whose code the series is filed now. By its key. */
export async function selectSubjectCode(db: Database, seriesId: string): Promise<string> {
  const row = await db
    .selectFrom('catalogue.series')
    .select('subject_code')
    .where('id', '=', seriesId)
    .executeTakeFirstOrThrow();
  return row.subject_code;
}

/** What is staged in a batch, and how much of it was made from originals. Served by instance_version_batch_unique. */
export async function countStaged(
  db: Database,
  batchId: string,
): Promise<{ replacedCount: number; fromOriginalsCount: number }> {
  const { rows } = await sql<{ replacedCount: number; fromOriginalsCount: number }>`
    select count(*)::int as "replacedCount", count(sealed_originals)::int as "fromOriginalsCount"
    from archive.instance_version where batch_id = ${batchId} and state = 'staged'`.execute(db);
  return rows[0] ?? { replacedCount: 0, fromOriginalsCount: 0 };
}
