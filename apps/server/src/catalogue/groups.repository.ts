import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../kernel/db/index.ts';
import type { Exam, Subject } from './catalogue.schema.ts';
import {
  baseConditions,
  containing,
  facetConditions,
  isUnfiltered,
  readCursor,
  type SeriesFilter,
} from './series-filter.ts';

interface SubjectRow {
  id: string;
  project_id: string;
  code: string;
  released_exam_count: number;
  released_series_count: number;
  released_instance_count: number;
  last_released_at: Date;
}

interface ExamRow {
  id: string;
  subject_id: string;
  subject_code: string;
  study_date: string | null;
  study_description: string | null;
  modalities: string[];
  released_series_count: number;
  released_instance_count: number;
  sort_date: string;
}

const subjectColumns = sql`j.id, j.project_id, j.code, j.released_exam_count, j.released_series_count, j.released_instance_count, j.last_released_at`;
const examDate = sql`coalesce(e.study_date, '-infinity'::date)`;
const examColumns = sql`e.id, e.subject_id, j.code as subject_code, e.study_date, e.study_description, e.modalities, e.released_series_count,
  e.released_instance_count, (${examDate})::text as sort_date`;

function subjectOf(row: SubjectRow): Subject {
  return {
    id: row.id,
    code: row.code,
    examCount: row.released_exam_count,
    seriesCount: row.released_series_count,
    instanceCount: row.released_instance_count,
    lastReleasedAt: row.last_released_at.toISOString(),
  };
}

function examOf(row: ExamRow): Exam {
  return {
    id: row.id,
    subjectId: row.subject_id,
    subjectCode: row.subject_code,
    studyDate: row.study_date,
    studyDescription: row.study_description,
    modalities: row.modalities,
    seriesCount: row.released_series_count,
    instanceCount: row.released_instance_count,
  };
}

// With a filter, a subject or exam is listed when a visible series of it meets the filter. Served by series_exam, series_subject.
function hasMatch(filter: SeriesFilter, belongs: RawBuilder<unknown>): RawBuilder<unknown> {
  if (isUnfiltered(filter)) return sql`true`;
  const conditions = [
    belongs,
    sql`s.released_instance_count > 0`,
    ...baseConditions(filter),
    ...facetConditions(filter),
  ];
  return sql`exists (select from catalogue.series s where ${sql.join(conditions, sql` and `)})`;
}

/** A page of visible subjects by code. Served by subject_visible. */
export async function selectSubjectPage(
  db: Database,
  projectId: string,
  filter: SeriesFilter,
  limit: number,
  cursor?: string,
) {
  const after = cursor === undefined ? undefined : readCursor(cursor, /^/);
  const { rows } = await sql<SubjectRow>`
    select ${subjectColumns} from catalogue.subject j
    where j.project_id = ${projectId} and j.released_series_count > 0 and ${hasMatch(filter, sql`s.subject_id = j.id`)}
      and ${after === undefined ? sql`true` : sql`(j.code, j.id) > (${after[0]}, ${after[1]}::uuid)`}
    order by j.code, j.id limit ${limit}`.execute(db);
  return rows.map((row) => ({ subject: subjectOf(row), cursorValue: row.code }));
}

/** A page of visible exams, newest first. Served by exam_visible. */
export async function selectExamPage(
  db: Database,
  projectId: string,
  filter: SeriesFilter,
  limit: number,
  cursor?: string,
) {
  const after = cursor === undefined ? undefined : readCursor(cursor, /^(?:-infinity|\d{4,}-\d{2}-\d{2})$/);
  const { rows } = await sql<ExamRow>`
    select ${examColumns} from catalogue.exam e join catalogue.subject j on j.id = e.subject_id
    where e.project_id = ${projectId} and e.released_series_count > 0 and ${hasMatch(filter, sql`s.exam_id = e.id`)}
      and ${after === undefined ? sql`true` : sql`(${examDate}, e.id) < (${after[0]}::date, ${after[1]}::uuid)`}
    order by ${examDate} desc, e.id desc limit ${limit}`.execute(db);
  return rows.map((row) => ({ exam: examOf(row), cursorValue: row.sort_date }));
}

export async function selectSubject(
  db: Database,
  projectId: string,
  id: string,
): Promise<Subject | undefined> {
  const { rows } = await sql<SubjectRow>`
    select ${subjectColumns} from catalogue.subject j
    where j.project_id = ${projectId} and j.id = ${id} and j.released_series_count > 0`.execute(db);
  return rows[0] === undefined ? undefined : subjectOf(rows[0]);
}

/** The visible subject that stands for this one; undefined when it stands for itself. */
export async function selectSurvivor(
  db: Database,
  projectId: string,
  id: string,
): Promise<{ id: string; code: string } | undefined> {
  const { rows } = await sql<{ id: string; code: string }>`
    select t.id, t.code from catalogue.subject j join catalogue.subject t on t.id = j.survivor_id
    where j.project_id = ${projectId} and j.id = ${id} and t.released_series_count > 0`.execute(db);
  return rows[0];
}

export async function selectExam(db: Database, projectId: string, id: string): Promise<Exam | undefined> {
  const { rows } = await sql<ExamRow>`
    select ${examColumns} from catalogue.exam e join catalogue.subject j on j.id = e.subject_id
    where e.project_id = ${projectId} and e.id = ${id} and e.released_series_count > 0`.execute(db);
  return rows[0] === undefined ? undefined : examOf(rows[0]);
}

/** A subject's visible exams, newest first. Served by exam_subject. */
export async function selectExamsOfSubject(
  db: Database,
  projectId: string,
  subjectId: string,
): Promise<Exam[]> {
  const { rows } = await sql<ExamRow>`
    select ${examColumns} from catalogue.exam e join catalogue.subject j on j.id = e.subject_id
    where e.project_id = ${projectId} and e.subject_id = ${subjectId} and e.released_series_count > 0
    order by e.study_date desc nulls last, e.id desc`.execute(db);
  return rows.map(examOf);
}

/** Ids of the visible exams and series below an exam or a subject: whose entries make up its history. Served by series_exam, series_subject. */
export async function selectIdsBelow(db: Database, projectId: string, level: 'exam' | 'subject', id: string) {
  const belongs = level === 'exam' ? sql`s.exam_id = ${id}` : sql`s.subject_id = ${id}`;
  const { rows } = await sql<{ id: string; exam_id: string }>`
    select s.id, s.exam_id from catalogue.series s
    where s.project_id = ${projectId} and s.released_instance_count > 0 and ${belongs}`.execute(db);
  return { seriesIds: rows.map((row) => row.id), examIds: [...new Set(rows.map((row) => row.exam_id))] };
}

/** Visible subjects whose code holds the text. There is no index: some thousand codes of a project are looked through (subject_visible). */
export async function searchSubjects(
  db: Database,
  projectIds: readonly string[],
  text: string,
  limit: number,
) {
  const { rows } = await sql<SubjectRow>`
    select ${subjectColumns} from catalogue.subject j
    where j.project_id = any(${projectIds}::uuid[]) and j.released_series_count > 0 and lower(j.code) like ${containing(text)}
    order by j.code, j.id limit ${limit}`.execute(db);
  return rows.map((row) => ({ projectId: row.project_id, subject: subjectOf(row) }));
}
