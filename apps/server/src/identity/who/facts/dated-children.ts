import type { DatedChild } from '../../../deidentification/index.ts';

/** A child that ought to have the date shift of `datedBy`, and for whom nothing stands in with that one yet. */
export interface Undated {
  child: string;
  datedBy: string;
}

interface Known {
  dated: readonly DatedChild[];
  /** The mothers of a subject, by what holds of its images. */
  mothersOf(code: string): readonly string[];
  /** The subject that is this one by links and merges alone. */
  rootOf(code: string): string;
}

/** The child that a subject is, or stands in for. */
export function childNamer(dated: readonly DatedChild[]): (code: string) => string {
  const children = new Map(dated.flatMap(({ code, redates }) => (redates === null ? [] : [[code, redates]])));
  return (code) => children.get(code) ?? code;
}

/**
 * Has each child stand under the days of its mother, whoever she turns out to be: the shift of a subject never changes, so another one
 * stands in for it. Of the set of all findings: by which mother's days it was made does not matter. Of several mothers, which is a question,
 * and of one who is her own child's child, the choice is arbitrary and always the same.
 */
export function underMothersDays({ dated, mothersOf, rootOf }: Known) {
  const children = new Map(dated.filter(({ redates }) => redates === null).map((one) => [one.code, one]));
  const standIns = new Map(dated.map(({ code, redates, datedBy }) => [`${redates ?? ''} ${datedBy}`, code]));
  const standing = new Map<string, string>();
  const undated = new Map<string, Undated>();

  function under(code: string, path: ReadonlySet<string>): string {
    const child = children.get(code);
    if (child === undefined) return code;
    // Of whom no image is left, by where the first ones came.
    const mother = [...mothersOf(code)].sort()[0] ?? rootOf(child.mother);
    const next = new Set([...path, code]);
    const datedBy = next.has(mother) ? child.mother : under(mother, next);
    if (datedBy === child.datedBy) return code;
    const standIn = standIns.get(`${code} ${datedBy}`);
    if (standIn === undefined) undated.set(`${code} ${datedBy}`, { child: code, datedBy });
    return standIn ?? code;
  }

  return {
    /** The subject that stands for this one with its mother's days; itself when it has its own, or hers. */
    standInOf(code: string): string {
      const known = standing.get(code) ?? under(code, new Set());
      standing.set(code, known);
      return known;
    },
    /** Children of whom `standInOf` was asked in vain. */
    undated: () => [...undated.values()],
  };
}
