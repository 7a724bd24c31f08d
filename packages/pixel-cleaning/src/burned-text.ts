/** Kinds of the patient's own identifiers, as the header had them. */
export type IdentifierKind =
  | 'patient-name'
  | 'patient-id'
  | 'birth-date'
  | 'accession-number'
  | 'contact'
  | 'physician'
  | 'institution';

export interface KnownIdentifier {
  readonly kind: IdentifierKind;
  readonly text: string;
}

interface Token {
  readonly kind: IdentifierKind;
  readonly skeleton: string;
}

const shortestToken = 3;
const alike: Readonly<Record<string, string>> = {
  O: '0',
  Q: '0',
  D: '0',
  I: '1',
  L: '1',
  T: '7',
  Z: '2',
  S: '5',
  B: '8',
  G: '6',
};

/** Letters without case and accents; those that readers of pictures take for one another are one. */
function skeletonOf(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/[OQDILTZSBG]/g, (letter) => alike[letter] ?? letter);
}

function wordsOf(text: string): string[] {
  return text.split(/[^\p{L}\p{N}\p{M}]+/u).filter((word) => word !== '');
}

/** Digits of a date (YYYYMMDD) in the orders in which devices write it. */
function datesOf(text: string): string[] {
  const [, year = '', month = '', day = ''] = /^(\d{4})(\d{2})(\d{2})/.exec(text.replace(/\D/g, '')) ?? [];
  if (year === '') return [];
  const short = year.slice(2);
  return [
    year + month + day,
    day + month + year,
    month + day + year,
    day + month + short,
    month + day + short,
  ];
}

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** A month's name as its number, so that 12-MAR-1961 compares as 12031961. */
function withMonthNumbers(text: string): string {
  return text.replace(/(?<=\d[^\p{L}\p{N}]?)\p{L}{3}(?=[^\p{L}\p{N}]?\d)/gu, (name) => {
    const month = monthNames.indexOf(name.toUpperCase());
    return month < 0 ? name : String(month + 1).padStart(2, '0');
  });
}

/** How many letters may differ: one in five, since readers of pictures err. */
function tolerance(length: number): number {
  return length < 5 ? 0 : Math.floor(length / 5);
}

/** True when `text` holds something within `most` edits of `pattern`, at any place (Sellers' algorithm). */
function holdsNearly(text: string, pattern: string, most: number): boolean {
  if (text.includes(pattern)) return true;
  if (most === 0) return false;
  let previous = Array.from({ length: pattern.length + 1 }, (_, index) => index);
  for (const letter of text) {
    const current = [0];
    for (let at = 1; at <= pattern.length; at += 1)
      current.push(
        Math.min(
          (previous[at - 1] ?? 0) + (pattern[at - 1] === letter ? 0 : 1),
          (previous[at] ?? 0) + 1,
          (current[at - 1] ?? 0) + 1,
        ),
      );
    if ((current[pattern.length] ?? Number.POSITIVE_INFINITY) <= most) return true;
    previous = current;
  }
  return false;
}

/** How many letters must be changed, added or left out to make one text of the other (Levenshtein). */
function editsBetween(one: string, other: string): number {
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...one].entries()) {
    const current = [row + 1];
    for (let at = 1; at <= other.length; at += 1)
      current.push(
        Math.min(
          (previous[at - 1] ?? 0) + (other[at - 1] === letter ? 0 : 1),
          (previous[at] ?? 0) + 1,
          (current[at - 1] ?? 0) + 1,
        ),
      );
    previous = current;
  }
  return previous[other.length] ?? 0;
}

/**
 * True when two texts read at one place may be one text, read differently: letters that readers of pictures take for one another
 * are one, and one in five may differ. Short texts must be the same, and so must the children that they name (TWIN A, TWIN B).
 */
export function isSameReading(one: string, other: string): boolean {
  if (one === other) return true;
  const [label, otherLabel] = [fetalLabelIn(one), fetalLabelIn(other)];
  if (label?.role !== otherLabel?.role || label?.designation !== otherLabel?.designation) return false;
  const [skeleton, otherSkeleton] = [skeletonOf(one), skeletonOf(other)];
  const most = tolerance(Math.min(skeleton.length, otherSkeleton.length));
  if (Math.abs(skeleton.length - otherSkeleton.length) > most) return false;
  return editsBetween(skeleton, otherSkeleton) <= most;
}

