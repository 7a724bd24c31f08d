import { sql } from 'kysely';
import type { Context } from '../../kernel/context/index.ts';
import type { Database, Trx } from '../../kernel/db/index.ts';
import { newId } from '../../kernel/ids/index.ts';
import type { SeriesAttributes } from '../ingest/arrived-instance.ts';
import { type StoredInstance, storedInstanceColumns } from '../instance/instance.repository.ts';
import type { WrittenVersion } from './rewriting.ts';
import type { Lineage, NewBatch, NewVersion, VersionCause } from './version.schema.ts';

/** Makes the batch, or finds the one that is open for this cause and series. Served by version_batch_open_unique. */
export async function openBatch(
  db: Database | Trx,
  ctx: Context,
  { projectId, seriesId, cause }: NewBatch,
  now: Date,
): Promise<string> {
  const id = newId();
  const made = await db
    .insertInto('archive.version_batch')
    .values({
      id,
      project_id: projectId,
      series_id: seriesId,
      cause_kind: cause.kind,
      cause_id: cause.id,
      state: 'open',
      made_by: ctx.actor.id,
      made_by_name: ctx.actor.name,
      begun_at: now,
    })
    .onConflict((conflict) =>
      conflict.columns(['cause_id', 'series_id']).where('state', '=', 'open').doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  if (made !== undefined) return made.id;
  // Ended between the two statements: the next one is new.
  return (
    (await findOpenBatch(db, { seriesId, cause })) ?? openBatch(db, ctx, { projectId, seriesId, cause }, now)
  );
}

/** The batch that is open for this cause and series. Served by version_batch_open_unique. */
export async function findOpenBatch(
  db: Database | Trx,
  { seriesId, cause }: Pick<NewBatch, 'seriesId' | 'cause'>,
): Promise<string | undefined> {
  const known = await db
    .selectFrom('archive.version_batch')
    .select('id')
    .where('cause_id', '=', cause.id)
    .where('series_id', '=', seriesId)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return known?.id;
}

export interface BatchRow {
  id: string;
  projectId: string;
  seriesId: string;
  state: 'open' | 'committed' | 'abandoned';
  cause: VersionCause;
}

/** A batch by its key; locked when the caller ends it. */
export async function findBatch(
  db: Database | Trx,
  id: string,
  { lock }: { lock: boolean },
): Promise<BatchRow | undefined> {
  const query = db
    .selectFrom('archive.version_batch')
    .select(['id', 'project_id', 'series_id', 'state', 'cause_kind', 'cause_id'])
    .where('id', '=', id);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return row === undefined
    ? undefined
    : {
        id: row.id,
        projectId: row.project_id,
        seriesId: row.series_id,
        state: row.state as BatchRow['state'],
        cause: { kind: row.cause_kind as VersionCause['kind'], id: row.cause_id },
      };
}

export async function endBatch(
  trx: Trx,
  id: string,
  state: 'committed' | 'abandoned',
  now: Date,
): Promise<void> {
  await trx.updateTable('archive.version_batch').set({ state, ended_at: now }).where('id', '=', id).execute();
}

/** An instance that a version can be made of: of the series, quarantined or released. By its key. */
export async function findVersionable(
  db: Database,
  seriesId: string,
  id: string,
): Promise<(StoredInstance & { profileId: string; findings: unknown }) | undefined> {
  return db
    .selectFrom('archive.instance')
    .select([...storedInstanceColumns, 'profile_id as profileId', 'findings'])
    .where('id', '=', id)
    .where('series_id', '=', seriesId)
    .where('state', 'in', ['quarantined', 'released'])
    .executeTakeFirst();
}

/** The blob that the staged version of an instance was made from. Served by instance_version_batch_unique. */
export async function findStagedBasis(
  db: Database,
  batchId: string,
  instanceId: string,
): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('archive.instance_version')
    .select('based_on_sha256')
    .where('batch_id', '=', batchId)
    .where('instance_id', '=', instanceId)
    .where('state', '=', 'staged')
    .executeTakeFirst();
  return row?.based_on_sha256 ?? undefined;
}

export interface StagedVersion {
  batchId: string;
  current: StoredInstance & { profileId: string; findings: unknown };
  version: NewVersion;
  written: WrittenVersion;
  /** Read from the new header. */
  facts: {
    series: SeriesAttributes;
    instanceNumber: number | null;
    frameCount: number;
    rows: number | null;
    columns: number | null;
  };
  replacedPixelsSha256: Buffer | null;
  madeAt: Date;
}

