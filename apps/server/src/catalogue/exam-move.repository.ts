import { sql } from 'kysely';
import { deleteReferenced, type Trx } from '../kernel/db/index.ts';
import { newId } from '../kernel/ids/index.ts';
import { sumUpSubject } from './registration.repository.ts';

/**
 * Puts an exam with its series under another subject, made when it is not there, and sums both up. Subjects are locked in the order of
 * their ids. Served by subject_project_code_unique, series_exam.
 */
export async function moveExam(
  trx: Trx,
  { projectId, examId, toCode }: { projectId: string; examId: string; toCode: string },
  now: Date,
): Promise<{ fromSubjectId: string; toSubjectId: string }> {
  await trx
    .insertInto('catalogue.subject')
    .values({ id: newId(), project_id: projectId, code: toCode, created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
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