/** Finds the patient's own identifiers in texts read from pixels, with the errors that such reading makes. */
export function createIdentityMatcher(identifiers: readonly KnownIdentifier[]) {
  const tokens: Token[] = [];
  for (const { kind, text } of identifiers) {
    const parts = kind === 'birth-date' ? datesOf(text) : [...wordsOf(text), text];
    for (const part of parts) {
      const skeleton = skeletonOf(part);
      const isLong = skeleton.length >= (kind === 'institution' ? 4 : shortestToken);
      if (isLong && !tokens.some((token) => token.skeleton === skeleton)) tokens.push({ kind, skeleton });
    }
  }

  /** Which kinds of identifiers the text of a line holds. */
  return (text: string): Set<IdentifierKind> => {
    const found = new Set<IdentifierKind>();
    const whole = skeletonOf(withMonthNumbers(text));
    const words = wordsOf(text).map(skeletonOf);
    for (const { kind, skeleton } of tokens) {
      if (found.has(kind)) continue;
      const most = tolerance(skeleton.length);
      // Short tokens must be words of their own: three letters occur inside many words.
      const isFound =
        skeleton.length < 5
          ? words.includes(skeleton)
          : holdsNearly(whole, skeleton, kind === 'birth-date' ? 0 : most);
      if (isFound) found.add(kind);
    }
    return found;
  };
}

/** Marks that identify nobody: sides, units, scales, technical settings. Each is a whole word. */
export const harmlessMarks: readonly string[] = [
  ...[
    'L',
    'R',
    'LT',
    'RT',
    'LEFT',
    'RIGHT',
    'A',
    'P',
    'H',
    'F',
    'S',
    'I',
    'AP',
    'PA',
    'LAT',
    'LL',
    'RL',
    'AX',
    'COR',
    'SAG',
  ],
  ...[
    'CC',
    'MLO',
    'ML',
    'LM',
    'LCC',
    'RCC',
    'LMLO',
    'RMLO',
    'SUPINE',
    'PRONE',
    'ERECT',
    'PORTABLE',
    'SEMI',
    'UPRIGHT',
  ],
  ...[
    'CM',
    'MM',
    'M',
    'CM/S',
    'MM/S',
    'M/S',
    'DB',
    'HZ',
    'KHZ',
    'MHZ',
    'FPS',
    'BPM',
    'KV',
    'MA',
    'MAS',
    'KVP',
    'SEC',
    'MS',
  ],
  ...[
    'TI',
    'TIS',
    'TIB',
    'TIC',
    'MI',
    'FR',
    'HR',
    'PRF',
    'WF',
    'CPA',
    'DR',
    'GAIN',
    'GN',
    'MAP',
    'ZOOM',
    'DEPTH',
    'RES',
    'GEN',
  ],
  ...[
    'WL',
    'WW',
    'W',
    'C',
    'X',
    'Y',
    'Z',
    'IM',
    'SE',
    'FOV',
    'THK',
    'SP',
    'TE',
    'TR',
    'ST',
    'PG',
    'FRQ',
    '2D',
    '3D',
  ],
];

/** True when a text is made of harmless marks and short numbers alone. */
export function isHarmless(text: string, marks: ReadonlySet<string>): boolean {
  const words = text
    .toUpperCase()
    .split(/[\s,;:=()[\]|]+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  return words.every(
    (word) =>
      marks.has(word.replace(/[.]+$/, '')) ||
      // A measurement: at most four digits, with a point or a sign, and a unit behind it.
      (/^[+-]?\d{1,4}([.]\d{1,2})?%?$/.test(word) && word.replace(/\D/g, '').length <= 4) ||
      /^[+-]?\d{1,3}([.]\d{1,2})?(CM|MM|M|CM\/S|MM\/S|M\/S|DB|HZ|KHZ|MHZ|FPS|BPM|KV|MA|MAS|%)$/.test(word),
  );
}

export type FetalRole = 'fetus' | 'twin' | 'triplet';

/** A label of one child among several in an ultrasound: what it says, by letters. */
export interface FetalLabel {
  readonly role: FetalRole;
  readonly designation: 'A' | 'B' | 'C' | 'D';
}

const roles: Readonly<Record<string, FetalRole>> = {
  TWIN: 'twin',
  FETUS: 'fetus',
  FOETUS: 'fetus',
  BABY: 'fetus',
  TRIPLET: 'triplet',
};

/** The label of a child in a text: TWIN A, FETUS 2, B TWIN; undefined when it has none. */
export function fetalLabelIn(text: string): FetalLabel | undefined {
  const before = /\b(TWIN|FETUS|FOETUS|BABY|TRIPLET)\s*([A-D1-4])\b/i.exec(text);
  const behind = /\b([AB])\s*(TWIN)\b/i.exec(text);
  const role = roles[(before?.[1] ?? behind?.[2] ?? '').toUpperCase()];
  const letter = (before?.[2] ?? behind?.[1] ?? '').toUpperCase();
  if (role === undefined) return undefined;
  const designation = /\d/.test(letter) ? 'ABCD'[Number(letter) - 1] : letter;
  return { role, designation: designation as FetalLabel['designation'] };
}
