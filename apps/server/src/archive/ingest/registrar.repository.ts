import { sql } from 'kysely';
import type { Database, DeferredCommit, Trx } from '../../kernel/db/index.ts';
import type { ArrivedInstance } from './arrived-instance.ts';

export interface Placed {
  readonly instance: ArrivedInstance;
  readonly seriesId: string;
  readonly intakeId: string;
  readonly receivedAt: Date;
}

/** What one row of the statement below is made of. Bytes go as hexadecimal text, which PostgreSQL reads as bytea. */
function rowOfStatement(placed: Placed) {
  const { instance, receivedAt } = placed;
  const hex = (bytes: Buffer) => `\\x${bytes.toString('hex')}`;
  return {
    ...rowOf(placed),
    association_id: instance.associationId,
    blob_sha256: hex(instance.blobSha256),
    report_sha256: hex(instance.reportSha256),
    original_header_hmac: hex(instance.originalHeaderHmac),
    findings: instance.findings,
    received_at: receivedAt.toISOString(),
    sealed: instance.sealedOriginals === null ? null : hex(instance.sealedOriginals),
  };
}

/**
 * The one statement of the receiving path: rows, sealed originals and the intake's counts commit together, for as many
 * instances as arrived meanwhile. An instance whose intake was decided in the meantime, or whose UID is known, is left
 * out; the caller looks into those. Uniqueness: instance_project_uid_unique, intake_association_pkey; the intake row by its key.
 */
const insertStatement = {
  name: 'insert-instances',
  text: `
    with arrived as (
      select * from json_to_recordset($1::json) as a (id uuid, project_id uuid, series_id uuid, intake_id uuid,
        sop_instance_uid text, sop_class_uid text, transfer_syntax_uid text, instance_number int, frame_count int,
        rows_count int, columns_count int, pixel_data_offset int, pixel_data_bytes bigint, blob_sha256 bytea,
        size_bytes bigint, report_sha256 bytea, profile_id uuid, original_header_hmac bytea, findings jsonb,
        received_at timestamptz, sealed bytea, association_id uuid)
    ),
    receiving as (
      select id from archive.intake where id in (select intake_id from arrived) and state = 'receiving' order by id for update
    ),
    inserted as (
      insert into archive.instance (id, project_id, series_id, intake_id, state, sop_instance_uid, sop_class_uid,
        transfer_syntax_uid, instance_number, frame_count, rows_count, columns_count, pixel_data_offset, pixel_data_bytes,
        blob_sha256, size_bytes, report_sha256, profile_id, original_header_hmac, findings, received_at)
      select a.id, project_id, series_id, intake_id, 'quarantined', sop_instance_uid, sop_class_uid, transfer_syntax_uid,
        instance_number, frame_count, rows_count, columns_count, pixel_data_offset, pixel_data_bytes, blob_sha256,
        size_bytes, report_sha256, profile_id, original_header_hmac, findings, received_at
      from arrived a join receiving r on r.id = a.intake_id
      on conflict (project_id, sop_instance_uid) where conflict_of is null and state <> 'rejected' do nothing
      returning id, intake_id, size_bytes, received_at
    ),
    originals as (
      insert into archive.original (instance_id, project_id, sealed, created_at)
      select i.id, a.project_id, a.sealed, a.received_at from inserted i join arrived a on a.id = i.id where a.sealed is not null
    ),
    brought as (
      insert into archive.intake_association (intake_id, association_id)
      select distinct i.intake_id, a.association_id from inserted i join arrived a on a.id = i.id
      on conflict do nothing
    ),
    counted as (
      update archive.intake k
      set instance_count = k.instance_count + n.count, size_bytes = k.size_bytes + n.bytes, last_at = greatest(k.last_at, n.last_at)
      from (select intake_id, count(*)::int as count, sum(size_bytes) as bytes, max(received_at) as last_at from inserted group by 1) n
      where k.id = n.intake_id
    )
    select id from inserted`,
};

