import type { DatedChild } from '../../../deidentification/index.ts';
import type { Database, Trx } from '../../../kernel/db/index.ts';
import {
  type Affected,
  type AffectedExam,
  countRowsByOrigin,
  type PlacedExam,
  selectPlacedExams,
} from './fact.repository.ts';
import { type PlacedSeries, selectPlacedSeries } from './placed-series.repository.ts';
import { type IdentityFact, type WhoIsWho, whoIsWho } from './who-is-who.ts';

/** A series that stands in another exam than the facts say. */
export type StraySeries = PlacedSeries & {
  /** Where it belongs: an exam, and the subject that this one came under. */
  to: { studyInstanceUid: string; originCode: string; code: string };
};

export interface Consequences {
  who: WhoIsWho;
  /** Exams that stand elsewhere than the facts say. */
  exams: (PlacedExam & { to: string })[];
  series: StraySeries[];
  affected: Affected;
}

/** Series that belong to a child's part of their exam, and do not stand there; or that stand there, and do not belong. */
export async function straySeriesOf(
  db: Database | Trx,
  projectId: string,
  who: WhoIsWho,
): Promise<StraySeries[]> {
  if (who.series.size === 0) return [];
  const placed = await selectPlacedSeries(db, projectId, { by: 'uid', uids: [...who.series.keys()] });
  return placed.flatMap((series) => {
    const place = who.series.get(series.seriesInstanceUid);
    if (place === undefined || place.exam === series.studyInstanceUid) return [];
    const { exam: studyInstanceUid, origin: originCode } = place;
    const code = who.placeOf(studyInstanceUid, originCode);
    return [{ ...series, to: { studyInstanceUid, originCode, code } }];
  });
}

/** Series that leave an exam, as a part of it. */
function affectedParts(series: readonly StraySeries[]): AffectedExam[] {
  const groups = [...Map.groupBy(series, ({ examId, to }) => `${examId} ${to.code}`).values()];
  return groups.flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { examId, studyDate, code, to } = first;
    const sum = (of: (one: StraySeries) => number) => own.reduce((total, one) => total + of(one), 0);
    return {
      examId,
      studyDate,
      from: code,
      to: to.code,
      series: own.length,
      instances: sum(({ instances }) => instances),
      files: sum(({ files }) => files),
    };
  });
}

/** What the stored objects lack to be as these facts say. Reads only: the same for a preview and for the work itself. */
export async function consequencesOf(
  db: Database | Trx,
  projectId: string,
  facts: readonly IdentityFact[],
  dated: readonly DatedChild[],
): Promise<Consequences> {
  const who = whoIsWho(facts, dated);
  const studyInstanceUids = facts.flatMap((fact) => (fact.kind === 'move' ? [fact.exam] : []));
  const codes = [...who.codes];
  const placed = await selectPlacedExams(db, projectId, { codes, studyInstanceUids });
  const exams = placed
    .map((exam) => ({ ...exam, to: who.placeOf(exam.studyInstanceUid, exam.originCode) }))
    .filter(({ code, to, series }) => code !== to && series > 0);
  const series = await straySeriesOf(db, projectId, who);
  const rows = await countRowsByOrigin(db, projectId, codes);
  const tableRows = rows
    .filter(({ originCode, code }) => who.subjectOf(originCode) !== code)
    .reduce((sum, { count }) => sum + count, 0);
  return {
    who,
    exams,
    series,
    affected: {
      exams: [
        ...exams.map(({ examId, studyDate, code, to, series: count, instances, files }) => ({
          examId,
          studyDate,
          from: code,
          to,
          series: count,
          instances,
          files,
        })),
        ...affectedParts(series),
      ],
      tableRows,
    },
  };
}
