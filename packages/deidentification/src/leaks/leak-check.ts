import {
  characterSetIn,
  type DataSet,
  type Element,
  effectiveVr,
  formatTag,
  isPixelDataTag,
  type Tag,
} from '@pesscara/dicom';
import { latin1Of, trimPadding } from '../latin1.ts';
import {
  compactText,
  foldedWords,
  type IdentifierKind,
  type SubjectIdentifiers,
} from './subject-identifiers.ts';

/** An identifier of the input found in the output. It does not say which. */
export interface Leak {
  readonly path: string;
  readonly kind: IdentifierKind;
  /** Where it stands: the items around it from the outside in, the innermost data set, the element. */
  readonly items: readonly ItemStep[];
  readonly dataSet: DataSet;
  readonly element: Element;
}

/** An item of a sequence on the way to an element. */
export interface ItemStep {
  readonly sequenceTag: Tag;
  readonly index: number;
}

/** Searches outputs for one subject's identifiers; it remembers texts that it has searched. */
export interface LeakChecker {
  /** Every value of the data set, at every depth, that holds an identifier. `unsearched` are paths of values too long. */
  search(dataSet: DataSet): { leaks: Leak[]; unsearched: string[] };
}

/** Longest part of a value that is searched. */
const searchedBytes = 1024 * 1024;

const rememberedTexts = 20_000;
const rememberedTextLength = 128;

/** The values the engine itself writes: subject code, methods, codes. */
const writtenByEngine: ReadonlySet<number> = new Set([0x00100010, 0x00100020, 0x00120063]);

function wordMatch(text: string, identifiers: SubjectIdentifiers): IdentifierKind | undefined {
  for (const word of foldedWords(text)) {
    const kind = identifiers.words.get(word);
    if (kind !== undefined) return kind;
  }
  return undefined;
}

function dateMatch(text: string, dates: readonly string[]): boolean {
  const upper = text.toUpperCase();
  return dates.some((date) => {
    const at = upper.indexOf(date);
    if (at < 0) return false;
    const before = upper.charAt(at - 1);
    const after = upper.charAt(at + date.length);
    return !/\d/.test(before) && !/\d/.test(after);
  });
}

function textMatch(text: string, identifiers: SubjectIdentifiers): IdentifierKind | undefined {
  const word = wordMatch(text, identifiers);
  if (word !== undefined) return word;
  if (dateMatch(text, identifiers.dates)) return 'birth-date';
  if (identifiers.runs.length === 0) return undefined;
  const compact = compactText(text);
  return identifiers.runs.find(({ text: run }) => (run.length < 6 ? compact === run : compact.includes(run)))
    ?.kind;
}

/** Numbers match only as a whole, and only long ones: a slice position may begin like a record number. */
function numberMatch(text: string, identifiers: SubjectIdentifiers): IdentifierKind | undefined {
  for (const value of text.split('\\')) {
    const number = trimPadding(value);
    if (number.length < 6) continue;
    const kind = identifiers.words.get(number);
    if (kind === 'patient-id') return kind;
  }
  return undefined;
}

/** Bytes that may hold text of any form: as Latin-1, and without the zero bytes that UTF-16 puts between letters. */
function bytesMatch(bytes: Uint8Array, identifiers: SubjectIdentifiers): IdentifierKind | undefined {
  const text = latin1Of(bytes);
  const found = textMatch(text, identifiers);
  if (found !== undefined || !text.includes('\0')) return found;
  return textMatch(text.replaceAll('\0', ''), identifiers);
}

type SearchKind = 'text' | 'number' | 'time' | 'bytes' | 'none';

/** How a value is searched by its VR. Dates match by chance, so only words are looked for in them. */
const searchKinds: ReadonlyMap<string, SearchKind> = new Map<string, SearchKind>([
  ...['AE', 'AS', 'CS', 'LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UI', 'UR', 'UT'].map(
    (vr) => [vr, 'text'] as const,
  ),
  ...['DS', 'IS'].map((vr) => [vr, 'number'] as const),
  ...['DA', 'DT', 'TM'].map((vr) => [vr, 'time'] as const),
  ...['OB', 'UN'].map((vr) => [vr, 'bytes'] as const),
]);

