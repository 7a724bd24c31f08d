import type { Database, Trx } from '../../kernel/db/index.ts';
import { type Affected, countRowsByOrigin, type PlacedExam, selectPlacedExams } from './fact.repository.ts';
import { type IdentityFact, type WhoIsWho, whoIsWho } from './who-is-who.ts';

export interface Consequences {
  who: WhoIsWho;
  /** Exams that stand elsewhere than the facts say. */
  exams: (PlacedExam & { to: string })[];
  affected: Affected;
}

/** What the stored objects lack to be as these facts say. Reads only: the same for a preview and for the work itself. */
export async function consequencesOf(
  db: Database | Trx,
  projectId: string,
  facts: readonly IdentityFact[],
): Promise<Consequences> {
  const who = whoIsWho(facts);
  const studyInstanceUids = facts.flatMap((fact) => (fact.kind === 'move' ? [fact.exam] : []));
  const codes = [...who.codes];
  const placed = await selectPlacedExams(db, projectId, { codes, studyInstanceUids });
  const exams = placed
    .map((exam) => ({ ...exam, to: who.placeOf(exam.studyInstanceUid, exam.originCode) }))
    .filter(({ code, to }) => code !== to);
  const rows = await countRowsByOrigin(db, projectId, codes);
  const tableRows = rows
    .filter(({ originCode, code }) => who.subjectOf(originCode) !== code)
    .reduce((sum, { count }) => sum + count, 0);
  return {
    who,
    exams,
    affected: {
      exams: exams.map(({ examId, studyDate, code, to, series, instances, files }) => ({
        examId,
        studyDate,
        from: code,
        to,
        series,
        instances,
        files,
      })),
      tableRows,
    },
  };
}
