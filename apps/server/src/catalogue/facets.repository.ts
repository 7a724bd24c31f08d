import { type RawBuilder, sql } from 'kysely';
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

interface Totals {
  series: number;
  subjects: number;
  exams: number;
  instances: number;
}

export interface FacetGroups {
  /** Series by the values of all facets but tags. Their selections are judged by the caller, on some thousand groups instead of a hundred thousand rows. */
  groups: { key: string; count: number }[];
  /** Series by tag, whatever tags are selected. */
  byTag: { value: string; count: number }[];
  /** What the whole filter means. */
  totals: Totals;
}

function where(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

/** Groups of equal `facet_key` among series `s`. */
function groupsOf(condition: RawBuilder<unknown>): RawBuilder<{ key: string; count: number }> {
  return sql`select s.facet_key as key, count(*)::int as count from catalogue.series s where ${condition} group by s.facet_key`;
}

/** Tags among series `s`: grouped by their sets first, of which there are few, so that few are taken apart. */
function tagsOf(condition: RawBuilder<unknown>): RawBuilder<{ value: string; count: number }> {
  return sql`
    select t.name as value, sum(g.count)::int as count
    from (select s.tags, count(*) as count from catalogue.series s where ${condition} and s.tags <> '{}' group by s.tags) g,
      unnest(g.tags) t (name)
    group by t.name`;
}

/** Sums over exams: rows of subject_id, series, instances. */
function totalsOf(exams: RawBuilder<unknown>): RawBuilder<Totals> {
  return sql`
    select coalesce(sum(g.series), 0)::int as series, count(distinct g.subject_id)::int as subjects, count(*)::int as exams,
      coalesce(sum(g.instances), 0)::bigint as instances
    from (${exams}) g`;
}

/**
 * Without words, subjects or exams: three questions at once, on three connections. Groups are served by series_facets alone (with tags
 * selected, series_tag_facets), tags by series_tag_facets alone, totals without a filter by the sums that exams have.
 */
async function countBySelection(db: Database, projectId: string, filter: SeriesFilter): Promise<FacetGroups> {
  const exams = isUnfiltered(filter)
    ? sql`select e.subject_id, e.released_series_count as series, e.released_instance_count as instances
        from catalogue.exam e where e.project_id = ${projectId} and e.released_series_count > 0`
    : sql`select s.subject_id, count(*) as series, sum(s.released_instance_count) as instances
        from catalogue.series s where ${matching(projectId, facetConditions(filter))} group by s.exam_id, s.subject_id`;
  const [groups, byTag, totals] = await Promise.all([
    groupsOf(matching(projectId, tagConditions(filter))).execute(db),
    tagsOf(matching(projectId, keyConditions(filter))).execute(db),
    totalsOf(exams).execute(db),
  ]);
  return { groups: groups.rows, byTag: byTag.rows, totals: totals.rows[0] as Totals };
}

/** Counts only what meets the conditions, where there are any: without, PostgreSQL reckons equal aggregates once. */
function counting(
  aggregate: RawBuilder<unknown>,
  conditions: readonly RawBuilder<unknown>[],
): RawBuilder<unknown> {
  return conditions.length === 0 ? aggregate : sql`${aggregate} filter (where ${where(conditions)})`;
}

// What grouping(facet_key, tags, exam_id) says of a row: a bit for each that the row was not grouped by.
const byKey = 3;
const byTags = 5;
const byExam = 6;

/**
 * With words, subjects or exams: the series that they leave are read once, and counted in three ways on the way. A word may leave them
 * all, whose groups are more than PostgreSQL's usual memory for one step (4 MB): it is given 64 MB, or it would write them to disk.
 */
async function countByWords(db: Database, projectId: string, filter: SeriesFilter): Promise<FacetGroups> {
  const keys = keyConditions(filter);
  const tags = tagConditions(filter);
  const exams = sql`select subject_id, of_exam as series, instances from counted where grouped = ${sql.lit(byExam)} and of_exam > 0`;
  return db.transaction().execute(async (trx) => {
    await sql`select set_config('work_mem', '64MB', true)`.execute(trx);
    const { rows } = await sql<FacetGroups>`
      with counted as materialized (
        select grouping(s.facet_key, s.tags, s.exam_id) as grouped, s.facet_key, s.tags, s.subject_id,
          ${counting(sql`count(*)`, tags)}::int as of_key, ${counting(sql`count(*)`, keys)}::int as of_tags,
          ${counting(sql`count(*)`, [...keys, ...tags])}::int as of_exam,
          ${counting(sql`sum(s.released_instance_count)`, [...keys, ...tags])} as instances
        from catalogue.series s where ${matching(projectId, baseConditions(filter))}
        group by grouping sets ((s.facet_key), (s.tags), (s.exam_id, s.subject_id))
      )
      select (select coalesce(json_agg(json_build_object('key', facet_key, 'count', of_key)), '[]')
          from counted where grouped = ${sql.lit(byKey)} and of_key > 0) as groups,
        (select coalesce(json_agg(x), '[]') from (
          select t.name as value, sum(of_tags)::int as count from counted, unnest(tags) t (name)
          where grouped = ${sql.lit(byTags)} and of_tags > 0 group by t.name) x) as "byTag",
        (select row_to_json(x) from (${totalsOf(exams)}) x) as totals`.execute(trx);
    return rows[0] as FacetGroups;
  });
}

/** What facets are counted from: visible series of a project in groups. */
export async function selectFacetGroups(
  db: Database,
  projectId: string,
  filter: SeriesFilter,
): Promise<FacetGroups> {
  return baseConditions(filter).length === 0
    ? countBySelection(db, projectId, filter)
    : countByWords(db, projectId, filter);
}
