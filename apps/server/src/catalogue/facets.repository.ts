import { sql } from 'kysely';
import type { Database } from '../kernel/db/index.ts';
import {
  baseConditions,
  facetConditions,
  isUnfiltered,
  keyConditions,
  matching,
  type SeriesFilter,
  tagConditions,
} from './series-filter.ts';

/**
 * Visible series by the values of all facets but tags. Selections of these are judged by the caller, on some thousand groups instead of
 * a hundred thousand rows. Served by series_facets alone; with a selection of tags by series_tag_facets.
 */
export async function countByFacetKey(
  db: Database,
  projectId: string,
  filter: SeriesFilter,
): Promise<{ key: string; count: number }[]> {
  const { rows } = await sql<{ key: string; count: number }>`
    select s.facet_key as key, count(*)::int as count from catalogue.series s
    where ${matching(projectId, baseConditions(filter), tagConditions(filter))}
    group by s.facet_key`.execute(db);
  return rows;
}

/** Visible series by tag, whatever tags are selected. Served by series_tag_facets. */
export async function countByTag(
  db: Database,
  projectId: string,
  filter: SeriesFilter,
): Promise<{ value: string; count: number }[]> {
  const { rows } = await sql<{ value: string; count: number }>`
    select t.name as value, count(*)::int as count from catalogue.series s, unnest(s.tags) t (name)
    where ${matching(projectId, baseConditions(filter), keyConditions(filter))} and s.tags <> '{}'
    group by t.name`.execute(db);
  return rows;
}

export interface Totals {
  series: number;
  subjects: number;
  exams: number;
  instances: number;
}

/** How many visible series, exams, subjects and instances the filter means. Without a filter the exams have the sums already (exam_visible). */
export async function countTotals(db: Database, projectId: string, filter: SeriesFilter): Promise<Totals> {
  const groups = isUnfiltered(filter)
    ? sql`select e.subject_id, e.released_series_count as series, e.released_instance_count as instances
        from catalogue.exam e where e.project_id = ${projectId} and e.released_series_count > 0`
    : sql`select s.subject_id, count(*) as series, sum(s.released_instance_count) as instances
        from catalogue.series s where ${matching(projectId, baseConditions(filter), facetConditions(filter))} group by s.exam_id, s.subject_id`;
  const { rows } = await sql<Totals>`
    select coalesce(sum(g.series), 0)::int as series, count(distinct g.subject_id)::int as subjects, count(*)::int as exams,
      coalesce(sum(g.instances), 0)::bigint as instances
    from (${groups}) g`.execute(db);
  return rows[0] ?? { series: 0, subjects: 0, exams: 0, instances: 0 };
}