/** Inserts instances, commits when `ready` resolves, and gives the ids of those that were inserted. */
export async function insertInstances(
  deferredCommit: DeferredCommit,
  placed: readonly Placed[],
  ready: () => Promise<void>,
): Promise<Set<string>> {
  return new Set(await deferredCommit(insertStatement, [JSON.stringify(placed.map(rowOfStatement))], ready));
}

export interface KnownInstance {
  id: string;
  sopInstanceUid: string;
  blobSha256: Buffer;
  originalHeaderHmac: Buffer;
  transferSyntaxUid: string;
  pixelDataOffset: number | null;
  pixelDataBytes: number | null;
  sizeBytes: number;
}

/** The instances that hold these UIDs already, conflicts included; rejected ones hold none. Served by instance_project_uid_unique, instance_conflict_unique. */
export async function findInstances(
  db: Database | Trx,
  projectId: string,
  uids: readonly string[],
): Promise<KnownInstance[]> {
  const rows = await db
    .selectFrom('archive.instance')
    .select([
      'id',
      'sop_instance_uid',
      'blob_sha256',
      'original_header_hmac',
      'transfer_syntax_uid',
      'pixel_data_offset',
      'pixel_data_bytes',
      'size_bytes',
      'conflict_of',
    ])
    .where('project_id', '=', projectId)
    .where('sop_instance_uid', 'in', [...uids])
    .where('state', '<>', 'rejected')
    .orderBy('conflict_of', (order) => order.desc().nullsFirst())
    .execute();
  return rows.map((row) => ({
    id: row.id,
    sopInstanceUid: row.sop_instance_uid,
    blobSha256: row.blob_sha256,
    originalHeaderHmac: row.original_header_hmac,
    transferSyntaxUid: row.transfer_syntax_uid,
    pixelDataOffset: row.pixel_data_offset,
    pixelDataBytes: row.pixel_data_bytes,
    sizeBytes: row.size_bytes,
  }));
}

const conflictFinding = {
  code: 'uid-conflict',
  severity: 'high',
  detail: 'Another instance with the same UID and other content came before. Both are kept.',
};

function rowOf({ instance, seriesId, intakeId, receivedAt }: Placed) {
  return {
    id: instance.id,
    project_id: instance.projectId,
    series_id: seriesId,
    intake_id: intakeId,
    sop_instance_uid: instance.sopInstanceUid,
    sop_class_uid: instance.sopClassUid,
    transfer_syntax_uid: instance.transferSyntaxUid,
    instance_number: instance.instanceNumber,
    frame_count: instance.frameCount,
    rows_count: instance.rows,
    columns_count: instance.columns,
    pixel_data_offset: instance.pixelDataOffset,
    pixel_data_bytes: instance.pixelDataBytes,
    blob_sha256: instance.blobSha256,
    size_bytes: instance.sizeBytes,
    report_sha256: instance.reportSha256,
    profile_id: instance.profileId,
    original_header_hmac: instance.originalHeaderHmac,
    received_at: receivedAt,
  };
}

/** Keeps an instance whose UID is taken by other content, beside the first. False when this content is kept already. */
export async function insertConflict(trx: Trx, placed: Placed, conflictOf: string): Promise<boolean> {
  const { instance, receivedAt } = placed;
  const findings = JSON.stringify([...instance.findings, conflictFinding]);
  const row = await trx
    .insertInto('archive.instance')
    .values({ ...rowOf(placed), state: 'quarantined', findings, conflict_of: conflictOf })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) return false;
  await trx
    .insertInto('archive.intake_association')
    .values({ intake_id: placed.intakeId, association_id: instance.associationId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { id, projectId, sealedOriginals: sealed } = instance;
  if (sealed !== null)
    await trx
      .insertInto('archive.original')
      .values({ instance_id: id, project_id: projectId, sealed, created_at: receivedAt })
      .execute();
  return true;
}

/** Counts resends on the intake that was open when they came. */
export async function countResends(
  trx: Trx,
  intakeId: string,
  duplicates: number,
  conflicts: number,
): Promise<void> {
  await sql`update archive.intake set duplicate_count = duplicate_count + ${duplicates}, conflict_count = conflict_count + ${conflicts}
    where id = ${intakeId}`.execute(trx);
}
