import type { PixelBox } from '@pesscara/pixel-cleaning';
import { sql } from 'kysely';
import type { Database, Trx } from '../kernel/db/index.ts';

export type ScanState = 'waiting' | 'scanning' | 'cleaning' | 'finished' | 'not-needed' | 'failed';
export type MaskState = 'waiting' | 'applying' | 'applied' | 'undone' | 'failed';
export type BoxKind = 'identity' | 'unknown' | 'harmless' | 'region';
export type BoxOrigin = 'text' | 'device-signature' | 'ultrasound-regions' | 'overlay';

export interface ScanRow {
  intakeId: string;
  projectId: string;
  seriesId: string;
  state: ScanState;
  isRequested: boolean;
  instanceCount: number;
  instancesDone: number;
  attempts: number;
  detail: string | null;
  version: number;
}

const scanColumns = [
  'intake_id as intakeId',
  'project_id as projectId',
  'series_id as seriesId',
  'state',
  'is_requested as isRequested',
  'instance_count as instanceCount',
  'instances_done as instancesDone',
  'attempts',
  'detail',
  'version',
] as const;

export async function findScan(
  db: Database | Trx,
  intakeId: string,
  lock = false,
): Promise<ScanRow | undefined> {
  const query = db.selectFrom('pixels.scan').select(scanColumns).where('intake_id', '=', intakeId);
  return (await (lock ? query.forUpdate() : query).executeTakeFirst()) as ScanRow | undefined;
}

/** Begins the search of an arrival, or begins it again under a new version. Gives the version. */
export async function beginScan(
  trx: Trx,
  scan: {
    intakeId: string;
    projectId: string;
    seriesId: string;
    isRequested: boolean;
    state: 'waiting' | 'not-needed';
    now: Date;
  },
): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    insert into pixels.scan (intake_id, project_id, series_id, state, is_requested, changed_at)
    values (${scan.intakeId}, ${scan.projectId}, ${scan.seriesId}, ${scan.state}, ${scan.isRequested}, ${scan.now})
    on conflict (intake_id) do update set state = excluded.state, version = scan.version + 1, attempts = 0, detail = null,
      is_requested = scan.is_requested or excluded.is_requested, changed_at = excluded.changed_at
    returning version`.execute(trx);
  return rows[0]?.version ?? 1;
}

export async function updateScan(
  trx: Database | Trx,
  intakeId: string,
  change: {
    state?: ScanState;
    instance_count?: number;
    instances_done?: number;
    attempts?: number;
    detail?: string | null;
  },
): Promise<void> {
  await trx.updateTable('pixels.scan').set(change).where('intake_id', '=', intakeId).execute();
}

/** Counts an attempt at the search of this version; undefined when another is the newest. */
export async function countAttempt(
  db: Database,
  { intakeId, version }: { intakeId: string; version: number },
): Promise<ScanRow | undefined> {
  const row = await db
    .updateTable('pixels.scan')
    .set((expression) => ({ attempts: expression('attempts', '+', 1) }))
    .where('intake_id', '=', intakeId)
    .where('version', '=', version)
    .where('state', 'in', ['waiting', 'scanning'])
    .returning(scanColumns)
    .executeTakeFirst();
  return row as ScanRow | undefined;
}

/** An instance of an arrival, with what says whether text is in it. Served by instance_intake. */
export interface Candidate {
  id: string;
  sopClassUid: string;
  reportSha256: Buffer;
  codes: string[];
  isScanned: boolean;
}

export async function listCandidates(db: Database, intakeId: string): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select i.id, i.sop_class_uid as "sopClassUid", i.report_sha256 as "reportSha256",
      array(select f->>'code' from jsonb_array_elements(i.findings) f) as codes,
      exists (select from pixels.scanned_instance d where d.intake_id = i.intake_id and d.instance_id = i.id) as "isScanned"
    from archive.instance i where i.intake_id = ${intakeId} and i.rows_count is not null and i.state = 'quarantined'
    order by i.instance_number nulls last, i.sop_instance_uid`.execute(db);
  return rows;
}

/** What the instances of an arrival say of text, each once. Served by instance_intake. */
export async function summariseCandidates(
  trx: Trx,
  intakeId: string,
): Promise<Pick<Candidate, 'sopClassUid' | 'reportSha256' | 'codes'>[]> {
  const { rows } = await sql<Pick<Candidate, 'sopClassUid' | 'reportSha256' | 'codes'>>`
    select distinct i.sop_class_uid as "sopClassUid", i.report_sha256 as "reportSha256",
      array(select f->>'code' from jsonb_array_elements(i.findings) f) as codes
    from archive.instance i where i.intake_id = ${intakeId} and i.rows_count is not null and i.state = 'quarantined'`.execute(
    trx,
  );
  return rows;
}

