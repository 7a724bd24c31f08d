import { sql } from 'kysely';
import type { Database, Trx } from '../kernel/db/index.ts';
import type { SummedFinding } from './summing-up.ts';

export interface StoredCheck {
  intakeId: string;
  projectId: string;
  seriesId: string;
  state: 'waiting' | 'done' | 'failed';
  attempts: number;
  contentSha256: Buffer | null;
  findings: SummedFinding[];
  finishedAt: Date | null;
}

const columns = [
  'intake_id as intakeId',
  'project_id as projectId',
  'series_id as seriesId',
  'state',
  'attempts',
  'content_sha256 as contentSha256',
  'findings',
  'finished_at as finishedAt',
] as const;

export async function findCheck(
  db: Database | Trx,
  intakeId: string,
  { lock = false } = {},
): Promise<StoredCheck | undefined> {
  let query = db.selectFrom('leaks.intake_check').select(columns).where('intake_id', '=', intakeId);
  if (lock) query = query.forUpdate();
  return (await query.executeTakeFirst()) as StoredCheck | undefined;
}

/**
 * What an arrival consists of now: other instances, other versions of them, or other text in their pixels (`textKey`, empty
 * when there is none) make another digest. Served by instance_intake.
 */
export async function contentDigestOf(
  db: Database | Trx,
  intakeId: string,
  textKey: string,
): Promise<Buffer> {
  const { rows } = await sql<{ digest: Buffer }>`
    select sha256(convert_to(coalesce(string_agg(i.id::text || encode(i.blob_sha256, 'hex'), ',' order by i.id), '')
      || ${textKey}::text, 'UTF8')) as digest
    from archive.instance i where i.intake_id = ${intakeId}`.execute(db);
  return (rows[0] as { digest: Buffer }).digest;
}

/** Asks for a check; one that is there begins anew. Its last findings stay until the new ones are known. */
export async function insertWaiting(
  trx: Trx,
  {
    intakeId,
    projectId,
    seriesId,
    now,
  }: { intakeId: string; projectId: string; seriesId: string; now: Date },
): Promise<void> {
  const waiting = { state: 'waiting' as const, attempts: 0, requested_at: now, finished_at: null };
  await trx
    .insertInto('leaks.intake_check')
    .values({ intake_id: intakeId, project_id: projectId, series_id: seriesId, ...waiting })
    .onConflict((conflict) => conflict.column('intake_id').doUpdateSet(waiting))
    .execute();
}

/** Counts an attempt; undefined when nothing waits. */
export async function countAttempt(db: Database, intakeId: string): Promise<StoredCheck | undefined> {
  const row = await db
    .updateTable('leaks.intake_check')
    .set((expression) => ({ attempts: expression('attempts', '+', 1) }))
    .where('intake_id', '=', intakeId)
    .where('state', '=', 'waiting')
    .returning(columns)
    .executeTakeFirst();
  return row as StoredCheck | undefined;
}

export interface CheckResult {
  state: 'done' | 'failed';
  contentSha256: Buffer;
  findings: readonly SummedFinding[];
  identifierCount: number;
  instanceCount: number;
  now: Date;
}

export async function finishCheck(trx: Trx, intakeId: string, result: CheckResult): Promise<void> {
  await trx
    .updateTable('leaks.intake_check')
    .set({
      state: result.state,
      content_sha256: result.contentSha256,
      findings: JSON.stringify(result.findings),
      identifier_count: result.identifierCount,
      instance_count: result.instanceCount,
      finished_at: result.now,
    })
    .where('intake_id', '=', intakeId)
    .execute();
}

/** The arrivals of a series that were checked or wait for it, but those that were rejected. Served by intake_check_series. */
export async function selectChecksOfSeries(trx: Trx, seriesId: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('leaks.intake_check as c')
    .innerJoin('archive.intake as k', 'k.id', 'c.intake_id')
    .select('c.intake_id')
    .where('c.series_id', '=', seriesId)
    .where('k.state', 'in', ['quarantined', 'released'])
    .execute();
  return rows.map((row) => row.intake_id);
}

/** Whose series it is. */
export async function subjectCodeOfSeries(db: Database, seriesId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('catalogue.series')
    .select('subject_code')
    .where('id', '=', seriesId)
    .executeTakeFirst();
  return row?.subject_code;
}

/** The sealed originals of some instances that are still kept. */
export async function selectOriginals(
  db: Database,
  instanceIds: readonly string[],
): Promise<{ instanceId: string; sealed: Buffer }[]> {
  if (instanceIds.length === 0) return [];
  return db
    .selectFrom('archive.original')
    .select(['instance_id as instanceId', 'sealed'])
    .where('instance_id', 'in', [...instanceIds])
    .execute();
}
