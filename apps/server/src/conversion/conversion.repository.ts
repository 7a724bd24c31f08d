import type { Database, Trx } from '../kernel/db/index.ts';

export type ConversionState =
  | 'waiting'
  | 'running'
  | 'converted'
  | 'not-convertible'
  | 'failed'
  | 'superseded';

export interface StoredConversion {
  id: string;
  seriesId: string;
  state: ConversionState;
  converter: string | null;
  reason: string | null;
  detail: string | null;
  startedAt: Date | null;
  finishedAt: Date | null;
}

const columns = [
  'id',
  'series_id as seriesId',
  'state',
  'converter',
  'reason',
  'detail',
  'started_at as startedAt',
  'finished_at as finishedAt',
] as const;

/** The newest conversion of a series. Served by conversion_series. */
export async function selectNewest(db: Database, seriesId: string): Promise<StoredConversion | undefined> {
  const row = await db
    .selectFrom('conversion.conversion')
    .select(columns)
    .where('series_id', '=', seriesId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row as StoredConversion | undefined;
}

/** Puts a new conversion in the place of those of the series that have not ended. Served by conversion_series. */
export async function insertWaiting(
  trx: Trx,
  { id, projectId, seriesId, now }: { id: string; projectId: string; seriesId: string; now: Date },
): Promise<void> {
  await trx
    .updateTable('conversion.conversion')
    .set({ state: 'superseded', finished_at: now })
    .where('series_id', '=', seriesId)
    .where('state', 'in', ['waiting', 'running'])
    .execute();
  await trx
    .insertInto('conversion.conversion')
    .values({ id, project_id: projectId, series_id: seriesId, state: 'waiting', created_at: now })
    .execute();
}

/** Marks it as running: which attempt this is; undefined when it has ended or been superseded. */
export async function markRunning(
  db: Database,
  id: string,
  converter: string,
  now: Date,
): Promise<number | undefined> {
  const row = await db
    .updateTable('conversion.conversion')
    .set((expression) => ({
      state: 'running',
      converter,
      started_at: now,
      attempts: expression('attempts', '+', 1),
    }))
    .where('id', '=', id)
    .where('state', 'in', ['waiting', 'running'])
    .returning('attempts')
    .executeTakeFirst();
  return row?.attempts;
}

export interface Ending {
  state: 'converted' | 'not-convertible' | 'failed';
  reason: string | null;
  detail: string | null;
}

/** Ends it; false when it was superseded meanwhile: then nothing of it counts. */
export async function markEnded(trx: Trx, id: string, ending: Ending, now: Date): Promise<boolean> {
  const row = await trx
    .updateTable('conversion.conversion')
    .set({ ...ending, finished_at: now })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export interface SeriesNames {
  seriesNumber: number | null;
  normalisedName: string | null;
  modality: string | null;
}

/** A visible series, for the names of its volumes. */
export async function selectVisibleSeries(
  db: Database | Trx,
  projectId: string,
  seriesId: string,
): Promise<SeriesNames | undefined> {
  return db
    .selectFrom('catalogue.series')
    .select(['series_number as seriesNumber', 'normalised_name as normalisedName', 'modality'])
    .where('id', '=', seriesId)
    .where('project_id', '=', projectId)
    .where('released_instance_count', '>', 0)
    .executeTakeFirst();
}
