import type { DatedChild } from '../../../deidentification/index.ts';
import {
  type ChildFact,
  type ChildSeries,
  childrenOf,
  mothersOf,
  type Relation,
  type SeriesPlace,
  statementsOf,
} from './children.ts';
import { childNamer, type Undated, underMothersDays } from './dated-children.ts';
import type { IdentityQuestion } from './question.ts';

/** What was found out about who is who, by subject code, Study and Series Instance UID. Ids ascend with time. */
export type IdentityFact =
  /** What came under `from` is the person's of `to`. */
  | { kind: 'join'; id: string; from: string; to: string }
  /** An exam is another subject's than the one that it came under. */
  | { kind: 'move'; id: string; exam: string; to: string }
  | ChildFact
  | { kind: 'undo'; id: string; undoes: string };

export interface WhoIsWho {
  /** The subject that stands for this one; itself when none does. */
  subjectOf(code: string): string;
  /** Where an exam belongs that came under `origin`. */
  placeOf(exam: string, origin: string): string;
  /** Series that were said to be a child's, with where each belongs. */
  series: ReadonlyMap<string, SeriesPlace>;
  /** Children's parts of exams, by Study Instance UID. */
  parts: ReadonlySet<string>;
  relations: Relation[];
  questions: IdentityQuestion[];
  /** Every subject that a fact names, and those that stand in for them. */
  codes: Set<string>;
  /** Children for whom a subject with their mother's days is to be made; until then they stand for themselves. */
  undated: Undated[];
}

type Join = Extract<IdentityFact, { kind: 'join' }>;
type Move = Extract<IdentityFact, { kind: 'move' }>;

function followed(
  edges: ReadonlyMap<string, string>,
  from: string,
): { root: string; path: string[] } | 'circle' {
  const path: string[] = [];
  const seen = new Set<string>();
  let at = from;
  for (let next = edges.get(at); next !== undefined; next = edges.get(at)) {
    if (seen.has(at)) return 'circle';
    seen.add(at);
    path.push(at);
    at = next;
  }
  return { root: at, path };
}

// Subjects with one target each; the others are in question until all their targets are found to be one person.
function edgesOf(byFrom: ReadonlyMap<string, Join[]>): Map<string, string> {
  const edges = new Map<string, string>();
  const open = new Map<string, string[]>();
  for (const [from, joins] of byFrom) {
    const targets = [...new Set(joins.map(({ to }) => to))].sort();
    if (targets.length === 1) edges.set(from, targets[0] as string);
    else open.set(from, targets);
  }
  for (const from of [...edges.keys()]) if (followed(edges, from) === 'circle') open.set(from, []);
  // All of a circle go at once: which fact came first does not decide.
  for (const [from, targets] of open) if (targets.length === 0) edges.delete(from);
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (const [from, targets] of [...open].sort(([one], [other]) => (one < other ? -1 : 1))) {
      if (targets.length === 0) continue;
      const roots = new Set(
        targets.map((target) => {
          const way = followed(edges, target);
          return way === 'circle' ? target : way.root;
        }),
      );
      const [root] = roots;
      if (roots.size > 1 || root === undefined || root === from) continue;
      edges.set(from, root);
      open.delete(from);
      isChanged = true;
    }
  }
  return edges;
}

function questionsOf(
  byFrom: ReadonlyMap<string, Join[]>,
  edges: ReadonlyMap<string, string>,
): IdentityQuestion[] {
  return [...byFrom]
    .filter(([from]) => !edges.has(from))
    .map(([code, joins]) => {
      const targets = [...new Set(joins.map(({ to }) => to))].sort();
      const kind = targets.length > 1 ? ('two-persons' as const) : ('circle' as const);
      return { kind, code, facts: joins.map(({ id }) => id).sort(), targets };
    })
    .sort((one, other) => (one.code < other.code ? -1 : 1));
}

function movesOf(standing: readonly IdentityFact[]): Map<string, Move> {
  const moves = new Map<string, Move>();
  for (const fact of standing) {
    if (fact.kind !== 'move') continue;
    const known = moves.get(fact.exam);
    if (known === undefined || known.id < fact.id) moves.set(fact.exam, fact);
  }
  return moves;
}

function codesIn(fact: IdentityFact): string[] {
  switch (fact.kind) {
    case 'join':
      return [fact.from, fact.to];
    case 'move':
      return [fact.to];
    case 'child':
      return [
        ...(fact.to === null ? [] : [fact.to]),
        ...fact.series.map(({ origin }: ChildSeries) => origin),
      ];
    default:
      return [];
  }
}

/** Facts under the names of children, whatever stood in for them when they were stated. */
function named(fact: IdentityFact, childOf: (code: string) => string): IdentityFact {
  switch (fact.kind) {
    case 'join':
      return { ...fact, from: childOf(fact.from), to: childOf(fact.to) };
    case 'move':
      return { ...fact, to: childOf(fact.to) };
    case 'child':
      return fact.to === null ? fact : { ...fact, to: childOf(fact.to) };
    default:
      return fact;
  }
}

function codesOf(facts: readonly IdentityFact[], dated: readonly DatedChild[]): Set<string> {
  const codes = new Set(facts.flatMap(codesIn));
  for (const { code, redates } of dated) if (redates !== null && codes.has(redates)) codes.add(code);
  return codes;
}

/**
 * What all facts together say. Computed from the set of them, so that the order in which they became known does not matter; of two moves
 * of one exam, or two statements about one series, the later one counts. Facts that contradict each other hold for nobody until one of
 * them is undone. `dated`: children with their mothers' days, as far as there are subjects for them.
 */
export function whoIsWho(stated: readonly IdentityFact[], dated: readonly DatedChild[] = []): WhoIsWho {
  const childOf = childNamer(dated);
  const facts = stated.map((fact) => named(fact, childOf));
  const undone = new Set(facts.flatMap((fact) => (fact.kind === 'undo' ? [fact.undoes] : [])));
  const standing = facts.filter(({ id }) => !undone.has(id));
  const joins = standing.filter((fact): fact is Join => fact.kind === 'join' && fact.from !== fact.to);
  const byFrom = Map.groupBy(joins, ({ from }) => from);
  const edges = edgesOf(byFrom);
  const moves = movesOf(standing);
  const rootOf = (code: string): string => {
    const child = childOf(code);
    const way = followed(edges, child);
    return way === 'circle' ? child : way.root;
  };
  const rootOfExam = (exam: string, origin: string) => rootOf(moves.get(exam)?.to ?? origin);
  const statements = statementsOf(
    facts.filter((fact) => fact.kind === 'child'),
    ({ id }) => !undone.has(id),
  );
  const mothers = mothersOf(statements, { subjectOf: rootOf, placeOf: rootOfExam });
  const days = underMothersDays({ dated, rootOf, mothersOf: (code) => [...(mothers.get(code) ?? [])] });
  const subjectOf = (code: string) => days.standInOf(rootOf(code));
  const placeOf = (exam: string, origin: string) => days.standInOf(rootOfExam(exam, origin));
  const children = childrenOf(statements, { subjectOf, placeOf });
  const codes = codesOf(facts, dated);
  for (const { code } of dated) subjectOf(code);
  return {
    subjectOf,
    placeOf,
    series: children.series,
    parts: children.parts,
    relations: children.relations,
    questions: [...questionsOf(byFrom, edges), ...children.questions],
    codes,
    undated: days.undated(),
  };
}
