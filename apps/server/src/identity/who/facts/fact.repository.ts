import { sql } from 'kysely';
import type { Database, Trx } from '../../../kernel/db/index.ts';
import type { ChildLabel, ChildSeries } from './children.ts';
import type { IdentityFact } from './who-is-who.ts';

/** What became of a person's data, in counts. */
export interface Destroyed {
  exams: number;
  images: number;
  tableRows: number;
}

/** A fact as it is kept and listed. */
export interface FactRecord {
  id: string;
  kind: 'link' | 'merge' | 'move' | 'undo' | 'withdraw' | 'child';
  fromCode: string | null;
  toCode: string | null;
  studyInstanceUid: string | null;
  undoes: string | null;
  /** Of a child: what the label of its images calls it. */
  childRole: ChildLabel['role'] | null;
  childDesignation: ChildLabel['designation'];
  childSeries: ChildSeries[] | null;
  reason: string;
  preview: Affected;
  madeAt: Date;
  madeBy: string;
  madeByName: string;
  /** Of a withdrawal: when the destruction begins; null: a second person has to confirm it first. */
  effectiveAt: Date | null;
  confirmedByName: string | null;
  confirmedAt: Date | null;
  /** Of a withdrawal: from here on it cannot be undone. */
  begunAt: Date | null;
  destroyed: Destroyed | null;
  totalExams: number;
  doneExams: number;
  doneAt: Date | null;
  undoneBy: string | null;
}

/** What follows from a fact, as it was shown before it became one. */
export interface Affected {
  exams: AffectedExam[];
  /** Rows of clinical tables that come under another subject. */
  tableRows: number;
  /** It makes something a person's who withdrew consent: that is destroyed when the time to undo is over. */
  isWithdrawn?: boolean;
}

export interface AffectedExam {
  examId: string;
  studyDate: string | null;
  from: string;
  to: string;
  series: number;
  instances: number;
  /** Derived files, made anew afterwards. */
  files: number;
}

/** An exam, where it stands, and where it came from. */
export interface PlacedExam extends Omit<AffectedExam, 'from' | 'to'> {
  studyInstanceUid: string;
  code: string;
  originCode: string;
}

/** All facts of a project, oldest first. Served by fact_project. */
export async function selectFacts(db: Database | Trx, projectId: string): Promise<FactRecord[]> {
  const { rows } = await sql<FactRecord>`
    select f.id, f.kind, f.from_code as "fromCode", f.to_code as "toCode", f.study_instance_uid as "studyInstanceUid", f.undoes,
      f.child_role as "childRole", f.child_designation as "childDesignation", f.child_series as "childSeries", f.reason, f.preview, f.made_at as "madeAt", f.made_by_name as "madeByName", f.total_exams as "totalExams",
      f.done_exams as "doneExams", f.done_at as "doneAt", u.id as "undoneBy", f.made_by as "madeBy", f.effective_at as "effectiveAt",
      f.confirmed_by_name as "confirmedByName", f.confirmed_at as "confirmedAt", f.begun_at as "begunAt", f.destroyed
    from identity.fact f left join identity.fact u on u.undoes = f.id where f.project_id = ${projectId} order by f.id`.execute(
    db,
  );
  return rows;
}

/** What the rules read of a fact. */
export type StatedFact = Pick<
  FactRecord,
  | 'id'
  | 'kind'
  | 'fromCode'
  | 'toCode'
  | 'studyInstanceUid'
  | 'undoes'
  | 'childRole'
  | 'childDesignation'
  | 'childSeries'
>;

/** Facts as the rules read them. */
export function factsOf(records: readonly StatedFact[]): IdentityFact[] {
  return records.flatMap((record): IdentityFact[] => {
    const { id, kind, fromCode, toCode, studyInstanceUid, undoes } = record;
    if (kind === 'undo') return undoes === null ? [] : [{ kind, id, undoes }];
    if (kind === 'child') {
      const { childRole: role, childDesignation: designation, childSeries: series } = record;
      if (role === null || series === null) return [];
      return [{ kind, id, to: toCode, label: { role, designation }, series }];
    }
    // A withdrawal joins and moves nothing.
    if (toCode === null || kind === 'withdraw') return [];
    if (kind === 'move')
      return studyInstanceUid === null ? [] : [{ kind, id, exam: studyInstanceUid, to: toCode }];
    return fromCode === null ? [] : [{ kind: 'join', id, from: fromCode, to: toCode }];
  });
}

