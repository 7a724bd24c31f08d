import { type ExpressionBuilder, sql } from 'kysely';
import type { Database, DB } from '../../kernel/db/index.ts';

/** A stored instance: what is needed to find and read its bytes. */
export interface StoredInstance {
  id: string;
  projectId: string;
  seriesId: string;
  intakeId: string;
  sopInstanceUid: string;
  sopClassUid: string;
  transferSyntaxUid: string;
  instanceNumber: number | null;
  frameCount: number;
  rows: number | null;
  columns: number | null;
  pixelDataOffset: number | null;
  pixelDataBytes: number | null;
  blobSha256: Buffer;
  reportSha256: Buffer;
  sizeBytes: number;
  receivedAt: Date;
}

/**
 * Whose instances a reader may see. `released`: everybody who may read the project. `intake`: a reviewer, of one intake,
 * whatever its state. There is no third: every read names one.
 */
export type Visibility =
  | { kind: 'released'; projectId: string }
  | { kind: 'intake'; projectId: string; intakeId: string };

/** Of archive.instance, as a stored instance. */
export const storedInstanceColumns = [
  'id',
  'project_id as projectId',
  'series_id as seriesId',
  'intake_id as intakeId',
  'sop_instance_uid as sopInstanceUid',
  'sop_class_uid as sopClassUid',
  'transfer_syntax_uid as transferSyntaxUid',
  'instance_number as instanceNumber',
  'frame_count as frameCount',
  'rows_count as rows',
  'columns_count as columns',
  'pixel_data_offset as pixelDataOffset',
  'pixel_data_bytes as pixelDataBytes',
  'blob_sha256 as blobSha256',
  'report_sha256 as reportSha256',
  'size_bytes as sizeBytes',
  'received_at as receivedAt',
] as const;

function visible(visibility: Visibility) {
  return (where: ExpressionBuilder<DB, 'archive.instance'>) =>
    visibility.kind === 'released'
      ? where.and([
          where('project_id', '=', visibility.projectId),
          where('state', '=', 'released'),
          where('conflict_of', 'is', null),
        ])
      : where.and([
          where('project_id', '=', visibility.projectId),
          where('intake_id', '=', visibility.intakeId),
        ]);
}

/** One instance by its id. */
export async function findInstance(
  db: Database,
  visibility: Visibility,
  id: string,
): Promise<StoredInstance | undefined> {
  return db
    .selectFrom('archive.instance')
    .select(storedInstanceColumns)
    .where('id', '=', id)
    .where(visible(visibility))
    .executeTakeFirst();
}

export interface InstanceFilter {
  seriesId?: string | undefined;
  intakeId?: string | undefined;
  sopInstanceUid?: string | undefined;
}

/** Instances in order of number, then UID: keyset. Served by instance_series, instance_intake, instance_project_uid_unique. */
export async function listInstances(
  db: Database,
  visibility: Visibility,
  filter: InstanceFilter,
  page: { after?: { instanceNumber: number | null; sopInstanceUid: string } | undefined; limit: number },
): Promise<StoredInstance[]> {
  let query = db
    .selectFrom('archive.instance')
    .select(storedInstanceColumns)
    .where(visible(visibility))
    .orderBy('instance_number', (order) => order.asc().nullsLast())
    .orderBy('sop_instance_uid')
    .limit(page.limit);
  if (filter.seriesId !== undefined) query = query.where('series_id', '=', filter.seriesId);
  if (filter.intakeId !== undefined) query = query.where('intake_id', '=', filter.intakeId);
  if (filter.sopInstanceUid !== undefined)
    query = query.where('sop_instance_uid', '=', filter.sopInstanceUid);
  if (page.after !== undefined) {
    const { instanceNumber, sopInstanceUid } = page.after;
    query =
      instanceNumber === null
        ? query.where('instance_number', 'is', null).where('sop_instance_uid', '>', sopInstanceUid)
        : query.where(
            sql<boolean>`(instance_number > ${instanceNumber} or instance_number is null or (instance_number = ${instanceNumber} and sop_instance_uid > ${sopInstanceUid}))`,
          );
  }
  return query.execute();
}

/** All instances of a series in order. One look for nearly every series, so that a commit of new versions is seen whole or not at all. */
export async function* eachInstance(
  db: Database,
  visibility: Visibility,
  filter: InstanceFilter,
): AsyncGenerator<StoredInstance> {
  const limit = 20_000;
  let after: { instanceNumber: number | null; sopInstanceUid: string } | undefined;
  for (;;) {
    const page = await listInstances(db, visibility, filter, { after, limit });
    yield* page;
    const last = page.at(-1);
    if (page.length < limit || last === undefined) return;
    after = { instanceNumber: last.instanceNumber, sopInstanceUid: last.sopInstanceUid };
  }
}
