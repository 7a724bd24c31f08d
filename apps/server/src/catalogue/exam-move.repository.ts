import { sql } from 'kysely';
import { deleteReferenced, type Trx } from '../kernel/db/index.ts';
import { newId } from '../kernel/ids/index.ts';
import { sumUpExam, sumUpSubject } from './registration.repository.ts';

/**
 * Puts an exam with its series under another subject, made when it is not there, and sums both up. Subjects are locked in the order of
 * their ids. Served by subject_project_code_unique, series_exam.
 */
export async function moveExam(
  trx: Trx,
  { projectId, examId, toCode }: { projectId: string; examId: string; toCode: string },
  now: Date,
): Promise<{ fromSubjectId: string; toSubjectId: string }> {
  await insertSubject(trx, projectId, toCode, now);
  const { rows } = await sql<{ id: string; code: string }>`
    select j.id, j.code from catalogue.subject j where j.project_id = ${projectId} and (j.code = ${toCode}
      or j.id = (select e.subject_id from catalogue.exam e where e.id = ${examId})) order by j.id for update`.execute(
    trx,
  );
  const toSubjectId = rows.find(({ code }) => code === toCode)?.id;
  if (toSubjectId === undefined) throw new Error('A subject that was just made is not there');
  const fromSubjectId = rows.find(({ id }) => id !== toSubjectId)?.id ?? toSubjectId;
  await sql`update catalogue.exam set subject_id = ${toSubjectId} where id = ${examId}`.execute(trx);
  await sql`update catalogue.series set subject_id = ${toSubjectId}, subject_code = ${toCode}, version = version + 1
    where exam_id = ${examId}`.execute(trx);
  for (const id of new Set([fromSubjectId, toSubjectId])) await sumUpSubject(trx, id);
  return { fromSubjectId, toSubjectId };
}

async function insertSubject(trx: Trx, projectId: string, code: string, now: Date): Promise<void> {
  await trx
    .insertInto('catalogue.subject')
    .values({ id: newId(), project_id: projectId, code, created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * Puts a series into another exam of another subject, both made when they are not there, and sums up what it leaves and where it comes. An
 * exam that is made is like the one that it leaves. Locks subjects in the order of their ids, then exams. Served by
 * subject_project_code_unique, exam_project_uid_unique, series_exam.
 */
export async function moveSeries(
  trx: Trx,
  move: { projectId: string; seriesId: string; studyInstanceUid: string; code: string },
  now: Date,
): Promise<{ subjectId: string; examId: string; fromExamId: string }> {
  const { projectId, seriesId, studyInstanceUid, code } = move;
  await insertSubject(trx, projectId, code, now);
  const { rows: subjects } = await sql<{ id: string; code: string }>`
    select j.id, j.code from catalogue.subject j where j.project_id = ${projectId} and (j.code = ${code}
      or j.id = (select s.subject_id from catalogue.series s where s.id = ${seriesId})) order by j.id for update`.execute(
    trx,
  );
  const subjectId = subjects.find((one) => one.code === code)?.id;
  await sql`insert into catalogue.exam (id, project_id, subject_id, study_instance_uid, study_date, study_time, study_description,
      study_id, accession_number, created_at)
    select ${newId()}, e.project_id, ${subjectId}, ${studyInstanceUid}, e.study_date, e.study_time, e.study_description, e.study_id,
      e.accession_number, ${now} from catalogue.series s join catalogue.exam e on e.id = s.exam_id where s.id = ${seriesId}
    on conflict do nothing`.execute(trx);
  const { rows } = await sql<{ id: string; uid: string }>`
    select e.id, e.study_instance_uid as uid from catalogue.exam e where e.project_id = ${projectId} and (
      e.study_instance_uid = ${studyInstanceUid} or e.id = (select s.exam_id from catalogue.series s where s.id = ${seriesId}))
    order by e.id for update`.execute(trx);
  const examId = rows.find(({ uid }) => uid === studyInstanceUid)?.id;
  if (subjectId === undefined || examId === undefined)
    throw new Error('A subject or an exam that was just made is not there');
  await sql`update catalogue.series set exam_id = ${examId}, subject_id = ${subjectId}, subject_code = ${code},
    study_instance_uid = ${studyInstanceUid}, version = version + 1 where id = ${seriesId}`.execute(trx);
  for (const { id } of rows) await sumUpExam(trx, id);
  for (const { id } of subjects) await sumUpSubject(trx, id);
  return { subjectId, examId, fromExamId: rows.find(({ id }) => id !== examId)?.id ?? examId };
}

/** Deletes an exam that has no series any more. Served by series_exam. */
export async function removeEmptyExam(trx: Trx, examId: string): Promise<void> {
  await sql`delete from catalogue.exam e where e.id = ${examId}
    and not exists (select from catalogue.series s where s.exam_id = e.id)`.execute(trx);
}

/** Says which subject stands for this one, or that it stands for itself. Served by subject_project_code_unique. */
export async function setSurvivor(
  trx: Trx,
  projectId: string,
  code: string,
  survivorCode: string,
): Promise<void> {
  await sql`update catalogue.subject j set survivor_id = (
      select t.id from catalogue.subject t where t.project_id = ${projectId} and t.code = ${survivorCode} and t.id <> j.id)
    where j.project_id = ${projectId} and j.code = ${code}`.execute(trx);
}

/** Deletes an exam with everything that refers to them, in every slice, and sums the subject up. */
export async function removeExam(trx: Trx, examId: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`select j.id from catalogue.subject j
    where j.id = (select e.subject_id from catalogue.exam e where e.id = ${examId}) for update`.execute(trx);
  await deleteReferenced(trx, 'catalogue.exam', [examId]);
  for (const { id } of rows) await sumUpSubject(trx, id);
}
