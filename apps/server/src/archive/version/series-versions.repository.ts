import { sql } from 'kysely';
import type { Database } from '../../kernel/db/index.ts';
import type { VersionCause } from './version.schema.ts';

/** What was made together: an arrival, or new versions with one cause; by one profile. */
export interface SeriesVersion {
  /** Of the batch, or of the arrival. */
  id: string;
  at: Date;
  cause: VersionCause['kind'] | 'arrival';
  /** Of the mask, the decision, the run; null: it arrived. */
  causeId: string | null;
  /** How it arrived; null: it did not. */
  channel: string | null;
  /** Null: a sender over the network. */
  byName: string | null;
  profile: { id: string; name: string; version: number } | null;
  /** Of released instances: those that stand as they were made then, those replaced since, those whose bytes are removed. */
  instances: { total: number; current: number; kept: number; discarded: number };
}

interface Row {
  id: string;
  at: Date;
  cause_kind: VersionCause['kind'] | null;
  cause_id: string | null;
  channel: string | null;
  by_name: string | null;
  profile_id: string | null;
  profile_name: string | null;
  profile_version: number | null;
  total: number;
  current: number;
  kept: number;
  discarded: number;
}

/** More than a series ever has: each line is an arrival, or a change to the whole series. */
const most = 500;

/**
 * How the released instances of a series, or one of them, came to be as they are; newest first. What is not released has no
 * part in it. Served by instance_series and instance_version_number_unique.
 */
export async function selectSeriesVersions(
  db: Database,
  {
    projectId,
    seriesId,
    instanceId,
  }: { projectId: string; seriesId: string; instanceId?: string | undefined },
): Promise<SeriesVersion[]> {
  const { rows } = await sql<Row>`
    with visible as materialized (
      select id, intake_id, profile_id from archive.instance
      where series_id = ${seriesId} and project_id = ${projectId} and state = 'released' and conflict_of is null
        and (${instanceId ?? null}::uuid is null or id = ${instanceId ?? null}::uuid)
    ), made as (
      select v.batch_id, i.intake_id, v.profile_id, v.state
      from visible i join archive.instance_version v on v.instance_id = i.id and v.version is not null
      union all
      select null, i.intake_id, i.profile_id, 'current' from visible i
      where not exists (select from archive.instance_version v where v.instance_id = i.id and v.version is not null)
    ), together as (
      select batch_id, case when batch_id is null then intake_id end as intake_id, profile_id, count(*)::int as total,
        count(*) filter (where state = 'current')::int as current, count(*) filter (where state = 'kept')::int as kept,
        count(*) filter (where state = 'discarded')::int as discarded
      from made group by 1, 2, 3
    )
    select coalesce(t.batch_id, t.intake_id) as id, coalesce(b.ended_at, k.opened_at) as at, b.cause_kind, b.cause_id, k.channel,
      coalesce(b.made_by_name, a.display_name) as by_name, p.id as profile_id, p.name as profile_name, p.version as profile_version,
      t.total, t.current, t.kept, t.discarded
    from together t
    left join archive.version_batch b on b.id = t.batch_id
    left join archive.intake k on k.id = t.intake_id
    left join accounts.account a on a.id = k.importer_id
    left join deidentification.profile p on p.id = t.profile_id
    order by at desc, id desc limit ${most}`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    cause: row.cause_kind ?? 'arrival',
    causeId: row.cause_id,
    channel: row.channel,
    byName: row.by_name,
    profile:
      row.profile_id === null || row.profile_name === null || row.profile_version === null
        ? null
        : { id: row.profile_id, name: row.profile_name, version: row.profile_version },
    instances: { total: row.total, current: row.current, kept: row.kept, discarded: row.discarded },
  }));
}