/** The modality, subject and profile of an arrival's series. */
export async function findIntakeFacts(db: Database | Trx, intakeId: string) {
  return db
    .selectFrom('archive.intake as k')
    .innerJoin('catalogue.series as s', 's.id', 'k.series_id')
    .select(['k.project_id as projectId', 'k.series_id as seriesId', 'k.state', 'k.profile_id as profileId'])
    .select(['s.modality', 's.subject_code as subjectCode'])
    .where('k.id', '=', intakeId)
    .executeTakeFirst();
}

/** The sealed original values of an instance. */
export async function findSealedOriginals(db: Database, instanceId: string): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('archive.original')
    .select('sealed')
    .where('instance_id', '=', instanceId)
    .executeTakeFirst();
  return row?.sealed;
}

export interface NewBox extends PixelBox {
  id: string;
  instanceId: string;
  frames: readonly number[];
  origin: BoxOrigin;
  kind: BoxKind;
  confidence: number;
  sealedText: Buffer | null;
  fetalRole: 'fetus' | 'twin' | 'triplet' | null;
  fetalDesignation: 'A' | 'B' | 'C' | 'D' | null;
  /** Of an overlay; null for what is in the pixels. */
  overlayGroup: number | null;
  /** Frames of an overlay that were not read. */
  unreadFrames: number;
}

/** What the search of an instance did not see. */
export interface Unseen {
  unreadFrames: number;
  /** sampled: of a long clip, frames whose border did not change were not read; none: only its regions were asked for. */
  reading: 'whole' | 'sampled' | 'none';
}

/** Keeps what was found in an instance, in place of what an interrupted search found. */
export async function keepFound(
  trx: Trx,
  { intakeId, instanceId }: { intakeId: string; instanceId: string },
  { unreadFrames, reading }: Unseen,
  boxes: readonly NewBox[],
): Promise<void> {
  const unseen = { unread_frames: unreadFrames, reading };
  await trx
    .deleteFrom('pixels.text_box')
    .where('intake_id', '=', intakeId)
    .where('instance_id', '=', instanceId)
    .where('state', '=', 'proposed')
    .execute();
  if (boxes.length > 0)
    await trx
      .insertInto('pixels.text_box')
      .values(
        boxes.map((box) => ({
          id: box.id,
          intake_id: intakeId,
          instance_id: instanceId,
          frames: [...box.frames],
          left_px: box.left,
          top_px: box.top,
          width_px: box.width,
          height_px: box.height,
          origin: box.origin,
          kind: box.kind,
          confidence: box.confidence,
          sealed_text: box.sealedText,
          fetal_role: box.fetalRole,
          fetal_designation: box.fetalDesignation,
          overlay_group: box.overlayGroup,
          unread_frames: box.unreadFrames,
          state: 'proposed' as const,
        })),
      )
      .execute();
  await trx
    .insertInto('pixels.scanned_instance')
    .values({ intake_id: intakeId, instance_id: instanceId, ...unseen })
    .onConflict((conflict) => conflict.columns(['intake_id', 'instance_id']).doUpdateSet(unseen))
    .execute();
}

/** All of an arrival is to be searched again; what was decided about overlays that stand is asked again. */
export async function forgetScanned(trx: Trx, intakeId: string): Promise<void> {
  await trx
    .deleteFrom('pixels.text_box')
    .where('intake_id', '=', intakeId)
    .where('origin', '=', 'overlay')
    .where('state', '!=', 'masked')
    .execute();
  await trx.deleteFrom('pixels.scanned_instance').where('intake_id', '=', intakeId).execute();
}

/** Ends the cleaning of an arrival, unless it is being searched again already. */
export async function endCleaning(
  trx: Trx,
  intakeId: string,
  change: { state: 'finished' | 'failed'; detail?: string },
): Promise<void> {
  await trx
    .updateTable('pixels.scan')
    .set(change)
    .where('intake_id', '=', intakeId)
    .where('state', '=', 'cleaning')
    .execute();
}

/** Instances of an arrival that were searched, and what was not seen of them. */
export async function listScanned(
  db: Database | Trx,
  intakeId: string,
): Promise<({ instanceId: string } & Unseen)[]> {
  const rows = await db
    .selectFrom('pixels.scanned_instance')
    .select(['instance_id as instanceId', 'unread_frames as unreadFrames', 'reading'])
    .where('intake_id', '=', intakeId)
    .orderBy('instance_id')
    .execute();
  return rows as ({ instanceId: string } & Unseen)[];
}

export interface BoxRow extends PixelBox {
  id: string;
  instanceId: string;
  frames: number[];
  origin: BoxOrigin;
  kind: BoxKind;
  confidence: number;
  state: 'proposed' | 'dismissed' | 'masked';
  sealedText: Buffer | null;
  fetalRole: 'fetus' | 'twin' | 'triplet' | null;
  fetalDesignation: 'A' | 'B' | 'C' | 'D' | null;
  overlayGroup: number | null;
  unreadFrames: number;
}