/** Exams of these subjects, and these exams. Served by subject_project_code_unique, exam_subject, exam_project_uid_unique, series_exam, instance_series. */
export async function selectPlacedExams(
  db: Database | Trx,
  projectId: string,
  { codes, studyInstanceUids }: { codes: readonly string[]; studyInstanceUids: readonly string[] },
): Promise<PlacedExam[]> {
  const { rows } = await sql<PlacedExam>`
    select e.id as "examId", e.study_instance_uid as "studyInstanceUid", e.study_date as "studyDate", j.code,
      coalesce(o.subject_code, j.code) as "originCode",
      (select count(*)::int from catalogue.series s where s.exam_id = e.id) as series,
      (select count(*)::int from catalogue.series s join archive.instance i on i.series_id = s.id and i.state <> 'rejected'
        where s.exam_id = e.id) as instances,
      (select count(*)::int from catalogue.series s join archive.series_file f on f.series_id = s.id and f.superseded_at is null
        where s.exam_id = e.id) as files
    from catalogue.exam e join catalogue.subject j on j.id = e.subject_id
    left join deidentification.exam_origin o on o.project_id = e.project_id and o.study_instance_uid = e.study_instance_uid
    where e.project_id = ${projectId}
      and (j.code = any(${[...codes]}::text[]) or e.study_instance_uid = any(${[...studyInstanceUids]}::text[]))
    order by e.id`.execute(db);
  return rows;
}

/** How much stands under each of these subjects, released or not. Served by subject_project_code_unique, exam_subject, series_exam, instance_series. */
export async function countUnder(
  db: Database | Trx,
  projectId: string,
  codes: readonly string[],
): Promise<Map<string, { exams: number; instances: number }>> {
  const { rows } = await sql<{ code: string; exams: number; instances: number }>`
    select j.code, count(distinct e.id)::int as exams, count(i.id)::int as instances
    from catalogue.subject j join catalogue.exam e on e.subject_id = j.id join catalogue.series s on s.exam_id = e.id
    join archive.instance i on i.series_id = s.id and i.state <> 'rejected'
    where j.project_id = ${projectId} and j.code = any(${[...codes]}::text[]) group by 1`.execute(db);
  return new Map(rows.map(({ code, exams, instances }) => [code, { exams, instances }]));
}

export async function selectExamById(
  db: Database | Trx,
  projectId: string,
  id: string,
): Promise<{ studyInstanceUid: string; code: string } | undefined> {
  return db
    .selectFrom('catalogue.exam as e')
    .innerJoin('catalogue.subject as j', 'j.id', 'e.subject_id')
    .select(['e.study_instance_uid as studyInstanceUid', 'j.code'])
    .where('e.id', '=', id)
    .where('e.project_id', '=', projectId)
    .executeTakeFirst();
}

/** How many rows of tables came under each of these subjects. Served by subject_table_row_origin. */
export async function countRowsByOrigin(
  db: Database | Trx,
  projectId: string,
  codes: readonly string[],
): Promise<{ originCode: string; code: string; count: number }[]> {
  if (codes.length === 0) return [];
  return db
    .selectFrom('identity.subject_table_row')
    .select([
      'origin_code as originCode',
      'subject_code as code',
      (select) => select.fn.countAll<number>().as('count'),
    ])
    .where('project_id', '=', projectId)
    .where('origin_code', 'in', [...codes])
    .groupBy(['origin_code', 'subject_code'])
    .execute();
}

export interface NewFact {
  id: string;
  projectId: string;
  kind: FactRecord['kind'];
  fromCode?: string | undefined;
  toCode?: string | undefined;
  studyInstanceUid?: string | undefined;
  undoes?: string | undefined;
  child?: { label: ChildLabel; series: readonly ChildSeries[] } | undefined;
  reason: string;
  preview: Affected;
  madeAt: Date;
  madeBy: string;
  madeByName: string;
  effectiveAt?: Date | null;
}

export async function insertFact(trx: Trx, fact: NewFact): Promise<void> {
  await trx
    .insertInto('identity.fact')
    .values({
      id: fact.id,
      project_id: fact.projectId,
      kind: fact.kind,
      from_code: fact.fromCode ?? null,
      to_code: fact.toCode ?? null,
      study_instance_uid: fact.studyInstanceUid ?? null,
      undoes: fact.undoes ?? null,
      child_role: fact.child?.label.role ?? null,
      child_designation: fact.child?.label.designation ?? null,
      child_series: fact.child === undefined ? null : JSON.stringify(fact.child.series),
      reason: fact.reason,
      preview: JSON.stringify(fact.preview),
      made_at: fact.madeAt,
      made_by: fact.madeBy,
      made_by_name: fact.madeByName,
      total_exams: fact.preview.exams.length,
      effective_at: fact.effectiveAt ?? null,
    })
    .execute();
}