/** Keeps a staged version, in place of one that was made from what is not current any more. */
export async function insertStaged(trx: Trx, staged: StagedVersion): Promise<void> {
  const { batchId, current, version, written, facts, replacedPixelsSha256, madeAt } = staged;
  await deleteStaged(trx, batchId, current.id);
  await trx
    .insertInto('archive.instance_version')
    .values({
      id: newId(),
      instance_id: current.id,
      batch_id: batchId,
      state: 'staged',
      based_on_sha256: current.blobSha256,
      transfer_syntax_uid: written.transferSyntaxUid,
      instance_number: facts.instanceNumber,
      frame_count: facts.frameCount,
      rows_count: facts.rows,
      columns_count: facts.columns,
      pixel_data_offset: written.pixelDataOffset,
      pixel_data_bytes: written.pixelDataBytes,
      blob_sha256: written.sha256,
      size_bytes: written.sizeBytes,
      report_sha256: version.report?.sha256 ?? current.reportSha256,
      profile_id: version.profileId ?? current.profileId,
      findings: JSON.stringify(version.findings ?? current.findings),
      series_facts: JSON.stringify(facts.series),
      sealed_originals: version.sealedOriginals ?? null,
      replaced_pixels_sha256: replacedPixelsSha256,
      made_at: madeAt,
    })
    .execute();
}

/** Forgets staged versions of a batch, of one instance or of all. Served by instance_version_batch_unique. */
export async function deleteStaged(trx: Trx, batchId: string, instanceId?: string): Promise<void> {
  let query = trx
    .deleteFrom('archive.instance_version')
    .where('batch_id', '=', batchId)
    .where('state', '=', 'staged');
  if (instanceId !== undefined) query = query.where('instance_id', '=', instanceId);
  await query.execute();
}

export interface LockedBatch {
  instanceIds: string[];
  intakes: { id: string; state: string }[];
  isReleased: boolean;
  /** Some were made from what is not current any more. */
  isStale: boolean;
}

/**
 * Locks what a commit changes: intakes before instances, as decisions and arrivals do. Served by
 * instance_version_batch_unique.
 */
export async function lockStaged(trx: Trx, batchId: string): Promise<LockedBatch> {
  const { rows: intakes } = await sql<{ id: string; state: string }>`
    select k.id, k.state from archive.intake k where k.id in (
      select i.intake_id from archive.instance_version v join archive.instance i on i.id = v.instance_id
      where v.batch_id = ${batchId} and v.state = 'staged')
    order by k.id for update`.execute(trx);
  const { rows } = await sql<{ id: string; state: string; is_stale: boolean }>`
    select i.id, i.state, i.blob_sha256 <> v.based_on_sha256 as is_stale
    from archive.instance_version v join archive.instance i on i.id = v.instance_id
    where v.batch_id = ${batchId} and v.state = 'staged'
    order by i.id for update of i`.execute(trx);
  return {
    instanceIds: rows.map((row) => row.id),
    intakes,
    isReleased: rows.some((row) => row.state === 'released'),
    isStale: rows.some((row) => row.is_stale),
  };
}

const factColumns = sql.raw(
  'transfer_syntax_uid, instance_number, frame_count, rows_count, columns_count, pixel_data_offset, pixel_data_bytes, blob_sha256, size_bytes, report_sha256, profile_id, findings',
);

/** Keeps what is current as lineage. Served by instance_version_number_unique. Gives the blobs. */
export async function retireCurrent(
  trx: Trx,
  instanceIds: readonly string[],
  state: 'kept' | 'discarded',
): Promise<Buffer[]> {
  const ids = [...instanceIds];
  const { rows } = await sql<{ blob_sha256: Buffer }>`
    update archive.instance_version set state = ${state}
    where instance_id = any(${ids}::uuid[]) and state = 'current' returning blob_sha256`.execute(trx);
  const { rows: firsts } = await sql<{ blob_sha256: Buffer }>`
    insert into archive.instance_version (id, instance_id, state, version, ${factColumns}, made_at)
    select gen_random_uuid(), i.id, ${state}, 1, ${factColumns}, i.received_at from archive.instance i
    where i.id = any(${ids}::uuid[])
      and not exists (select from archive.instance_version v where v.instance_id = i.id and v.version is not null)
    returning blob_sha256`.execute(trx);
  return [...rows, ...firsts].map((row) => row.blob_sha256);
}

/** Puts the staged versions in the place of what is current. Served by instance_version_batch_unique. */
export async function promoteStaged(trx: Trx, batchId: string): Promise<void> {
  await sql`
    update archive.original o set sealed = v.sealed_originals from archive.instance_version v
    where v.batch_id = ${batchId} and v.state = 'staged' and v.sealed_originals is not null and o.instance_id = v.instance_id`.execute(
    trx,
  );
  await sql`
    update archive.instance i set (${factColumns}) = (select ${factColumns} from archive.instance_version v
      where v.batch_id = ${batchId} and v.instance_id = i.id)
    where i.id in (select instance_id from archive.instance_version where batch_id = ${batchId} and state = 'staged')`.execute(
    trx,
  );
  await sql`
    update archive.instance_version v set state = 'current', sealed_originals = null, version =
      (select max(o.version) + 1 from archive.instance_version o where o.instance_id = v.instance_id)
    where v.batch_id = ${batchId} and v.state = 'staged'`.execute(trx);
}

