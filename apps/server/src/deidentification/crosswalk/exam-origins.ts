import { sql } from 'kysely';
import type { Database, Trx } from '../../kernel/db/index.ts';

const rememberedExams = 20_000;

/** The subject that an exam came under, kept where another one stands for it: a joining that is undone gives it back. */
export function createExamOrigins(db: Database) {
  const kept = new Set<string>();
  return {
    /** Of an exam that arrives; one that is there already came as it stands. By the primary key and exam_project_uid_unique. */
    async keepOfArrival(projectId: string, studyInstanceUid: string, code: string): Promise<void> {
      const key = `${projectId} ${studyInstanceUid}`;
      if (kept.has(key)) return;
      await sql`insert into deidentification.exam_origin (project_id, study_instance_uid, subject_code)
        select ${projectId}, ${studyInstanceUid}, ${code} where not exists (
          select from catalogue.exam e where e.project_id = ${projectId} and e.study_instance_uid = ${studyInstanceUid})
        on conflict do nothing`.execute(db);
      if (kept.size > rememberedExams) kept.clear();
      kept.add(key);
    },

    /** Of an exam that is moved: the first one stays. */
    async keep(trx: Trx, projectId: string, studyInstanceUid: string, code: string): Promise<void> {
      await trx
        .insertInto('deidentification.exam_origin')
        .values({ project_id: projectId, study_instance_uid: studyInstanceUid, subject_code: code })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
  };
}
