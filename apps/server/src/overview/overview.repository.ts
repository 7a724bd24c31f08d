import { sql } from 'kysely';
import type { Database } from '../kernel/db/index.ts';

export interface ProjectCounts {
  funnel: {
    received: number;
    inQuarantine: number;
    released: number;
    rejected: number;
    classified: number;
    converted: number;
  };
  subjects: number;
  exams: number;
  series: number;
  instances: number;
  sizeBytes: number;
}

/** How many series of a project are how far? Served by series_visible and intake's rows of the project. */
export async function countProject(db: Database, projectId: string): Promise<ProjectCounts> {
  const { rows } = await sql<{
    subjects: number;
    exams: number;
    series: number;
    instances: number;
    size_bytes: number;
    classified: number;
    converted: number;
    received: number;
    in_quarantine: number;
    rejected: number;
  }>`
    select v.*, i.* from (
      select count(distinct subject_id)::int as subjects, count(distinct exam_id)::int as exams, count(*)::int as series,
        coalesce(sum(released_instance_count), 0)::int as instances, coalesce(sum(released_size_bytes), 0)::bigint as size_bytes,
        count(*) filter (where normalised_name is not null)::int as classified,
        count(*) filter (where conversion_state = 'converted')::int as converted
      from catalogue.series where project_id = ${projectId} and released_instance_count > 0
    ) v, (
      select count(distinct series_id)::int as received,
        count(distinct series_id) filter (where state in ('receiving', 'quarantined') and instance_count > 0)::int as in_quarantine,
        count(distinct series_id) filter (where state = 'rejected')::int as rejected
      from archive.intake where project_id = ${projectId}
    ) i`.execute(db);
  const row = rows[0];
  if (row === undefined) throw new Error('Counting gave no row');
  return {
    funnel: {
      received: row.received,
      inQuarantine: row.in_quarantine,
      released: row.series,
      rejected: row.rejected,
      classified: row.classified,
      converted: row.converted,
    },
    subjects: row.subjects,
    exams: row.exams,
    series: row.series,
    instances: row.instances,
    sizeBytes: row.size_bytes,
  };
}

export type CountedColumn = 'modality' | 'weighting' | 'centre';

/** Released series by a column's value, most first. Served by series_visible. */
export async function countValues(
  db: Database,
  projectId: string,
  column: CountedColumn,
): Promise<{ value: string; count: number }[]> {
  const rows = await db
    .selectFrom('catalogue.series')
    .select([column, (select) => select.fn.countAll<number>().as('count')])
    .where('project_id', '=', projectId)
    .where('released_instance_count', '>', 0)
    .where(column, 'is not', null)
    .groupBy(column)
    .orderBy('count', 'desc')
    .orderBy(column)
    .limit(20)
    .execute();
  return rows.map((row) => ({ value: row[column] ?? '', count: row.count }));
}

export interface RecentRelease {
  at: string;
  seriesId: string;
  label: string;
  subjectCode: string;
}

/** The series released last. */
export async function recentReleases(db: Database, projectId: string): Promise<RecentRelease[]> {
  const rows = await db
    .selectFrom('catalogue.series')
    .select(['id', 'released_at', 'normalised_name', 'series_description', 'modality', 'subject_code'])
    .where('project_id', '=', projectId)
    .where('released_instance_count', '>', 0)
    .where('released_at', 'is not', null)
    .orderBy('released_at', 'desc')
    .orderBy('id')
    .limit(10)
    .execute();
  return rows.map((row) => ({
    at: (row.released_at as Date).toISOString(),
    seriesId: row.id,
    label: row.normalised_name ?? row.series_description ?? row.modality ?? 'Series',
    subjectCode: row.subject_code,
  }));
}

/** Series and instances that arrived on each of the last thirty days. */
export async function countPerDay(
  db: Database,
  projectId: string,
): Promise<{ date: string; series: number; instances: number }[]> {
  const { rows } = await sql<{ date: string; series: number; instances: number }>`
    select to_char(day, 'YYYY-MM-DD') as date, count(k.id)::int as series, coalesce(sum(k.instance_count), 0)::int as instances
    from generate_series(current_date - 29, current_date, interval '1 day') day
    left join archive.intake k on k.project_id = ${projectId} and k.opened_at >= day and k.opened_at < day + interval '1 day'
    group by day order by day`.execute(db);
  return rows;
}
