import { type Tag, tagOf } from '@pesscara/dicom';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../kernel/db/index.ts';
import { dateRange, likePattern, type QidoQuery, QidoQueryError, uidList } from './qido-query.ts';

export type QidoLevel = 'study' | 'series' | 'instance';

/** A found row: everything that the three levels show; null below the level asked for. */
export interface QidoRow {
  subjectCode: string;
  studyInstanceUid: string;
  studyDate: string | null;
  studyTime: string | null;
  studyDescription: string | null;
  studyId: string | null;
  accessionNumber: string | null;
  modalities: string[];
  studySeriesCount: number;
  studyInstanceCount: number;
  seriesInstanceUid: string | null;
  modality: string | null;
  seriesNumber: number | null;
  seriesDescription: string | null;
  bodyPartExamined: string | null;
  seriesInstanceCount: number | null;
  sopInstanceUid: string | null;
  sopClassUid: string | null;
  instanceNumber: number | null;
  rows: number | null;
  columns: number | null;
  frameCount: number | null;
  transferSyntaxUid: string | null;
  /** An instance whose header holds the attributes that no column has. */
  sampleInstanceId: string;
}

type Match = (value: string) => RawBuilder<unknown> | undefined;

const uids =
  (column: string): Match =>
  (value) => {
    const list = uidList(value);
    return list.length === 0 ? undefined : sql`${sql.raw(column)} = any(${list}::text[])`;
  };

// Universal matching (an empty value, or *) takes everything (PS3.4 C.2.2.2.3).
const text =
  (column: string): Match =>
  (value) => {
    if (value === '' || value === '*') return undefined;
    return /[*?]/.test(value)
      ? sql`${sql.raw(column)} like ${likePattern(value)}`
      : sql`${sql.raw(column)} = any(${value.split('\\')}::text[])`;
  };

const whole =
  (column: string): Match =>
  (value) => {
    if (value === '') return undefined;
    if (!/^[+-]?\d{1,9}$/.test(value.trim())) throw new QidoQueryError(`A number is wanted, not ${value}`);
    return sql`${sql.raw(column)} = ${Number(value)}`;
  };

const date =
  (column: string): Match =>
  (value) => {
    if (value === '') return undefined;
    const { from, to } = dateRange(value);
    return sql`${sql.raw(column)} between coalesce(${from}::date, '-infinity') and coalesce(${to}::date, 'infinity')`;
  };

const matchers: Record<string, [QidoLevel, Match]> = {
  StudyInstanceUID: ['study', uids('e.study_instance_uid')],
  PatientID: ['study', text('u.code')],
  PatientName: ['study', text('u.code')],
  StudyDate: ['study', date('e.study_date')],
  StudyDescription: ['study', text('e.study_description')],
  StudyID: ['study', text('e.study_id')],
  AccessionNumber: ['study', text('e.accession_number')],
  ModalitiesInStudy: [
    'study',
    (value) => (value === '' ? undefined : sql`e.modalities && ${value.split(/[\\,]/)}::text[]`),
  ],
  SeriesInstanceUID: ['series', uids('s.series_instance_uid')],
  Modality: ['series', text('s.modality')],
  SeriesNumber: ['series', whole('s.series_number')],
  SeriesDescription: ['series', text('s.series_description')],
  ProtocolName: ['series', text('s.protocol_name')],
  BodyPartExamined: ['series', text('s.body_part_examined')],
  Manufacturer: ['series', text('s.manufacturer')],
  SOPInstanceUID: ['instance', uids('i.sop_instance_uid')],
  SOPClassUID: ['instance', uids('i.sop_class_uid')],
  InstanceNumber: ['instance', whole('i.instance_number')],
};

const byTag = new Map<Tag, [QidoLevel, Match]>(
  Object.entries(matchers).map(([keyword, matcher]) => [tagOf(keyword) as Tag, matcher]),
);

/** The attributes that a search matches on. */
export function isMatchable(tag: Tag): boolean {
  return byTag.has(tag);
}

function conditions(level: QidoLevel, query: QidoQuery): RawBuilder<unknown>[] {
  const found: RawBuilder<unknown>[] = [];
  const ranks: QidoLevel[] = ['study', 'series', 'instance'];
  for (const [tag, value] of query.matches) {
    const matcher = byTag.get(tag);
    if (matcher === undefined) continue;
    const [own, match] = matcher;
    const condition = match(value);
    if (condition === undefined) continue;
    if (ranks.indexOf(own) <= ranks.indexOf(level)) found.push(condition);
    // A search for studies by a series' attribute finds the studies that have such a series.
    else if (own === 'series')
      found.push(
        sql`exists (select from catalogue.series s where s.exam_id = e.id and s.released_instance_count > 0 and ${condition})`,
      );
    else
      found.push(sql`exists (select from catalogue.series s2 join archive.instance i on i.series_id = s2.id
        where s2.exam_id = e.id and i.state = 'released' and i.conflict_of is null and ${condition})`);
  }
  return found;
}