/** Everything found in an arrival. Served by text_box_intake. */
export async function listBoxes(db: Database | Trx, intakeId: string): Promise<BoxRow[]> {
  const rows = await db
    .selectFrom('pixels.text_box')
    .select(['id', 'instance_id as instanceId', 'frames', 'left_px as left', 'top_px as top'])
    .select(['width_px as width', 'height_px as height', 'origin', 'kind', 'confidence', 'state'])
    .select(['sealed_text as sealedText', 'fetal_role as fetalRole', 'fetal_designation as fetalDesignation'])
    .select(['overlay_group as overlayGroup', 'unread_frames as unreadFrames'])
    .where('intake_id', '=', intakeId)
    .orderBy('instance_id')
    .orderBy('top_px')
    .orderBy('left_px')
    .execute();
  return rows as BoxRow[];
}

export interface ProposedLabel {
  seriesId: string;
  role: 'fetus' | 'twin' | 'triplet';
  designation: 'A' | 'B' | 'C' | 'D';
  instances: number;
}

/** Labels of children in the text of series, and how many images have each. Served by instance_series, text_box_instance. */
export async function countLabels(
  db: Database | Trx,
  seriesIds: readonly string[],
): Promise<ProposedLabel[]> {
  if (seriesIds.length === 0) return [];
  const { rows } = await sql<ProposedLabel>`
    select i.series_id as "seriesId", b.fetal_role as role, b.fetal_designation as designation,
      count(distinct i.id)::int as instances
    from archive.instance i join pixels.text_box b on b.instance_id = i.id
    where i.series_id = any(${[...seriesIds]}::uuid[]) and b.fetal_role is not null and b.fetal_designation is not null
    group by 1, 2, 3 order by 1, 4 desc, 2, 3`.execute(db);
  return rows;
}

export async function setBoxState(
  trx: Trx,
  intakeId: string,
  ids: readonly string[],
  { from, to }: { from: readonly BoxRow['state'][]; to: BoxRow['state'] },
): Promise<number> {
  if (ids.length === 0) return 0;
  const { numUpdatedRows } = await trx
    .updateTable('pixels.text_box')
    .set({ state: to })
    .where('intake_id', '=', intakeId)
    .where('id', 'in', [...ids])
    .where('state', 'in', [...from])
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** A box of a mask: of one instance, or of all with the same size; in one frame, or in all. */
export interface MaskBox extends PixelBox {
  instanceId: string | null;
  rows: number | null;
  columns: number | null;
  frame: number | null;
  /** The overlay that is removed, whatever the box and the frame. */
  overlayGroup?: number;
}

export interface MaskRow {
  id: string;
  intakeId: string;
  projectId: string;
  seriesId: string;
  state: MaskState;
  isAutomatic: boolean;
  boxes: MaskBox[];
  textBoxIds: string[];
  instanceCount: number;
  instancesDone: number;
  attempts: number;
  detail: string | null;
  effectiveAt: Date;
}

export interface ImageSize {
  /** Null: of others than those that were named, one for each size. */
  id: string | null;
  rows: number;
  columns: number;
  /** The most that one of them has. */
  frameCount: number;
}

/** The images of an arrival: each that is named, and the sizes of the others. Served by instance_intake. */
export async function listImageSizes(
  trx: Trx,
  intakeId: string,
  named: readonly string[],
): Promise<ImageSize[]> {
  const { rows } = await sql<ImageSize>`
    select case when id = any(${[...named]}::uuid[]) then id end as id, rows_count as rows, columns_count as columns,
      max(frame_count)::int as "frameCount"
    from archive.instance where intake_id = ${intakeId} and rows_count is not null and columns_count is not null
    group by 1, 2, 3`.execute(trx);
  return rows;
}

/** The masks of an arrival, oldest first. Served by mask_intake. */
export async function listMasks(db: Database | Trx, intakeId: string): Promise<MaskRow[]> {
  const rows = await maskQuery(db).where('intake_id', '=', intakeId).orderBy('made_at').execute();
  return rows as unknown as MaskRow[];
}

export async function findMask(db: Database | Trx, id: string, lock = false): Promise<MaskRow | undefined> {
  const query = maskQuery(db).where('id', '=', id);
  return (await (lock ? query.forUpdate() : query).executeTakeFirst()) as MaskRow | undefined;
}

function maskQuery(db: Database | Trx) {
  return db
    .selectFrom('pixels.mask')
    .select(['id', 'intake_id as intakeId', 'project_id as projectId', 'series_id as seriesId', 'state'])
    .select(['is_automatic as isAutomatic', 'boxes', 'text_box_ids as textBoxIds'])
    .select(['instance_count as instanceCount', 'instances_done as instancesDone', 'attempts', 'detail'])
    .select('effective_at as effectiveAt');
}
