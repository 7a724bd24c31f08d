import { type RawBuilder, sql } from 'kysely';
import type { Database, Trx } from '../../kernel/db/index.ts';
import { decodeCursor, encodeCursor } from '../../kernel/http/index.ts';
import { newId } from '../../kernel/ids/index.ts';
import type { CollectedValue } from './collecting.ts';

export type ValueAction = 'accept' | 'remove' | 'replace';

interface NewUse {
  projectId: string;
  intakeId: string;
  values: readonly CollectedValue[];
  /** Of what was looked at. */
  contentSha256: Buffer;
  instanceCount: number;
  seal(hash: Buffer, text: string): Buffer;
  now: Date;
}

const rowsOfStatement = 500;

/** Stored values of a project by hash; a text that was forgotten is there again. Served by inventory_value_unique. */
async function upsertValues(
  trx: Trx,
  { projectId, intakeId, seal, now }: NewUse,
  values: readonly CollectedValue[],
): Promise<Map<string, string>> {
  const stored = await trx
    .insertInto('curation.inventory_value')
    .values(
      values.map(({ hash, path, keyword, vr, text, rule, flags }) => ({
        id: newId(),
        project_id: projectId,
        value_hash: hash,
        path,
        keyword,
        vr,
        stands_together: text === null,
        sealed: text === null ? null : seal(hash, text),
        rule,
        flags,
        first_intake_id: intakeId,
        first_seen_at: now,
      })),
    )
    .onConflict((conflict) =>
      conflict.constraint('inventory_value_unique').doUpdateSet((row) => ({
        rule: row.ref('excluded.rule'),
        flags: row.ref('excluded.flags'),
        sealed: row.ref('excluded.sealed'),
      })),
    )
    .returning(['id', 'value_hash'])
    .execute();
  return new Map(stored.map((row) => [row.value_hash.toString('hex'), row.id]));
}

/** Takes an arrival's values in place of those that it had. Served by inventory_value_unique, inventory_use_pkey. */
export async function replaceUses(trx: Trx, use: NewUse): Promise<void> {
  const { intakeId, values, contentSha256, instanceCount, now } = use;
  await trx.deleteFrom('curation.inventory_use').where('intake_id', '=', intakeId).execute();
  for (let at = 0; at < values.length; at += rowsOfStatement) {
    const part = values.slice(at, at + rowsOfStatement);
    const idOf = await upsertValues(trx, use, part);
    await trx
      .insertInto('curation.inventory_use')
      .values(
        part.map((value) => ({
          intake_id: intakeId,
          value_id: idOf.get(value.hash.toString('hex')) as string,
          instance_count: value.instanceCount,
          sample_instance_id: value.sampleInstanceId,
        })),
      )
      .execute();
  }
  const taken = { instance_count: instanceCount, content_sha256: contentSha256, taken_at: now };
  await trx
    .insertInto('curation.inventory_taken')
    .values({ intake_id: intakeId, ...taken })
    .onConflict((conflict) => conflict.column('intake_id').doUpdateSet(taken))
    .execute();
}

/** Names what an arrival holds now: every instance and its bytes. Served by instance_intake. */
export async function contentDigestOf(db: Database | Trx, intakeId: string): Promise<Buffer> {
  const { rows } = await sql<{ digest: Buffer }>`
    select sha256(convert_to(coalesce(string_agg(i.id::text || encode(i.blob_sha256, 'hex'), ',' order by i.id), ''), 'UTF8')) as digest
    from archive.instance i where i.intake_id = ${intakeId}`.execute(db);
  return (rows[0] as { digest: Buffer }).digest;
}

/** Whether the values of an arrival were taken of what is there now. Served by inventory_taken_pkey, instance_intake. */
export async function isInventoryCurrent(trx: Trx, intakeId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('curation.inventory_taken')
    .select('content_sha256')
    .where('intake_id', '=', intakeId)
    .executeTakeFirst();
  return row !== undefined && row.content_sha256.equals(await contentDigestOf(trx, intakeId));
}

/**
 * Forgets the values of an arrival that was decided, and the texts that nothing under review holds any more. Two statements:
 * the second sees what others did while the first waited for them. Served by inventory_use_pkey, value_change_pkey,
 * inventory_use_value, value_change_value.
 */