/** Letters other than the E of an exponent: what makes a number or a time a text. */
function holdsLetters(bytes: Uint8Array): boolean {
  for (const byte of bytes) {
    const lower = byte | 0x20;
    if ((lower >= 0x61 && lower <= 0x7a && lower !== 0x65) || byte >= 0x80) return true;
  }
  return false;
}

/** A checker for the identifiers of one input; it shares no code with the engine that changed the values. */
export function createLeakChecker(identifiers: SubjectIdentifiers): LeakChecker {
  const searched = new Map<string, IdentifierKind | null>();
  const hasNumbers = [...identifiers.words.keys()].some((word) => /^\d{6,}$/.test(word));

  function matchInText(bytes: Uint8Array, dataSet: DataSet): IdentifierKind | undefined {
    const raw = latin1Of(bytes);
    const isShort = raw.length <= rememberedTextLength;
    const known = isShort ? searched.get(raw) : undefined;
    if (known !== undefined) return known ?? undefined;
    const text = /^[\x00-\x1a\x1c-\x7f]*$/.test(raw) ? raw : characterSetIn(dataSet).decode(bytes);
    const kind = textMatch(text, identifiers);
    if (searched.size >= rememberedTexts) searched.clear();
    if (isShort) searched.set(raw, kind ?? null);
    return kind;
  }

  function match(kind: SearchKind, bytes: Uint8Array, dataSet: DataSet): IdentifierKind | undefined {
    switch (kind) {
      case 'text':
        return matchInText(bytes, dataSet);
      case 'number':
        if (holdsLetters(bytes)) return matchInText(bytes, dataSet);
        return hasNumbers && bytes.length >= 6 ? numberMatch(latin1Of(bytes), identifiers) : undefined;
      case 'time':
        return holdsLetters(bytes) ? matchInText(bytes, dataSet) : undefined;
      case 'bytes':
        return bytesMatch(bytes, identifiers);
      case 'none':
        return undefined;
    }
  }

  function searchElement(element: Element, { dataSet, path, items }: Place, found: Found): void {
    if (element.kind === 'sequence') {
      element.items.forEach((item, index) =>
        searchIn(
          {
            dataSet: item,
            path: `${path}${formatTag(element.tag)}[${index}]/`,
            items: [...items, { sequenceTag: element.tag, index }],
          },
          found,
        ),
      );
      return;
    }
    if (isPixelDataTag(element.tag) || (path === '' && writtenByEngine.has(element.tag))) return;
    if (element.kind !== 'value') {
      found.unsearched.push(path + formatTag(element.tag));
      return;
    }
    const vr = element.vr === 'UN' ? effectiveVr(element) : element.vr;
    const searchKind = searchKinds.get(vr) ?? 'none';
    if (searchKind === 'none') return;
    const { bytes } = element;
    if (bytes.length === 0) return;
    const kind = match(
      searchKind,
      bytes.length > searchedBytes ? bytes.subarray(0, searchedBytes) : bytes,
      dataSet,
    );
    if (kind !== undefined)
      found.leaks.push({ path: path + formatTag(element.tag), kind, items, dataSet, element });
    if (bytes.length > searchedBytes) found.unsearched.push(path + formatTag(element.tag));
  }

  function searchIn(place: Place, found: Found): void {
    for (const element of place.dataSet.elements) searchElement(element, place, found);
  }

  function search(dataSet: DataSet): Found {
    const found: Found = { leaks: [], unsearched: [] };
    const isEmpty = identifiers.words.size + identifiers.runs.length + identifiers.dates.length === 0;
    if (!isEmpty) searchIn({ dataSet, path: '', items: [] }, found);
    return found;
  }

  return { search };
}

interface Place {
  readonly dataSet: DataSet;
  readonly path: string;
  readonly items: readonly ItemStep[];
}

interface Found {
  leaks: Leak[];
  unsearched: string[];
}
