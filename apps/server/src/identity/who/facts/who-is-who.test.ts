import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DatedChild } from '../../../deidentification/index.ts';
import { type IdentityFact, whoIsWho } from './who-is-who.ts';

const join = (id: string, from: string, to: string): IdentityFact => ({ kind: 'join', id, from, to });
const undo = (id: string, undoes: string): IdentityFact => ({ kind: 'undo', id, undoes });
const codes = ['A', 'B', 'C', 'D', 'E'];

/** Where each series came: two in one exam, the third in another. */
const examOf = (series: string) => (series === 's3' ? 'x2' : 'x1');
const child = (id: string, to: string | null, designation: 'A' | 'B', ...series: string[]): IdentityFact => ({
  kind: 'child',
  id,
  to,
  label: to === null ? { role: 'mother', designation: null } : { role: 'twin', designation },
  series: series.map((uid) => ({
    series: uid,
    exam: examOf(uid),
    origin: 'A',
    part: `${examOf(uid)} ${to ?? ''}`,
  })),
});

/** Everything that is true, as text. */
function stateOf(facts: readonly IdentityFact[]): string {
  const who = whoIsWho(facts, datedFor(facts, 'A', 'C'));
  const exams = ['x1', 'x2', 'x3', 'x1 A', 'x2 B'].flatMap((exam) =>
    codes.map((code) => who.placeOf(exam, code)),
  );
  const series = ['s1', 's2', 's3'].map((uid) => {
    const place = who.series.get(uid);
    // Of a series that nobody speaks of any more it is known where it came: there it is.
    return place === undefined || place.exam === examOf(uid)
      ? null
      : [place.exam, who.placeOf(place.exam, place.origin)];
  });
  return JSON.stringify([codes.map(who.subjectOf), exams, series, who.relations, who.questions]);
}

/** The children D and E of A and B, made with the days of these subjects, with all that the facts have stand in for them. */
function datedFor(facts: readonly IdentityFact[], dOf: string, eOf: string): DatedChild[] {
  const dated: DatedChild[] = [
    { code: 'D', mother: 'A', datedBy: dOf, redates: null },
    { code: 'E', mother: 'B', datedBy: eOf, redates: null },
  ];
  for (;;) {
    const { undated } = whoIsWho(facts, dated);
    if (undated.length === 0) return dated;
    for (const { child: redates, datedBy } of undated)
      dated.push({ code: `${redates} as ${datedBy}`, mother: datedBy, datedBy, redates });
  }
}

/** The subject whose date shift this one has. */
function daysOf(code: string, dated: readonly DatedChild[]): string {
  const child = dated.find((one) => one.code === code);
  return child === undefined ? code : daysOf(child.datedBy, dated);
}

/** Whose days everything has. */
function daysIn(facts: readonly IdentityFact[], dated: readonly DatedChild[]): string {
  const who = whoIsWho(facts, dated);
  const exams = ['x1', 'x2', 'x3'].flatMap((exam) => codes.map((code) => who.placeOf(exam, code)));
  const series = ['s1', 's2', 's3'].map((uid) => who.series.get(uid)?.origin ?? 'A').map(who.subjectOf);
  return [...codes.map(who.subjectOf), ...exams, ...series].map((code) => daysOf(code, dated)).join();
}

const anyFact = (at: number) => {
  const code = fc.constantFrom(...codes);
  const id = `f${String(at).padStart(3, '0')}`;
  return fc.oneof(
    fc.record({ kind: fc.constant('join' as const), id: fc.constant(id), from: code, to: code }),
    fc.record({
      kind: fc.constant('move' as const),
      id: fc.constant(id),
      exam: fc.constantFrom('x1', 'x2', 'x3'),
      to: code,
    }),
    fc
      .tuple(
        fc.option(code),
        fc.constantFrom('A' as const, 'B' as const),
        fc.subarray(['s1', 's2', 's3'], { minLength: 1 }),
      )
      .map(([to, designation, series]) => child(id, to, designation, ...series)),
    fc.record({
      kind: fc.constant('undo' as const),
      id: fc.constant(id),
      undoes: fc.nat({ max: 9 }).map((n) => `f00${n}`),
    }),
  );
};
const anyFacts = fc.tuple(...Array.from({ length: 10 }, (_, at) => anyFact(at)));