export async function forgetUses(trx: Trx, intakeId: string): Promise<void> {
  const { rows } = await sql<{ value_id: string }>`
    with used as (delete from curation.inventory_use where intake_id = ${intakeId} returning value_id
    ), changed as (delete from curation.value_change where intake_id = ${intakeId} returning value_id
    ), taken as (delete from curation.inventory_taken where intake_id = ${intakeId})
    select value_id from used union select value_id from changed`.execute(trx);
  const ids = rows.map((row) => row.value_id);
  // In the order in which arrivals take theirs, so that nobody waits for each other.
  await sql`select id from curation.inventory_value where id = any(${ids}::uuid[]) order by value_hash for update`.execute(
    trx,
  );
  await sql`update curation.inventory_value v set sealed = null
    where v.id = any(${ids}::uuid[]) and v.sealed is not null
      and not exists (select from curation.inventory_use u where u.value_id = v.id)
      and not exists (select from curation.value_change c where c.value_id = v.id)`.execute(trx);
}

/** Forgets the texts of a project that nothing under review holds any more. Served by inventory_value_unique, inventory_use_value, value_change_value. */
export async function forgetUnheldTexts(trx: Trx, projectId: string): Promise<void> {
  await sql`select id from curation.inventory_value where project_id = ${projectId} and sealed is not null order by value_hash for update`.execute(
    trx,
  );
  await sql`update curation.inventory_value v set sealed = null
    where v.project_id = ${projectId} and v.sealed is not null
      and not exists (select from curation.inventory_use u where u.value_id = v.id)
      and not exists (select from curation.value_change c where c.value_id = v.id)`.execute(trx);
}

export interface InventoryFilter {
  projectId: string;
  case?: string | undefined;
  subject?: string | undefined;
  profile?: string | undefined;
  association?: string | undefined;
  upload?: string | undefined;
  flag?: string | undefined;
  vr?: string | undefined;
  q?: string | undefined;
  state: 'undecided' | 'decided' | 'all';
  cursor?: string | undefined;
  limit: number;
}

export interface InventoryRow {
  id: string;
  hash: Buffer;
  path: string;
  keyword: string | null;
  vr: string;
  standsTogether: boolean;
  sealed: Buffer | null;
  rule: string;
  flags: string[];
  isNew: boolean;
  instanceCount: number;
  seriesCount: number;
  sampleInstanceId: string;
  sampleCaseId: string;
  rank: number;
  decisionId: string | null;
  action: ValueAction | null;
  sealedReplacement: Buffer | null;
  decisionState: 'waiting' | 'applied' | null;
  isChanged: boolean;
  decidedBy: string | null;
}