function nullsBelow(level: QidoLevel): RawBuilder<unknown> {
  const series = sql`s.series_instance_uid, s.modality, s.series_number, s.series_description, s.body_part_examined, s.released_instance_count`;
  const noSeries = sql`null::text, null::text, null::int, null::text, null::text, null::int`;
  const instance = sql`i.sop_instance_uid, i.sop_class_uid, i.instance_number, i.rows_count, i.columns_count, i.frame_count, i.transfer_syntax_uid, i.id`;
  const sampleOf = level === 'study' ? sql`s3.exam_id = e.id` : sql`s3.id = s.id`;
  const noInstance = sql`null::text, null::text, null::int, null::int, null::int, null::int, null::text,
    (select i3.id from catalogue.series s3 join archive.instance i3 on i3.series_id = s3.id
     where ${sampleOf} and i3.state = 'released' order by s3.series_number, i3.instance_number limit 1)`;
  if (level === 'study') return sql`${noSeries}, ${noInstance}`;
  return level === 'series' ? sql`${series}, ${noInstance}` : sql`${series}, ${instance}`;
}

/**
 * Which released studies, series or instances match? Served by exam_visible, series_exam, instance_series and, for a
 * UID, by the unique indexes on it.
 */
export async function searchQido(
  db: Database,
  projectId: string,
  level: QidoLevel,
  query: QidoQuery,
  limit: number,
): Promise<QidoRow[]> {
  const joins = {
    study: sql`catalogue.exam e join catalogue.subject u on u.id = e.subject_id`,
    series: sql`catalogue.exam e join catalogue.subject u on u.id = e.subject_id join catalogue.series s on s.exam_id = e.id`,
    instance: sql`catalogue.exam e join catalogue.subject u on u.id = e.subject_id join catalogue.series s on s.exam_id = e.id
      join archive.instance i on i.series_id = s.id and i.state = 'released' and i.conflict_of is null`,
  }[level];
  const order = {
    study: sql`e.study_date desc nulls last, e.id desc`,
    series: sql`e.study_date desc nulls last, e.id desc, s.series_number nulls last, s.id`,
    instance: sql`e.study_date desc nulls last, e.id desc, s.series_number nulls last, s.id, i.instance_number nulls last, i.sop_instance_uid`,
  }[level];
  const visible =
    level === 'study'
      ? sql`e.released_series_count > 0`
      : sql`e.released_series_count > 0 and s.released_instance_count > 0`;
  const all = [sql`e.project_id = ${projectId}`, visible, ...conditions(level, query)];
  const { rows } = await sql<QidoRow>`
    select * from (
      select u.code, e.study_instance_uid, e.study_date, e.study_time, e.study_description, e.study_id, e.accession_number,
        e.modalities, e.released_series_count, e.released_instance_count, ${nullsBelow(level)}
      from ${joins} where ${sql.join(all, sql` and `)} order by ${order} limit ${limit} offset ${query.offset}
    ) as found ("subjectCode", "studyInstanceUid", "studyDate", "studyTime", "studyDescription", "studyId",
      "accessionNumber", "modalities", "studySeriesCount", "studyInstanceCount", "seriesInstanceUid", "modality",
      "seriesNumber", "seriesDescription", "bodyPartExamined", "seriesInstanceCount", "sopInstanceUid", "sopClassUid",
      "instanceNumber", "rows", "columns", "frameCount", "transferSyntaxUid", "sampleInstanceId")`.execute(
    db,
  );
  return rows;
}

/** The ids of the series that a WADO path names; empty when there is nothing to see. */
export async function findSeriesIds(
  db: Database,
  projectId: string,
  studyInstanceUid: string,
  seriesInstanceUid: string | undefined,
): Promise<string[]> {
  let query = db
    .selectFrom('catalogue.series as s')
    .innerJoin('catalogue.exam as e', 'e.id', 's.exam_id')
    .select('s.id')
    .where('e.project_id', '=', projectId)
    .where('e.study_instance_uid', '=', studyInstanceUid)
    .where('s.released_instance_count', '>', 0)
    .orderBy('s.series_number')
    .orderBy('s.id');
  if (seriesInstanceUid !== undefined) query = query.where('s.series_instance_uid', '=', seriesInstanceUid);
  return (await query.execute()).map((row) => row.id);
}