describe('children', () => {
  const anyMother = fc.constantFrom('A', 'B', 'C');

  it('have the same days, by whichever mother’s they were made', () => {
    fc.assert(
      fc.property(anyFacts, anyMother, anyMother, (facts, dOf, eOf) => {
        const made = (d: string, e: string) => daysIn(facts, datedFor(facts, d, e));
        expect(made(dOf, eOf)).toBe(made('A', 'B'));
      }),
      { numRuns: 2000 },
    );
  });

  it('have the days of their mother, whoever she turns out to be', () => {
    fc.assert(
      fc.property(anyFacts, anyMother, anyMother, (facts, dOf, eOf) => {
        const dated = datedFor(facts, dOf, eOf);
        const { relations } = whoIsWho(facts, dated);
        const isChild = (code: string) => dated.some((one) => one.code === code);
        for (const { child: code, mother } of relations) {
          const isOnly = relations.filter((one) => one.child === code).length === 1;
          if (isOnly && isChild(code) && !isChild(mother)) expect(daysOf(code, dated)).toBe(mother);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('are one person with whatever stands in for them, also when that is what is spoken of', () => {
    const spokenOf = (facts: readonly IdentityFact[]) => {
      const standIn = (code: string) => (code === 'D' ? 'D as C' : code);
      return facts.map((fact): IdentityFact => {
        if (fact.kind === 'join') return { ...fact, from: standIn(fact.from), to: standIn(fact.to) };
        return fact.kind === 'move' ? { ...fact, to: standIn(fact.to) } : fact;
      });
    };
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const dated: DatedChild[] = [
          ...datedFor(facts, 'A', 'B').filter(({ code }) => code !== 'D as C'),
          { code: 'D as C', mother: 'C', datedBy: 'C', redates: 'D' },
        ];
        const who = whoIsWho(facts, dated);
        expect(who.subjectOf('D as C')).toBe(who.subjectOf('D'));
        expect(daysIn(spokenOf(facts), dated)).toBe(daysIn(facts, dated));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('who is who', () => {
  it('does not depend on the order in which facts became known', () => {
    const shuffled = anyFacts.chain((facts) =>
      fc.tuple(fc.constant(facts), fc.shuffledSubarray(facts, { minLength: facts.length })),
    );
    fc.assert(
      fc.property(shuffled, ([facts, order]) => {
        expect(stateOf(order)).toBe(stateOf(facts));
      }),
      { numRuns: 2000 },
    );
  });

  it('is again what it was when a joining is undone', () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(...codes), fc.constantFrom(...codes), (facts, from, to) => {
        const before = stateOf(facts);
        expect(stateOf([...facts, join('z1', from, to), undo('z2', 'z1')])).toBe(before);
      }),
      { numRuns: 1000 },
    );
  });

  it('names one subject for all that are joined, which stands for itself', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const who = whoIsWho(facts);
        for (const code of codes) expect(who.subjectOf(who.subjectOf(code))).toBe(who.subjectOf(code));
      }),
    );
  });

  it('follows links through several temporary identifiers', () => {
    const who = whoIsWho([join('1', 'B', 'C'), join('2', 'A', 'B')]);
    expect(codes.map(who.subjectOf)).toEqual(['C', 'C', 'C', 'D', 'E']);
    expect(who.questions).toEqual([]);
  });

  it('asks when one identifier is said to be two persons, and believes neither', () => {
    const two = [join('1', 'A', 'B'), join('2', 'A', 'C')];
    expect(whoIsWho(two).subjectOf('A')).toBe('A');
    expect(whoIsWho(two).questions).toEqual([
      { kind: 'two-persons', code: 'A', facts: ['1', '2'], targets: ['B', 'C'] },
    ]);
    expect(whoIsWho([...two, undo('3', '2')]).subjectOf('A')).toBe('B');
    // They are one person after all.
    expect(whoIsWho([...two, join('4', 'B', 'C')]).subjectOf('A')).toBe('C');
  });

  it('asks about a circle', () => {
    const circle = [join('1', 'A', 'B'), join('2', 'B', 'C'), join('3', 'C', 'A')];
    expect(codes.map(whoIsWho(circle).subjectOf)).toEqual(codes);
    expect(whoIsWho(circle).questions.map(({ kind }) => kind)).toEqual(['circle', 'circle', 'circle']);
  });

  it('is again what it was when a child is taken back', () => {
    const someSeries = fc.subarray(['s1', 's2', 's3'], { minLength: 1 });
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(...codes), someSeries, (facts, to, series) => {
        const before = stateOf(facts);
        expect(stateOf([...facts, child('z1', to, 'A', ...series), undo('z2', 'z1')])).toBe(before);
      }),
      { numRuns: 1000 },
    );
  });

  it('gives twins of one exam to subjects of their own, whose mother is who she turns out to be', () => {
    const twins = [child('1', 'D', 'A', 's1'), child('2', 'E', 'B', 's2')];
    const who = whoIsWho([...twins, join('3', 'A', 'B')]);
    expect(['s1', 's2', 's3'].map((uid) => who.series.get(uid)?.exam)).toEqual(['x1 D', 'x1 E', undefined]);
    expect(who.relations).toEqual([
      { child: 'D', mother: 'B', labels: [{ role: 'twin', designation: 'A' }], twins: ['E'] },
      { child: 'E', mother: 'B', labels: [{ role: 'twin', designation: 'B' }], twins: ['D'] },
    ]);
    // The exam was another woman's: so are the children in it.
    const other = whoIsWho([...twins, { kind: 'move', id: '4', exam: 'x1', to: 'C' }]);
    expect(other.relations.map(({ mother }) => mother)).toEqual(['C', 'C']);
  });

  it('gives a series back to the mother when it is said to be hers after all', () => {
    const who = whoIsWho([child('1', 'D', 'A', 's1'), child('2', null, 'A', 's1')]);
    expect(who.series.get('s1')).toMatchObject({ exam: 'x1', origin: 'A' });
    expect(who.relations).toEqual([]);
  });

  it('asks about a child of two mothers', () => {
    const moved: IdentityFact = { kind: 'move', id: '2', exam: 'x2', to: 'B' };
    const who = whoIsWho([child('1', 'D', 'A', 's1', 's3'), moved]);
    expect(who.questions).toEqual([{ kind: 'two-mothers', code: 'D', facts: ['1'], targets: ['A', 'B'] }]);
  });

  it('leaves a moved exam where it belongs when subjects are joined', () => {
    const moved: IdentityFact = { kind: 'move', id: '1', exam: 'x1', to: 'B' };
    const who = whoIsWho([moved, join('2', 'B', 'C')]);
    expect([who.placeOf('x1', 'A'), who.placeOf('x2', 'A')]).toEqual(['C', 'A']);
  });
});
