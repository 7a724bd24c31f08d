import { knownTags } from '@pesscara/dicom';
import { NotUnderstood } from './tokens.ts';

/** More elements than this are no list that anybody would read in a script. */
const mostElements = 1000;

const anyDigit: Readonly<Record<string, string>> = {
  X: '[0-9A-F]',
  '@': '[02468ACE]',
  '#': '[13579BDF]',
};

/** `(0019,{ACME}0C)` as a rule and an argument of CTP name it: `0019[ACME]0C`; plain ones as eight digits. */
export function ctpElement(tag: string): string {
  const named = /^\(([0-9A-Fa-f]{4}),\{([^}]*)\}([0-9A-Fa-f]{2})\)$/.exec(tag);
  if (named !== null) return `${named[1] ?? ''}[${named[2] ?? ''}]${named[3] ?? ''}`;
  const plain = /^\(([0-9A-Fa-f]{4}),([0-9A-Fa-f]{4})\)$/.exec(tag);
  if (plain === null) throw new NotUnderstood(`One element is needed here; ${tag} stands for several.`);
  return `${plain[1] ?? ''}${plain[2] ?? ''}`.toLowerCase();
}

/** The elements that a tag with wildcards stands for, as CTP names them: those of DICOM's dictionary. */
export function ctpElements(tag: string): readonly string[] {
  if (!/[X@#]/.test(tag.replace(/\{[^}]*\}/, ''))) return [ctpElement(tag)];
  const pattern = /^\(([0-9A-FX@#]{4}),([0-9A-FX@#]{4})\)$/i.exec(tag);
  if (pattern === null) throw new NotUnderstood(`The wildcards of ${tag} have no like in a CTP script.`);
  const digits = `${pattern[1] ?? ''}${pattern[2] ?? ''}`.toUpperCase();
  const matching = new RegExp(`^${digits.replace(/[X@#]/g, (letter) => anyDigit[letter] ?? letter)}$`, 'i');
  const elements = [...knownTags()]
    .map((known) => known.toString(16).padStart(8, '0'))
    .filter((known) => matching.test(known));
  if (elements.length === 0)
    throw new NotUnderstood(`The wildcards of ${tag} match no element of the dictionary.`);
  if (elements.length > mostElements)
    throw new NotUnderstood(`The wildcards of ${tag} match ${elements.length} elements of the dictionary.`);
  return elements;
}
