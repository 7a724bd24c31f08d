/** What a text must look like to stand in a value of a VR (PS3.5 6.2), each value of several; others take up to 64 characters. */
const shapes: Readonly<Record<string, readonly [RegExp, string]>> = {
  AE: [/^.{0,16}$/, 'at most 16 characters'],
  AS: [/^(\d{3}[DWMY])?$/, 'three digits and D, W, M or Y'],
  CS: [/^[A-Z0-9 _]{0,16}$/, 'at most 16 capital letters, digits, blanks and underscores'],
  DA: [/^(\d{8})?$/, 'a date of 8 digits'],
  DS: [/^([+-]?\d+(\.\d+)?(E[+-]?\d+)?)?$/i, 'a number'],
  DT: [/^(\d{4,14}(\.\d{1,6})?([+-]\d{4})?)?$/, 'a date and time in digits'],
  IS: [/^([+-]?\d{1,11})?$/, 'a whole number'],
  SH: [/^.{0,16}$/, 'at most 16 characters'],
  TM: [/^(\d\d(\d\d(\d\d(\.\d{1,6})?)?)?)?$/, 'a time in digits'],
};
const singleValued: ReadonlySet<string> = new Set(['LT', 'ST', 'UR', 'UT']);

/** A replacement as it is read again once it is written: blanks around a value have no meaning. */
export function normalReplacement(text: string): string {
  return text
    .split('\\')
    .map((value) => value.trim())
    .join('\\');
}

/** Why a text cannot stand in a value of this VR; undefined: it can. */
export function replacementProblem(vr: string, text: string): string | undefined {
  if (singleValued.has(vr) && text.includes('\\')) return `${vr} takes one value, without a backslash`;
  const [shape, words] = shapes[vr] ?? [];
  if (shape === undefined || text.split('\\').every((value) => shape.test(value))) return undefined;
  return `${vr} takes ${words}`;
}
