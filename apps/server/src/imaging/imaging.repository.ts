import type { Database } from '../kernel/db/index.ts';

/** Released instances with pixels of a visible series. Served by instance_series. */
function withPixels(db: Database, projectId: string, seriesId: string) {
  return db
    .selectFrom('archive.instance')
    .where('series_id', '=', seriesId)
    .where('project_id', '=', projectId)
    .where('state', '=', 'released')
    .where('conflict_of', 'is', null)
    .where('rows_count', 'is not', null);
}

/** The instance in the middle of a series: the one that shows most of what it is. */
export async function selectMiddleInstanceId(
  db: Database,
  projectId: string,
  seriesId: string,
): Promise<string | undefined> {
  const { count } = await withPixels(db, projectId, seriesId)
    .select((expression) => expression.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  if (count === 0) return undefined;
  const row = await withPixels(db, projectId, seriesId)
    .select('id')
    .orderBy('instance_number', (order) => order.asc().nullsLast())
    .orderBy('sop_instance_uid')
    .offset(Math.floor(count / 2))
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

export interface InstanceFrames {
  instanceId: string;
  instanceNumber: number | null;
  frameCount: number;
}

/** Instances of a series in order with their numbers of frames, at most `limit`. */
export async function selectInstanceFrames(
  db: Database,
  projectId: string,
  seriesId: string,
  limit: number,
): Promise<InstanceFrames[]> {
  return withPixels(db, projectId, seriesId)
    .select(['id as instanceId', 'instance_number as instanceNumber', 'frame_count as frameCount'])
    .orderBy('instance_number', (order) => order.asc().nullsLast())
    .orderBy('sop_instance_uid')
    .limit(limit)
    .execute();
}
