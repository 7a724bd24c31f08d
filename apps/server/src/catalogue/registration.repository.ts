import { sql } from 'kysely';
import type { Trx } from '../kernel/db/index.ts';
import { newId } from '../kernel/ids/index.ts';
import { fittingTags } from './tags.ts';

/** What is known of a series when its first instance arrives; from a de-identified header. Dates as YYYY-MM-DD. */
export interface SeriesRegistration {
  projectId: string;
  /** The research ID. */
  subjectCode: string;
  series: {
    studyInstanceUid: string;
    studyDate: string | null;
    studyTime: string | null;
    studyDescription: string | null;
    studyId: string | null;
    accessionNumber: string | null;
    seriesInstanceUid: string;
    modality: string | null;
    seriesNumber: number | null;
    seriesDescription: string | null;
    protocolName: string | null;
    bodyPartExamined: string | null;
    manufacturer: string | null;
    manufacturerModelName: string | null;
    sopClassUid: string | null;
  };
  tags?: readonly string[];
  centre?: string | null;
}

/** Where a series stands. `conflict`: its exam has another subject, or the series another exam, than the registration says; the first one stays. */
export interface RegisteredSeries {
  subjectId: string;
  examId: string;
  seriesId: string;
  conflict: 'subject' | 'exam' | null;
}

// Columns that stand in index rows and lists are short in DICOM (LO: 64 characters); a header may lie.
function short(text: string | null | undefined, limit = 64): string | null {
  const clean = text
    ?.replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, limit);
  return clean === undefined || clean === '' ? null : clean;
}