function filtersOf(filter: InventoryFilter): RawBuilder<unknown> {
  const parts = [sql`true`];
  if (filter.flag !== undefined) parts.push(sql`${filter.flag} = any(v.flags)`);
  if (filter.vr !== undefined) parts.push(sql`v.vr = ${filter.vr}`);
  if (filter.q !== undefined) {
    const like = `%${filter.q.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;
    parts.push(sql`(lower(coalesce(v.keyword, '')) like ${like} or lower(v.path) like ${like})`);
  }
  if (filter.state !== 'all')
    parts.push(filter.state === 'decided' ? sql`v."decisionId" is not null` : sql`v."decisionId" is null`);
  return sql.join(parts, sql` and `);
}

/** The cases of a batch. Served by case_queue; of an upload or association by intake_association_pkey. */
function batchOf(filter: InventoryFilter): RawBuilder<unknown> {
  const { projectId, case: caseId, subject, profile, association, upload } = filter;
  const parts = [sql`c.project_id = ${projectId}`, sql`c.state in ('open', 'first-approved')`];
  if (caseId !== undefined) parts.push(sql`c.id = ${caseId}`);
  if (subject !== undefined) parts.push(sql`c.subject_code = ${subject}`);
  if (profile !== undefined) parts.push(sql`k.profile_id = ${profile}`);
  if (association !== undefined)
    parts.push(
      sql`c.intake_id in (select a.intake_id from archive.intake_association a where a.association_id = ${association})`,
    );
  if (upload !== undefined)
    parts.push(
      sql`c.intake_id in (select a.intake_id from archive.upload p join archive.intake_association a on a.association_id = p.association_id where p.id = ${upload})`,
    );
  return sql.join(parts, sql` and `);
}

/** What a batch's images hold, and what they held before a decision that can be taken back. Served by inventory_use_pkey, value_change_pkey. */
const usesOfBatch = sql`
  select u.value_id, u.instance_count, u.sample_instance_id, u.intake_id, b.id as case_id, false as is_changed
    from batch b join curation.inventory_use u on u.intake_id = b.intake_id
  union all
  select g.value_id, g.instance_count, g.sample_instance_id, g.intake_id, b.id, true
    from batch b join curation.value_change g on g.intake_id = b.intake_id`;

/**
 * The distinct values of a batch, flagged ones first. Gathered once and filtered afterwards: a filter that the planner takes for a
 * narrow one would have it gather them again for each value. Served by case_queue, inventory_use_pkey, value_change_pkey, inventory_value_pkey,
 * value_decision_in_force.
 */
export async function listValues(
  db: Database,
  filter: InventoryFilter,
): Promise<{ items: InventoryRow[]; nextCursor: string | null }> {
  const [rank, path, id] = filter.cursor === undefined ? [] : decodeCursor(filter.cursor, 3);
  const after =
    rank === undefined ? sql`true` : sql`(rank, path, id) > (${rank}::int, ${path}::text, ${id}::uuid)`;
  const { rows } = await sql<InventoryRow>`
    with batch as materialized (
      select c.id, c.intake_id from curation.quarantine_case c join archive.intake k on k.id = c.intake_id where ${batchOf(filter)}
    ), held as (${usesOfBatch}), used as materialized (
      select value_id, sum(instance_count)::int as instances, count(distinct intake_id)::int as series, bool_or(is_changed) as is_changed,
        (array_agg(sample_instance_id order by intake_id))[1] as sample, (array_agg(case_id order by intake_id))[1] as sample_case
      from held group by value_id
    ), listed as materialized (
      select v.id, v.value_hash as hash, v.path, v.keyword, v.vr, v.stands_together as "standsTogether", v.sealed, v.rule, v.flags,
        v.first_intake_id in (select intake_id from batch) as "isNew", w.instances as "instanceCount", w.series as "seriesCount",
        w.sample as "sampleInstanceId", w.sample_case as "sampleCaseId", w.is_changed as "isChanged",
        (case when d.id is null and 'leak' = any(v.flags) then 0 when d.id is null and v.flags <> '{}' then 1 else 2 end) as rank,
        d.id as "decisionId", d.action, d.sealed_replacement as "sealedReplacement", d.state as "decisionState", d.decided_by as "decidedBy"
      from used w join curation.inventory_value v on v.id = w.value_id
      left join curation.value_decision d on d.value_id = v.id and d.state <> 'undone'
    )
    select * from listed v where ${after} and ${filtersOf(filter)} order by rank, path, id limit ${filter.limit + 1}`.execute(
    db,
  );
  const items = rows.slice(0, filter.limit);
  const last = items.at(-1);
  const nextCursor =
    rows.length > filter.limit && last !== undefined ? encodeCursor([last.rank, last.path, last.id]) : null;
  return { items, nextCursor };
}

/**
 * How many values of a batch there are, how many flagged ones nobody decided on, and of how many series they are being
 * gathered. Served as listValues is, and by inventory_taken_pkey.
 */
export async function countValues(db: Database | Trx, filter: InventoryFilter) {
  const { rows } = await sql<{
    distinct: number;
    undecided: number;
    series: number;
    instances: number;
    gathering: number;
  }>`
    with batch as materialized (
      select c.id, c.intake_id, c.instance_count from curation.quarantine_case c join archive.intake k on k.id = c.intake_id where ${batchOf(filter)}
    ), used as materialized (select distinct value_id from (${usesOfBatch}) held)
    select count(*)::int as distinct, count(*) filter (where v.flags <> '{}' and d.id is null)::int as undecided,
      (select count(*)::int from batch) as series, (select coalesce(sum(instance_count), 0)::int from batch) as instances,
      (select count(*)::int from batch b where not exists (select from curation.inventory_taken t where t.intake_id = b.intake_id)) as gathering
    from used w join curation.inventory_value v on v.id = w.value_id
    left join curation.value_decision d on d.value_id = v.id and d.state <> 'undone'`.execute(db);
  return rows[0] ?? { distinct: 0, undecided: 0, series: 0, instances: 0, gathering: 0 };
}

/** One value of a project. By its key. */
export async function findValue(db: Database, projectId: string, id: string) {
  return db
    .selectFrom('curation.inventory_value')
    .select(['id', 'path', 'vr', 'keyword'])
    .where('id', '=', id)
    .where('project_id', '=', projectId)
    .executeTakeFirst();
}

/** An image under review that holds a value. Served by inventory_use_value, quarantine_case_intake_id_key. */
export async function findSample(
  db: Database,
  valueId: string,
): Promise<{ intakeId: string; instanceId: string } | undefined> {
  return db
    .selectFrom('curation.inventory_use as u')
    .innerJoin('curation.quarantine_case as c', 'c.intake_id', 'u.intake_id')
    .select(['u.intake_id as intakeId', 'u.sample_instance_id as instanceId'])
    .where('u.value_id', '=', valueId)
    .where('c.state', 'in', ['open', 'first-approved'])
    .orderBy('u.intake_id')
    .limit(1)
    .executeTakeFirst();
}
