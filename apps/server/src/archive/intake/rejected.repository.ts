import { sql } from 'kysely';
import type { Database, Trx } from '../../kernel/db/index.ts';

/** `gone`: removed already. `newer`: another arrival of the series waits for review, or took the place of these instances. */
export type Restoration = { kind: 'restored'; instanceCount: number } | { kind: 'gone' } | { kind: 'newer' };

/**
 * Brings a rejected arrival back into quarantine. Served by instance_intake, instance_project_uid_unique and
 * intake_undecided_series_unique, which a newer arrival of this very moment violates.
 */
export async function restoreRejected(trx: Trx, intakeId: string): Promise<Restoration> {
  const { rows } = await sql<{ newer: boolean }>`
    select exists (select from archive.intake o where o.series_id = k.series_id and o.state in ('receiving', 'quarantined'))
      or exists (select from archive.instance r join archive.instance n
          on n.project_id = r.project_id and n.sop_instance_uid = r.sop_instance_uid and n.conflict_of is null and n.state <> 'rejected'
        where r.intake_id = k.id and r.state = 'rejected' and r.conflict_of is null) as newer
    from archive.intake k where k.id = ${intakeId} and k.state = 'rejected' for update`.execute(trx);
  const [intake] = rows;
  if (intake === undefined) return { kind: 'gone' };
  if (intake.newer) return { kind: 'newer' };
  const { numUpdatedRows } = await trx
    .updateTable('archive.instance')
    .set({ state: 'quarantined' })
    .where('intake_id', '=', intakeId)
    .where('state', '=', 'rejected')
    .where('conflict_of', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return { kind: 'gone' };
  await trx
    .updateTable('archive.intake')
    .set({ state: 'quarantined', decided_at: null })
    .where('id', '=', intakeId)
    .execute();
  return { kind: 'restored', instanceCount: Number(numUpdatedRows) };
}

/**
 * Deletes the rows of a rejected arrival and gives the blobs that they named. One that a waiting conflict points to stays
 * until the conflict is settled. Served by instance_intake, instance_conflict_unique.
 */
export async function deleteRejected(trx: Trx, intakeId: string): Promise<Buffer[]> {
  const { rows } = await sql<{ blob_sha256: Buffer }>`
    with doomed as (
      select i.id from archive.instance i
      where i.intake_id = ${intakeId} and i.state = 'rejected'
        and not exists (select from archive.instance c where c.project_id = i.project_id and c.sop_instance_uid = i.sop_instance_uid
          and c.conflict_of = i.id)
    ), originals as (delete from archive.original where instance_id in (select id from doomed)
    ), versions as (delete from archive.instance_version where instance_id in (select id from doomed) returning blob_sha256
    ), instances as (delete from archive.instance where id in (select id from doomed) returning blob_sha256)
    select blob_sha256 from versions union select blob_sha256 from instances`.execute(trx);
  return rows.map((row) => row.blob_sha256);
}

/** Deletes the sealed original values of a decided arrival's instances; those of undecided conflicts stay. */
export async function deleteOriginals(trx: Trx, intakeId: string): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from archive.original o using archive.instance i
    where i.id = o.instance_id and i.intake_id = ${intakeId} and i.state <> 'quarantined'`.execute(trx);
  return Number(numAffectedRows ?? 0n);
}

/** Which of these blobs a row still names, of discarded versions none. Served by instance_blob, instance_version_blob and series_file_blob. */
export async function findReferencedBlobs(
  db: Database | Trx,
  sha256s: readonly Buffer[],
): Promise<Set<string>> {
  const { rows } = await sql<{ sha256: Buffer }>`
    select b.sha256 from unnest(${[...sha256s]}::bytea[]) as b (sha256)
    where exists (select from archive.instance i where i.blob_sha256 = b.sha256)
      or exists (select from archive.instance_version v where v.blob_sha256 = b.sha256 and v.state <> 'discarded')
      or exists (select from archive.series_file f where f.blob_sha256 = b.sha256)`.execute(db);
  return new Set(rows.map((row) => row.sha256.toString('hex')));
}
