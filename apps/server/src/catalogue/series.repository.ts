import { storageSopClassName } from '@pesscara/dicom';
import { type RawBuilder, sql } from 'kysely';
import type { Database, Trx } from '../kernel/db/index.ts';
import type { SeriesDetail, SeriesSummary } from './catalogue.schema.ts';
import {
  baseConditions,
  containing,
  facetConditions,
  matching,
  type SeriesFilter,
  type SeriesOrder,
  visibleSeries,
} from './series-filter.ts';

interface SummaryRow {
  id: string;
  subject_id: string;
  subject_code: string;
  exam_id: string;
  study_date: string | null;
  series_number: number | null;
  series_description: string | null;
  normalised_name: string | null;
  modality: string | null;
  plane: string | null;
  weighting: string | null;
  contrast: string | null;
  classification_confidence: number | null;
  classification_corrected: boolean;
  tags: string[];
  manufacturer: string | null;
  centre: string | null;
  released_instance_count: number;
  released_size_bytes: number;
  conversion_state: string;
  released_at: Date;
}

const summaryColumns = sql`s.id, s.subject_id, s.subject_code, s.exam_id, s.study_date, s.series_number, s.series_description,
  s.normalised_name, s.modality, s.plane, s.weighting, s.contrast, s.classification_confidence, s.classification_corrected, s.tags,
  s.manufacturer, s.centre, s.released_instance_count, s.released_size_bytes, s.conversion_state, s.released_at`;

interface DetailRow extends SummaryRow {
  series_instance_uid: string;
  study_instance_uid: string;
  study_description: string | null;
  protocol_name: string | null;
  body_part_examined: string | null;
  manufacturer_model_name: string | null;
  sop_class_uid: string | null;
  version: number;
}

function summaryOf(row: SummaryRow): SeriesSummary {
  const confidence = row.classification_confidence;
  return {
    id: row.id,
    subjectId: row.subject_id,
    subjectCode: row.subject_code,
    examId: row.exam_id,
    studyDate: row.study_date,
    seriesNumber: row.series_number,
    seriesDescription: row.series_description,
    normalisedName: row.normalised_name,
    modality: row.modality,
    plane: row.plane,
    weighting: row.weighting,
    contrast: row.contrast,
    // A real of four bytes: two decimals are what it means.
    confidence: confidence === null ? null : Math.round(confidence * 100) / 100,
    corrected: row.classification_corrected,
    tags: row.tags,
    manufacturer: row.manufacturer,
    centre: row.centre,
    instanceCount: row.released_instance_count,
    sizeBytes: row.released_size_bytes,
    conversionState: row.conversion_state,
    releasedAt: row.released_at.toISOString(),
  };
}

/** A page of visible series with the sort value of each. Served by the index that the order names. */
export async function selectSeriesPage(
  db: Database,
  projectId: string,
  filter: SeriesFilter,
  order: SeriesOrder,
  limit: number,
) {
  const { rows } = await sql<SummaryRow & { cursor_value: string }>`
    select ${summaryColumns}, ${order.cursorValue} as cursor_value
    from catalogue.series s
    where ${matching(projectId, baseConditions(filter), facetConditions(filter), order.after)}
    order by ${order.orderBy}
    limit ${limit}`.execute(db);
  return rows.map((row) => ({ series: summaryOf(row), cursorValue: row.cursor_value }));
}

/** Visible series of an exam by number. Served by series_exam. */
export async function selectSeriesOfExam(
  db: Database,
  projectId: string,
  examId: string,
): Promise<SeriesSummary[]> {
  const { rows } = await sql<SummaryRow>`
    select ${summaryColumns} from catalogue.series s
    where ${visibleSeries(projectId)} and s.exam_id = ${examId}
    order by s.series_number, s.id`.execute(db);
  return rows.map(summaryOf);
}

/** Which of these series show anything to readers. By the primary key. */
export async function selectReleasedIds(db: Database, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom('catalogue.series')
    .select('id')
    .where('id', 'in', ids)
    .where('released_instance_count', '>', 0)
    .execute();
  return new Set(rows.map((row) => row.id));
}

/** The ids of visible series, those that are named or those that a filter means. Served as browse is. */
export async function selectIdsOf(
  db: Database,
  projectId: string,
  which: readonly string[] | SeriesFilter,
): Promise<string[]> {
  const conditions = Array.isArray(which)
    ? [sql`s.id = any(${[...(which as readonly string[])]}::uuid[])`]
    : [...baseConditions(which as SeriesFilter), ...facetConditions(which as SeriesFilter)];
  const { rows } = await sql<{ id: string }>`
    select s.id from catalogue.series s where ${matching(projectId, conditions)} order by s.id`.execute(db);
  return rows.map((row) => row.id);
}

export async function selectSeriesDetail(
  db: Database | Trx,
  projectId: string,
  id: string,
): Promise<SeriesDetail | undefined> {
  const { rows } = await sql<DetailRow>`
    select ${summaryColumns}, s.series_instance_uid, s.study_instance_uid, s.study_description, s.protocol_name, s.body_part_examined,
      s.manufacturer_model_name, s.sop_class_uid, s.version
    from catalogue.series s where ${visibleSeries(projectId)} and s.id = ${id}`.execute(db);
  const row = rows[0];
  if (row === undefined) return undefined;
  return {
    ...summaryOf(row),
    seriesInstanceUid: row.series_instance_uid,
    studyInstanceUid: row.study_instance_uid,
    studyDescription: row.study_description,
    protocolName: row.protocol_name,
    bodyPartExamined: row.body_part_examined,
    manufacturerModelName: row.manufacturer_model_name,
    sopClassUid: row.sop_class_uid,
    sopClassName: row.sop_class_uid === null ? null : (storageSopClassName(row.sop_class_uid) ?? null),
    version: row.version,
  };
}

/** The newest visible series of each project that hold all the words. Served by series_search, or series_by_study_date for words of one or two letters. */
export async function searchSeries(
  db: Database,
  projectIds: readonly string[],
  words: readonly string[],
  limit: number,
) {
  const conditions: RawBuilder<unknown>[] = words.map((word) => sql`s.search_text like ${containing(word)}`);
  const { rows } = await sql<SummaryRow & { project_id: string }>`
    select found.* from unnest(${projectIds}::uuid[]) p (id)
    cross join lateral (
      select s.project_id, ${summaryColumns} from catalogue.series s
      where s.project_id = p.id and s.released_instance_count > 0 and ${sql.join(conditions, sql` and `)}
      order by coalesce(s.study_date, '-infinity'::date) desc, s.id desc
      limit ${limit}
    ) found
    order by coalesce(found.study_date, '-infinity'::date) desc, found.id desc
    limit ${limit}`.execute(db);
  return rows.map((row) => ({ projectId: row.project_id, series: summaryOf(row) }));
}
