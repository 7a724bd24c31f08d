import { sql } from 'kysely';
import type { Database, Trx } from '../../../kernel/db/index.ts';

/** A series, and where it stands. */
export interface PlacedSeries {
  seriesId: string;
  seriesInstanceUid: string;
  examId: string;
  studyInstanceUid: string;
  studyDate: string | null;
  code: string;
  /** The subject that its exam came under. */
  originCode: string;
  modality: string | null;
  seriesNumber: number | null;
  seriesDescription: string | null;
  instances: number;
  files: number;
}

type Which =
  | { by: 'uid'; uids: readonly string[] }
  | { by: 'id'; ids: readonly string[] }
  | { by: 'code'; code: string };

function condition(which: Which) {
  switch (which.by) {
    case 'uid':
      return sql`s.series_instance_uid = any(${[...which.uids]}::text[])`;
    case 'id':
      return sql`s.id = any(${[...which.ids]}::uuid[])`;
    default:
      return sql`s.subject_id = (select j.id from catalogue.subject j where j.project_id = s.project_id and j.code = ${which.code})`;
  }
}

/** Series of a project, released or not. Served by series_project_uid_unique, series_subject, exam_origin's key, instance_series. */
export async function selectPlacedSeries(
  db: Database | Trx,
  projectId: string,
  which: Which,
): Promise<PlacedSeries[]> {
  const { rows } = await sql<PlacedSeries>`
    select s.id as "seriesId", s.series_instance_uid as "seriesInstanceUid", e.id as "examId",
      e.study_instance_uid as "studyInstanceUid", e.study_date as "studyDate", j.code,
      coalesce(o.subject_code, j.code) as "originCode", s.modality, s.series_number as "seriesNumber",
      s.series_description as "seriesDescription",
      (select count(*)::int from archive.instance i where i.series_id = s.id and i.state <> 'rejected') as instances,
      (select count(*)::int from archive.series_file f where f.series_id = s.id and f.superseded_at is null) as files
    from catalogue.series s join catalogue.exam e on e.id = s.exam_id join catalogue.subject j on j.id = e.subject_id
    left join deidentification.exam_origin o on o.project_id = e.project_id and o.study_instance_uid = e.study_instance_uid
    where s.project_id = ${projectId} and ${condition(which)}
    order by e.study_date, e.id, s.series_number, s.id`.execute(db);
  return rows;
}