/** What the catalogue is to show of the series, by the first of the batch's instances. */
export async function seriesFactsOf(trx: Trx, batchId: string): Promise<SeriesAttributes | undefined> {
  const row = await trx
    .selectFrom('archive.instance_version')
    .select('series_facts')
    .where('batch_id', '=', batchId)
    .where('state', '=', 'current')
    .orderBy('instance_number', (order) => order.asc().nullsLast())
    .limit(1)
    .executeTakeFirst();
  return (row?.series_facts ?? undefined) as unknown as SeriesAttributes | undefined;
}

/** Takes the derived files of a series out of sight: they were made of what is not current any more. Served by series_file_series. */
export async function retireFiles(
  trx: Trx,
  seriesId: string,
  discards: boolean,
  now: Date,
): Promise<Buffer[]> {
  if (!discards) {
    await trx
      .updateTable('archive.series_file')
      .set({ superseded_at: now })
      .where('series_id', '=', seriesId)
      .where('superseded_at', 'is', null)
      .execute();
    return [];
  }
  const rows = await trx
    .deleteFrom('archive.series_file')
    .where('series_id', '=', seriesId)
    .returning('blob_sha256')
    .execute();
  return rows.map((row) => row.blob_sha256);
}

/** Every version that an instance had, oldest first. Served by instance_version_number_unique. */
export async function selectLineage(db: Database, instanceId: string): Promise<Lineage[]> {
  const { rows } = await sql<{
    version: number;
    state: Lineage['state'];
    sha256: string;
    size_bytes: number;
    cause_kind: VersionCause['kind'] | null;
    cause_id: string | null;
    made_at: Date;
    by: string | null;
    profile_id: string;
  }>`
    select v.version, v.state, encode(v.blob_sha256, 'hex') as sha256, v.size_bytes, b.cause_kind, b.cause_id,
      coalesce(b.ended_at, v.made_at) as made_at, b.made_by_name as by, v.profile_id
    from archive.instance_version v left join archive.version_batch b on b.id = v.batch_id
    where v.instance_id = ${instanceId} and v.version is not null
    union all
    select 1, 'current', encode(i.blob_sha256, 'hex'), i.size_bytes, null, null, i.received_at, null, i.profile_id
    from archive.instance i where i.id = ${instanceId}
      and not exists (select from archive.instance_version v where v.instance_id = i.id and v.version is not null)
    order by 1`.execute(db);
  return rows.map((row) => ({
    version: row.version,
    state: row.state,
    sha256: row.sha256,
    sizeBytes: row.size_bytes,
    cause:
      row.cause_kind === null || row.cause_id === null ? null : { kind: row.cause_kind, id: row.cause_id },
    madeAt: row.made_at,
    by: row.by,
    profile: row.profile_id,
  }));
}

/** An earlier version as an instance to read; undefined when there is none, or its bytes are removed. */
export async function selectVersion(
  db: Database,
  instanceId: string,
  which: { version: number } | { stagedIn: string },
): Promise<StoredInstance | undefined> {
  let query = db
    .selectFrom('archive.instance_version as v')
    .innerJoin('archive.instance as i', 'i.id', 'v.instance_id')
    .select([
      'i.id',
      'i.project_id as projectId',
      'i.series_id as seriesId',
      'i.intake_id as intakeId',
      'i.sop_instance_uid as sopInstanceUid',
      'i.sop_class_uid as sopClassUid',
      'v.transfer_syntax_uid as transferSyntaxUid',
      'v.instance_number as instanceNumber',
      'v.frame_count as frameCount',
      'v.rows_count as rows',
      'v.columns_count as columns',
      'v.pixel_data_offset as pixelDataOffset',
      'v.pixel_data_bytes as pixelDataBytes',
      'v.blob_sha256 as blobSha256',
      'v.report_sha256 as reportSha256',
      'v.size_bytes as sizeBytes',
      'i.received_at as receivedAt',
    ])
    .where('v.instance_id', '=', instanceId)
    .where('v.state', '<>', 'discarded');
  query =
    'version' in which
      ? query.where('v.version', '=', which.version)
      : query.where('v.batch_id', '=', which.stagedIn).where('v.state', '=', 'staged');
  return query.executeTakeFirst();
}

/**
 * Whether Pixel Data with this digest were replaced in an earlier version of the instance: their resend is no new content.
 * Served by instance_version_number_unique.
 */
export async function hadPixels(db: Database, instanceId: string, pixelsSha256: Buffer): Promise<boolean> {
  const row = await db
    .selectFrom('archive.instance_version')
    .select('id')
    .where('instance_id', '=', instanceId)
    .where('state', '<>', 'staged')
    .where('replaced_pixels_sha256', '=', pixelsSha256)
    .executeTakeFirst();
  return row !== undefined;
}
