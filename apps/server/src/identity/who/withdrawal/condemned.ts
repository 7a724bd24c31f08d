import type { DatedChild } from '../../../deidentification/index.ts';
import { later } from '../../../kernel/clock/index.ts';
import { type FactRecord, factsOf, type StatedFact } from '../facts/fact.repository.ts';
import { type IdentityFact, type WhoIsWho, whoIsWho } from '../facts/who-is-who.ts';

type Known = StatedFact & Pick<FactRecord, 'madeAt' | 'undoneBy'>;

/** Who withdrew consent, and what of the stored belongs to them. */
export interface Condemned {
  codes: string[];
  /** Whether an exam that came under `origin` is theirs. */
  has(studyInstanceUid: string, origin: string): boolean;
  /** Exams that were said to be theirs though they came under others. */
  movedExams: string[];
}

/** All subjects that are one person with this one. */
export function codesOfPerson(code: string, who: WhoIsWho): string[] {
  const root = who.subjectOf(code);
  return [...new Set([...who.codes, code, root])].filter((one) => who.subjectOf(one) === root);
}

/** Whether these facts make more somebody's who withdrew consent. */
export function condemnsMore(
  records: readonly Known[],
  stated: readonly IdentityFact[],
  dated: readonly DatedChild[],
): boolean {
  const withdrawn = records.flatMap(({ kind, undoneBy, fromCode }) =>
    kind === 'withdraw' && undoneBy === null && fromCode !== null ? [fromCode] : [],
  );
  if (withdrawn.length === 0) return false;
  const codesBy = (facts: readonly IdentityFact[]) => {
    const who = whoIsWho(facts, dated);
    return new Set(withdrawn.flatMap((code) => codesOfPerson(code, who)));
  };
  const known = factsOf(records);
  const [before, after] = [codesBy(known), codesBy([...known, ...stated])];
  return (
    [...after].some((code) => !before.has(code)) ||
    stated.some((fact) => (fact.kind === 'move' || fact.kind === 'child') && after.has(fact.to ?? ''))
  );
}

/**
 * What is to be destroyed for these withdrawals. A finding condemns only when its own time to undo is over, and spares at once: an exam
 * or a subject goes only if it is the person's both by the findings that are old enough and by all of them.
 */
export function condemnedBy(
  records: readonly Known[],
  withdrawnCodes: readonly string[],
  { now, undoMs, dated }: { now: Date; undoMs: number; dated: readonly DatedChild[] },
): Condemned {
  const isOld = ({ kind, madeAt }: Known) => kind === 'undo' || madeAt <= later(now, -undoMs);
  const all = whoIsWho(factsOf(records), dated);
  const old = whoIsWho(factsOf(records.filter(isOld)), dated);
  const codesBy = (who: WhoIsWho) => new Set(withdrawnCodes.flatMap((code) => codesOfPerson(code, who)));
  const [byAll, byOld] = [codesBy(all), codesBy(old)];
  // A child's part of an exam is what the statement makes of it: young, as that is.
  const isYoung = (exam: string) => all.parts.has(exam) && !old.parts.has(exam);
  return {
    codes: [...byAll].filter((code) => byOld.has(code)).sort(),
    has: (exam, origin) =>
      !isYoung(exam) && byAll.has(all.placeOf(exam, origin)) && byOld.has(old.placeOf(exam, origin)),
    movedExams: records.flatMap(({ kind, studyInstanceUid, undoneBy }) =>
      kind === 'move' && undoneBy === null && studyInstanceUid !== null ? [studyInstanceUid] : [],
    ),
  };
}
