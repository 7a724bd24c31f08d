import { type DataSet, sequenceItems, type Tag, textValues } from '@pesscara/dicom';
import { foldText } from '../cleaning/descriptor-cleaning.ts';
import { descriptorTerms } from '../cleaning/descriptor-terms.ts';
import { latin1Of } from '../latin1.ts';

/** Whom an identifier belongs to. */
export type IdentifierKind =
  | 'patient-name'
  | 'patient-id'
  | 'birth-date'
  | 'contact'
  | 'physician'
  | 'institution';

/** What an object says about who is on it, in the forms a leak can take. */
export interface SubjectIdentifiers {
  /** Single words, upper case without accents, that must not occur as a word. */
  readonly words: ReadonlyMap<string, IdentifierKind>;
  /** Runs of letters and digits that must not occur in a text stripped of everything else; short ones not be it. */
  readonly runs: readonly { readonly text: string; readonly kind: IdentifierKind }[];
  /** The birth date as people write it; compared with the text as it is, in upper case. */
  readonly dates: readonly string[];
  /** Words that cleaned descriptions must lose, dictionary words included. */
  readonly cleanedWords: ReadonlySet<string>;
}

const patientNameTags = [0x00100010, 0x00101001, 0x00101005, 0x00101060];
const patientIdTags = [0x00100020, 0x00101000, 0x00101090, 0x00080050, 0x00380010, 0x00402016, 0x00402017];
const physicianTags = [0x00080090, 0x0008009c, 0x00081048, 0x00081050, 0x00081060, 0x00081070, 0x00321032];
const institutionTags = [0x00080080, 0x00080081];
const contactTags = [0x00102154, 0x00102155, 0x00101040];
const birthDateTag = 0x00100030;
const otherPatientIdsSequence = 0x00101002;
const specificCharacterSet = 0x00080005;

const sourceTags = [
  specificCharacterSet,
  birthDateTag,
  ...patientNameTags,
  ...patientIdTags,
  ...physicianTags,
  ...institutionTags,
  ...contactTags,
];

/** A text that differs whenever the identifiers of two data sets do; cheap, so that a series is read once. */
export function identifiersKeyOf(dataSet: DataSet): string {
  let key = '';
  for (const tag of sourceTags) {
    const element = dataSet.get(tag);
    key += element?.kind === 'value' ? `${latin1Of(element.bytes)}\n` : '\n';
  }
  for (const item of sequenceItems(dataSet, otherPatientIdsSequence)) {
    const element = item.get(0x00100020);
    if (element?.kind === 'value') key += `${latin1Of(element.bytes)}\n`;
  }
  return key;
}

/** Letters and digits only, upper case, without accents. */
export function compactText(text: string): string {
  return foldText(text).replace(/[^\p{L}\p{N}]+/gu, '');
}

/** The words of a text, upper case, without accents. */
export function foldedWords(text: string): string[] {
  return foldText(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** A DA value as people write dates. */
export function writtenDates(date: string): string[] {
  const match = /^(\d{4})\.?(\d\d)\.?(\d\d)$/.exec(date.trim());
  if (!match) return [];
  const [, year = '', month = '', day = ''] = match;
  const name = monthNames[Number(month) - 1] ?? '';
  const joined = ['-', '/', '.', ' '].flatMap((sign) => [
    [year, month, day].join(sign),
    [day, month, year].join(sign),
    [month, day, year].join(sign),
  ]);
  const named = ['-', ' ', ''].map((sign) => [day, name, year].join(sign));
  return [
    year + month + day,
    day + month + year,
    month + day + year,
    ...joined,
    ...named,
    `${name} ${day}, ${year}`,
  ];
}

interface Collector {
  words: Map<string, IdentifierKind>;
  runs: Map<string, IdentifierKind>;
  cleanedWords: Set<string>;
}

/** A dictionary word alone proves nothing: patients of test devices are called HEAD. */
function addWord({ words }: Collector, word: string, kind: IdentifierKind): void {
  if (!descriptorTerms.has(word) && !words.has(word)) words.set(word, kind);
}

function addRun({ runs }: Collector, run: string, kind: IdentifierKind): void {
  if (run.length >= 4 && !runs.has(run) && !descriptorTerms.has(run)) runs.set(run, kind);
}

function addName(collector: Collector, name: string, kind: IdentifierKind): void {
  // The groups of a PN are its alphabetic, ideographic and phonetic form (PS3.5 6.2).
  for (const group of name.split('=')) {
    const words = foldedWords(group);
    const isSpelled = (word: string): boolean => word.length >= 3 || /[^\x20-\x7e]/.test(word);
    for (const word of words.filter(isSpelled)) {
      addWord(collector, word, kind);
      collector.cleanedWords.add(word);
    }
    addRun(collector, words.join(''), kind);
    addRun(collector, [...words].reverse().join(''), kind);
    const [family = '', given = ''] = words;
    if (family.length < 3 || given === '') continue;
    addWord(collector, given.charAt(0) + family, kind);
    addWord(collector, family + given.charAt(0), kind);
  }
}

function addId(collector: Collector, id: string, kind: IdentifierKind): void {
  const compact = compactText(id);
  if (compact.length < 4 || !(/\d/.test(compact) || compact.length >= 6)) return;
  addWord(collector, compact, kind);
  addRun(collector, compact, kind);
  collector.cleanedWords.add(compact);
  for (const word of foldedWords(id)) if (word.length >= 4) collector.cleanedWords.add(word);
  const withoutZeros = /^0+(\d{5,})$/.exec(compact)?.[1];
  if (withoutZeros === undefined) return;
  addWord(collector, withoutZeros, kind);
  collector.cleanedWords.add(withoutZeros);
}

function textsOf(dataSet: DataSet, tags: readonly Tag[]): string[] {
  return tags.flatMap((tag) => textValues(dataSet, tag)).filter((text) => text !== '');
}

/**
 * Reads the identifiers of a header. `known` are texts that are no secret: the subject's own code, when the object
 * comes from us.
 */
export function identifiersOf(dataSet: DataSet, known: ReadonlySet<string>): SubjectIdentifiers {
  const collector: Collector = { words: new Map(), runs: new Map(), cleanedWords: new Set() };
  const foreign = (text: string): boolean => !known.has(text);
  for (const name of textsOf(dataSet, patientNameTags).filter(foreign))
    addName(collector, name, 'patient-name');
  const otherIds = sequenceItems(dataSet, otherPatientIdsSequence).flatMap((item) =>
    textsOf(item, [0x00100020]),
  );
  for (const id of [...textsOf(dataSet, patientIdTags), ...otherIds].filter(foreign)) {
    addId(collector, id, 'patient-id');
  }
  for (const contact of textsOf(dataSet, contactTags)) addRun(collector, compactText(contact), 'contact');
  for (const name of textsOf(dataSet, physicianTags)) addName(collector, name, 'physician');
  for (const name of textsOf(dataSet, institutionTags)) addRun(collector, compactText(name), 'institution');
  return {
    words: collector.words,
    runs: [...collector.runs].map(([text, kind]) => ({ text, kind })),
    dates: textsOf(dataSet, [birthDateTag]).flatMap(writtenDates),
    cleanedWords: collector.cleanedWords,
  };
}
