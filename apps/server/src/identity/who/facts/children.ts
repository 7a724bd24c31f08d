import type { IdentityQuestion } from './question.ts';

/** What the label of images calls their child, and which of several; `mother`: they show herself. */
export interface ChildLabel {
  role: 'fetus' | 'twin' | 'triplet' | 'mother';
  designation: 'A' | 'B' | 'C' | 'D' | null;
}

/** A series that came under a mother's identifier. */
export interface ChildSeries {
  /** Series Instance UID. */
  series: string;
  /** Study Instance UID of the exam that it came in. */
  exam: string;
  /** The subject that this exam came under. */
  origin: string;
  /** Study Instance UID of the child's part of the exam. */
  part: string;
}

/** Series are a child's; `to` null: they are the mother's after all. */
export interface ChildFact {
  kind: 'child';
  id: string;
  to: string | null;
  label: ChildLabel;
  series: readonly ChildSeries[];
}

/** Where a series belongs. */
export interface SeriesPlace {
  /** Study Instance UID: of the exam that it came in, or of the child's part of it. */
  exam: string;
  /** The subject that this exam came under: the child, for its own part. */
  origin: string;
  /** Study Instance UID of the exam that it came in. */
  home: string;
  /** Every Study Instance UID that the series may have had. */
  known: ReadonlySet<string>;
}

/** A child and its mother, by the subjects that stand for them. */
export interface Relation {
  child: string;
  mother: string;
  labels: ChildLabel[];
  /** Children of the same mother with images in the same exam. */
  twins: string[];
}

interface Rules {
  subjectOf(code: string): string;
  placeOf(exam: string, origin: string): string;
}

interface Statement {
  /** Where the series came from. */
  came: ChildSeries;
  known: Set<string>;
  fact: ChildFact | undefined;
  part: string;
}

/** The statement that counts for each series, undone ones included: those have it go back. */
export function statementsOf(
  facts: readonly ChildFact[],
  isStanding: (fact: ChildFact) => boolean,
): Map<string, Statement> {
  const found = new Map<string, Statement>();
  for (const fact of facts) {
    for (const one of fact.series) {
      const entry = found.get(one.series) ?? { came: one, known: new Set(), fact: undefined, part: '' };
      entry.known.add(one.exam).add(one.part);
      // The same in every order, should two ever differ.
      if (`${one.exam} ${one.origin}` < `${entry.came.exam} ${entry.came.origin}`) entry.came = one;
      if (isStanding(fact) && (entry.fact === undefined || entry.fact.id < fact.id)) {
        entry.fact = fact;
        entry.part = one.part;
      }
      found.set(one.series, entry);
    }
  }
  return found;
}

type Bond = { child: string; mother: string; exam: string; fact: ChildFact };

const bySpelling = (one: string, other: string) => (one < other ? -1 : 1);

function labelsOf(bonds: readonly Bond[]): ChildLabel[] {
  const labels = new Map(bonds.map(({ fact: { label } }) => [`${label.role} ${label.designation}`, label]));
  return [...labels.entries()].sort(([one], [other]) => bySpelling(one, other)).map(([, label]) => label);
}

function relationsOf(bonds: readonly Bond[]): Relation[] {
  const pairs = [...Map.groupBy(bonds, ({ child, mother }) => `${mother} ${child}`)];
  return pairs
    .sort(([one], [other]) => bySpelling(one, other))
    .flatMap(([, own]) => {
      const [first] = own;
      if (first === undefined) return [];
      const { child, mother } = first;
      const exams = new Set(own.map(({ exam }) => exam));
      const twins = bonds
        .filter((one) => one.mother === mother && one.child !== child && exams.has(one.exam))
        .map((one) => one.child);
      return { child, mother, labels: labelsOf(own), twins: [...new Set(twins)].sort() };
    });
}

function motherQuestions(bonds: readonly Bond[]): IdentityQuestion[] {
  return [...Map.groupBy(bonds, ({ child }) => child)]
    .map(([code, own]) => ({
      kind: 'two-mothers' as const,
      code,
      facts: [...new Set(own.map(({ fact }) => fact.id))].sort(),
      targets: [...new Set(own.map(({ mother }) => mother))].sort(),
    }))
    .filter(({ targets }) => targets.length > 1)
    .sort((one, other) => bySpelling(one.code, other.code));
}

/** The mothers of each child that has images of theirs. */
export function mothersOf(
  statements: ReadonlyMap<string, Statement>,
  { subjectOf, placeOf }: Rules,
): Map<string, Set<string>> {
  const mothers = new Map<string, Set<string>>();
  for (const { came, fact } of statements.values()) {
    if (fact === undefined || fact.to === null) continue;
    const [child, mother] = [subjectOf(fact.to), placeOf(came.exam, came.origin)];
    if (child !== mother) mothers.set(child, (mothers.get(child) ?? new Set()).add(mother));
  }
  return mothers;
}

/** Whose the series of mothers' exams are, and who is whose child: of the set of all statements, in whichever order they were made. */
export function childrenOf(statements: ReadonlyMap<string, Statement>, rules: Rules) {
  const series = new Map<string, SeriesPlace>();
  const parts = new Set<string>();
  const bonds: Bond[] = [];
  for (const [uid, { came, known, fact, part }] of statements) {
    const to = fact?.to ?? null;
    if (fact === undefined || to === null) {
      series.set(uid, { exam: came.exam, origin: came.origin, home: came.exam, known });
      continue;
    }
    series.set(uid, { exam: part, origin: to, home: came.exam, known });
    parts.add(part);
    const [child, mother] = [rules.subjectOf(to), rules.placeOf(came.exam, came.origin)];
    if (child !== mother) bonds.push({ child, mother, exam: came.exam, fact });
  }
  return { series, parts, relations: relationsOf(bonds), questions: motherQuestions(bonds) };
}
