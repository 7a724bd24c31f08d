import { sql } from 'kysely';
import type { Database, Trx } from '../kernel/db/index.ts';
import { visibleSeries } from './series-filter.ts';

export interface TagChange {
  id: string;
  before: string[];
  after: string[];
}

/** Tags by name with how many visible series have them, those without any too. Served by tag's primary key, series_tag_facets. */
export async function selectTags(db: Database, projectId: string) {
  const { rows } = await sql<{ name: string; colour: string | null; series_count: number }>`
    select coalesce(t.name, used.name) as name, t.colour, coalesce(used.count, 0)::int as series_count
    from (select * from catalogue.tag where project_id = ${projectId}) t
    full join (
      select u.name, sum(g.count) as count
      from (select s.tags, count(*) as count from catalogue.series s where ${visibleSeries(projectId)} and s.tags <> '{}' group by s.tags) g,
        unnest(g.tags) u (name)
      group by u.name
    ) used on used.name = t.name
    order by 1`.execute(db);
  return rows.map((row) => ({ name: row.name, colour: row.colour, seriesCount: row.series_count }));
}

/** Remembers tags that are new to the project. */
export async function insertTags(
  trx: Trx,
  projectId: string,
  names: readonly string[],
  createdBy: string,
  at: Date,
): Promise<void> {
  if (names.length === 0) return;
  await trx
    .insertInto('catalogue.tag')
    .values(
      names
        .toSorted()
        .map((name) => ({ project_id: projectId, name, created_by: createdBy, created_at: at })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Sets the tags of visible series to those that they have, without `remove`, with `add`. Only rows that change are written and returned. */
export async function updateTags(
  trx: Trx,
  projectId: string,
  seriesIds: readonly string[],
  add: readonly string[],
  remove: readonly string[],
): Promise<TagChange[]> {
  const { rows } = await sql<TagChange>`
    with target as (
      select s.id, s.tags as before,
        array(select distinct t from unnest(s.tags || ${[...add]}::text[]) t
          where t = any(${[...add]}::text[]) or t <> all(${[...remove]}::text[]) order by t) as after
      from catalogue.series s
      where ${visibleSeries(projectId)} and s.id = any(${[...seriesIds]}::uuid[])
      order by s.id for update
    )
    update catalogue.series s set tags = target.after, version = s.version + 1
    from target where s.id = target.id and target.before <> target.after
    returning s.id, target.before, target.after`.execute(trx);
  return rows;
}

/** The tags of a visible series, locked; undefined when there is none. */
export async function lockTags(trx: Trx, projectId: string, seriesId: string): Promise<string[] | undefined> {
  const { rows } = await sql<{ tags: string[] }>`
    select s.tags from catalogue.series s where ${visibleSeries(projectId)} and s.id = ${seriesId} for update`.execute(
    trx,
  );
  return rows[0]?.tags;
}