function unique<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const byKey = new Map(items.map((item) => [keyOf(item), item] as const).reverse());
  // In one order everywhere, so that two transactions that insert the same rows wait for each other instead of for a deadlock.
  return [...byKey.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

const subjectKey = ({ projectId, subjectCode }: SeriesRegistration) => `${projectId} ${subjectCode}`;
const examKey = ({ projectId, series }: SeriesRegistration) => `${projectId} ${series.studyInstanceUid}`;
const seriesKey = ({ projectId, series }: SeriesRegistration) => `${projectId} ${series.seriesInstanceUid}`;

interface SeriesRow {
  project_id: string;
  series_instance_uid: string;
  study_instance_uid: string;
  subject_code: string;
  id: string;
  exam_id: string;
  subject_id: string;
}

/** Which of these series there are. Served by series_project_uid_unique. */
async function selectKnown(trx: Trx, items: readonly SeriesRegistration[]): Promise<Map<string, SeriesRow>> {
  const { rows } = await sql<SeriesRow>`
    select s.project_id, s.series_instance_uid, s.study_instance_uid, s.subject_code, s.id, s.exam_id, s.subject_id
    from unnest(${items.map((item) => item.projectId)}::uuid[], ${items.map((item) => item.series.seriesInstanceUid)}::text[]) as wanted (project_id, uid)
    join catalogue.series s on s.project_id = wanted.project_id and s.series_instance_uid = wanted.uid`.execute(
    trx,
  );
  return new Map(rows.map((row) => [`${row.project_id} ${row.series_instance_uid}`, row]));
}

async function insertSubjects(
  trx: Trx,
  items: readonly SeriesRegistration[],
  now: Date,
): Promise<Map<string, string>> {
  const wanted = unique(items, subjectKey);
  await trx
    .insertInto('catalogue.subject')
    .values(
      wanted.map((item) => ({
        id: newId(),
        project_id: item.projectId,
        code: item.subjectCode,
        created_at: now,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { rows } = await sql<{ id: string; project_id: string; code: string }>`
    select j.id, j.project_id, j.code
    from unnest(${wanted.map((item) => item.projectId)}::uuid[], ${wanted.map((item) => item.subjectCode)}::text[]) as w (project_id, code)
    join catalogue.subject j on j.project_id = w.project_id and j.code = w.code`.execute(trx);
  return new Map(rows.map((row) => [`${row.project_id} ${row.code}`, row.id]));
}

interface ExamKeys {
  id: string;
  subject_id: string;
  subject_code: string;
  study_date: string | null;
  study_description: string | null;
}

async function insertExams(
  trx: Trx,
  items: readonly SeriesRegistration[],
  subjects: ReadonlyMap<string, string>,
  now: Date,
): Promise<Map<string, ExamKeys>> {
  const wanted = unique(items, examKey);
  await trx
    .insertInto('catalogue.exam')
    .values(
      wanted.map((item) => ({
        id: newId(),
        project_id: item.projectId,
        subject_id: subjects.get(subjectKey(item)) ?? '',
        study_instance_uid: item.series.studyInstanceUid,
        study_date: item.series.studyDate,
        study_time: short(item.series.studyTime),
        study_description: short(item.series.studyDescription, 256),
        study_id: short(item.series.studyId),
        accession_number: short(item.series.accessionNumber),
        created_at: now,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { rows } = await sql<ExamKeys & { project_id: string; study_instance_uid: string }>`
    select e.id, e.project_id, e.study_instance_uid, e.subject_id, j.code as subject_code, e.study_date, e.study_description
    from unnest(${wanted.map((item) => item.projectId)}::uuid[], ${wanted.map((item) => item.series.studyInstanceUid)}::text[]) as w (project_id, uid)
    join catalogue.exam e on e.project_id = w.project_id and e.study_instance_uid = w.uid
    join catalogue.subject j on j.id = e.subject_id`.execute(trx);
  return new Map(rows.map((row) => [`${row.project_id} ${row.study_instance_uid}`, row]));
}

async function insertSeries(
  trx: Trx,
  items: readonly SeriesRegistration[],
  exams: ReadonlyMap<string, ExamKeys>,
  now: Date,
): Promise<void> {
  const rows = unique(items, seriesKey).flatMap((item) => {
    const exam = exams.get(examKey(item));
    if (exam === undefined) return [];
    const { series } = item;
    return {
      id: newId(),
      project_id: item.projectId,
      subject_id: exam.subject_id,
      exam_id: exam.id,
      subject_code: exam.subject_code,
      study_date: exam.study_date,
      study_description: exam.study_description,
      study_instance_uid: series.studyInstanceUid,
      series_instance_uid: series.seriesInstanceUid,
      modality: short(series.modality, 16),
      series_number: series.seriesNumber,
      series_description: short(series.seriesDescription, 256),
      protocol_name: short(series.protocolName, 256),
      body_part_examined: short(series.bodyPartExamined),
      manufacturer: short(series.manufacturer),
      manufacturer_model_name: short(series.manufacturerModelName),
      sop_class_uid: short(series.sopClassUid),
      centre: short(item.centre),
      tags: fittingTags(item.tags ?? []),
      created_at: now,
    };
  });
  await trx
    .insertInto('catalogue.series')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * Finds or makes subject, exam and series of each registration, in three statements a level however many there are; the answer is in their
 * order. Repeatable and safe against others who register the same: whoever is first makes the row, and its attributes stay.
 */
export async function registerAll(
  trx: Trx,
  items: readonly SeriesRegistration[],
  now: Date,
): Promise<RegisteredSeries[]> {
  if (items.length === 0) return [];
  let known = await selectKnown(trx, items);
  const missing = items.filter((item) => !known.has(seriesKey(item)));
  if (missing.length > 0) {
    const subjects = await insertSubjects(trx, missing, now);
    const exams = await insertExams(trx, missing, subjects, now);
    await insertSeries(trx, missing, exams, now);
    known = await selectKnown(trx, items);
  }
  return items.map((item) => {
    const row = known.get(seriesKey(item));
    if (row === undefined) throw new Error('A series that was just registered is not there');
    const conflict =
      row.study_instance_uid !== item.series.studyInstanceUid
        ? 'exam'
        : row.subject_code !== item.subjectCode
          ? 'subject'
          : null;
    return { subjectId: row.subject_id, examId: row.exam_id, seriesId: row.id, conflict };
  });
}

export interface Release {
  seriesId: string;
  /** Released instances of the series in all, not only those that were released now. */
  instanceCount: number;
  sizeBytes: number;
  at: Date;
}

/**
 * Sets what is released of a series and sums its exam and subject up again. Subject and exam are locked first, in this order, so that
 * two releases below one subject cannot each miss the other's counts.
 */
export async function applyRelease(
  trx: Trx,
  { seriesId, instanceCount, sizeBytes, at }: Release,
): Promise<void> {
  const { rows } = await sql<{ exam_id: string; subject_id: string }>`
    select s.exam_id, s.subject_id from catalogue.series s join catalogue.subject j on j.id = s.subject_id
    where s.id = ${seriesId} for update of j`.execute(trx);
  const series = rows[0];
  if (series === undefined) throw new Error(`There is no series ${seriesId} to release`);
  await sql`select from catalogue.exam where id = ${series.exam_id} for update`.execute(trx);
  await sql`
    update catalogue.series set
      released_at = case when ${instanceCount} > released_instance_count then ${at} else released_at end,
      released_instance_count = ${instanceCount}, released_size_bytes = ${sizeBytes}
    where id = ${seriesId}`.execute(trx);
  await sumUpExam(trx, series.exam_id);
  await sumUpSubject(trx, series.subject_id);
}

/** What does the subject show? Served by exam_subject. */
export async function sumUpSubject(trx: Trx, subjectId: string): Promise<void> {
  await sql`
    update catalogue.subject j set released_exam_count = x.exams, released_series_count = x.series,
      released_instance_count = x.instances, last_released_at = x.last_released_at
    from (
      select count(*)::int as exams, coalesce(sum(e.released_series_count), 0)::int as series,
        coalesce(sum(e.released_instance_count), 0)::int as instances, max(e.last_released_at) as last_released_at
      from catalogue.exam e where e.subject_id = ${subjectId} and e.released_series_count > 0
    ) x where j.id = ${subjectId}`.execute(trx);
}

/** What does the exam show? Served by series_exam. */
export async function sumUpExam(trx: Trx, examId: string): Promise<void> {
  await sql`
    update catalogue.exam e set released_series_count = x.series, released_instance_count = x.instances,
      last_released_at = x.last_released_at, modalities = x.modalities
    from (
      select count(*)::int as series, coalesce(sum(s.released_instance_count), 0)::int as instances, max(s.released_at) as last_released_at,
        coalesce(array_agg(distinct s.modality order by s.modality) filter (where s.modality is not null), '{}') as modalities
      from catalogue.series s where s.exam_id = ${examId} and s.released_instance_count > 0
    ) x where e.id = ${examId}`.execute(trx);
}

export interface SeriesClass {
  /** Absent: as the header has it. */
  modality?: string | null;
  plane: string | null;
  weighting: string | null;
  contrast: string | null;
  normalisedName: string | null;
  /** 0 to 1; null: set by a person. */
  confidence: number | null;
  corrected: boolean;
}

/** Sets what a series is; a changed modality changes its exam's. */
export async function updateClass(trx: Trx, seriesId: string, found: SeriesClass): Promise<void> {
  const hasModality = found.modality !== undefined;
  // The exam before the series, as a release locks them.
  if (hasModality)
    await sql`select from catalogue.exam where id = (select exam_id from catalogue.series where id = ${seriesId}) for update`.execute(
      trx,
    );
  const row = await trx
    .updateTable('catalogue.series')
    .set({
      ...(hasModality ? { modality: short(found.modality, 16) } : {}),
      plane: short(found.plane),
      weighting: short(found.weighting),
      contrast: short(found.contrast),
      normalised_name: short(found.normalisedName, 256),
      classification_confidence: found.confidence,
      classification_corrected: found.corrected,
      version: sql`version + 1`,
    })
    .where('id', '=', seriesId)
    .returning('exam_id')
    .executeTakeFirst();
  if (row !== undefined && hasModality) await sumUpExam(trx, row.exam_id);
}

export type ConversionState = 'none' | 'waiting' | 'converted' | 'not-convertible' | 'failed';

export async function updateConversionState(
  trx: Trx,
  seriesId: string,
  state: ConversionState,
): Promise<void> {
  await trx
    .updateTable('catalogue.series')
    .set({ conversion_state: state })
    .where('id', '=', seriesId)
    .execute();
}

/**
 * Brings a series and its exam up to date with a header that was made anew. A modality that a person corrected stays, and so
 * do subject, exam and UIDs. Locks subject, exam and series in the order of a release. Copies are served by series_exam.
 */
export async function updateFacts(
  trx: Trx,
  seriesId: string,
  facts: SeriesRegistration['series'],
): Promise<void> {
  const { rows } = await sql<{ exam_id: string }>`
    select s.exam_id from catalogue.series s join catalogue.subject j on j.id = s.subject_id
    where s.id = ${seriesId} for update of j`.execute(trx);
  const examId = rows[0]?.exam_id;
  if (examId === undefined) throw new Error(`There is no series ${seriesId} to bring up to date`);
  const studyDescription = short(facts.studyDescription, 256);
  await trx
    .updateTable('catalogue.exam')
    .set({
      study_date: facts.studyDate,
      study_time: short(facts.studyTime),
      study_description: studyDescription,
      study_id: short(facts.studyId),
      accession_number: short(facts.accessionNumber),
    })
    .where('id', '=', examId)
    .execute();
  await trx
    .updateTable('catalogue.series')
    .set({ study_date: facts.studyDate, study_description: studyDescription })
    .where('exam_id', '=', examId)
    .execute();
  await trx
    .updateTable('catalogue.series')
    .set({
      modality: sql`case when classification_corrected then modality else ${short(facts.modality, 16)} end`,
      series_number: facts.seriesNumber,
      series_description: short(facts.seriesDescription, 256),
      protocol_name: short(facts.protocolName, 256),
      body_part_examined: short(facts.bodyPartExamined),
      manufacturer: short(facts.manufacturer),
      manufacturer_model_name: short(facts.manufacturerModelName),
      version: sql`version + 1`,
    })
    .where('id', '=', seriesId)
    .execute();
  await sumUpExam(trx, examId);
}
