import { sql } from 'kysely';
import type { Trx } from '../../kernel/db/index.ts';
import type { VersionCause } from './version.schema.ts';

/**
 * Marks as discarded what an arrival's instances were before their last change of this kind, and gives the blobs. Served by
 * instance_intake, instance_version_number_unique.
 */
export async function discardKeptBefore(
  trx: Trx,
  intakeId: string,
  causeKind: VersionCause['kind'],
): Promise<Buffer[]> {
  const { rows } = await sql<{ blob_sha256: Buffer }>`
    update archive.instance_version v set state = 'discarded' from archive.instance i
    where i.intake_id = ${intakeId} and v.instance_id = i.id and v.state = 'kept' and v.version < (
      select max(c.version) from archive.instance_version c join archive.version_batch b on b.id = c.batch_id
      where c.instance_id = i.id and b.cause_kind = ${causeKind})
    returning v.blob_sha256`.execute(trx);
  return rows.map((row) => row.blob_sha256);
}
