import { wellKnownTags } from '../dictionary/tags.ts';
import {
  asciiRepertoire,
  decodeLatin1,
  encodeGb18030,
  type Repertoire,
  repertoireAt,
  repertoiresOf,
} from './character-repertoires.ts';
import type { DataSet } from './data-set.ts';

/** How the text of a data set is coded, by Specific Character Set (0008,0005): PS3.3 C.12.1.1.2, PS3.5 6.1. */
export type CharacterSet = {
  /** The terms of (0008,0005); empty for the default repertoire. */
  readonly terms: readonly string[];
  /** A term was not understood: text is decoded as far as possible, the rest as Latin-1. */
  readonly unknownCharacterSet: boolean;
  /** Codes that cannot be decoded become U+FFFD or their Latin-1 character. */
  decode(bytes: Uint8Array): string;
  /** Undefined when a character cannot be expressed. No padding. */
  encode(text: string): Uint8Array | undefined;
};

const compiled = new Map<string, CharacterSet>();
const maxCompiled = 256;

/** The character set of the terms of (0008,0005). */
export function characterSetOf(terms: readonly string[]): CharacterSet {
  const key = terms.join('\\');
  const known = compiled.get(key);
  if (known) return known;
  const characterSet = compile(terms);
  // Terms come from files: the table must not grow with hostile ones.
  if (compiled.size < maxCompiled) compiled.set(key, characterSet);
  return characterSet;
}

/** The character set that applies in a data set: its own (0008,0005), or that of the data set around it (PS3.5 7.5). */
export function characterSetIn(dataSet: DataSet): CharacterSet {
  for (let at: DataSet | undefined = dataSet; at; at = at.parent) {
    const element = at.get(wellKnownTags.specificCharacterSet);
    if (element?.kind === 'value') return characterSetOf(termsOf(element.bytes));
  }
  return characterSetOf([]);
}

function termsOf(bytes: Uint8Array): string[] {
  const terms = decodeLatin1(bytes.subarray(0, 1024))
    .split('\\')
    .map((term) => term.replaceAll('\0', ' ').trim());
  return terms.every((term) => term === '') ? [] : terms;
}

function compile(terms: readonly string[]): CharacterSet {
  const [first = ''] = terms;
  if (/^(ISO[ _-]?IR[ _-]?192|UTF-?8)$/i.test(first)) return utf8(terms);
  if (/^GB(18030|K)$/i.test(first)) return gb18030(terms);
  const designations = terms.map(designationsOf);
  const unknownCharacterSet = designations.some((found) => found === undefined);
  const available = designations.flatMap((found) => found ?? []);
  const initial = initialState(designations[0] ?? []);
  return {
    terms,
    unknownCharacterSet,
    decode: (bytes) => (isPlain(bytes) ? decodeLatin1(bytes) : decodeExtended(bytes, initial)),
    encode: (text) => encodeExtended(text, initial, available),
  };
}

/** What a term such as 'ISO_IR 100' or 'ISO 2022 IR 87' designates; common misspellings included. */
function designationsOf(term: string): readonly Repertoire[] | undefined {
  if (term === '') return [asciiRepertoire];
  const match = /^ISO[ _-]?(?:2022)?[ _-]*IR[ _-]?(\d+)$/i.exec(term);
  const found = match ? repertoiresOf(Number(match[1])) : [];
  return found.length > 0 ? found : undefined;
}

function utf8(terms: readonly string[]): CharacterSet {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return {
    terms,
    unknownCharacterSet: false,
    decode: (bytes) => decoder.decode(bytes),
    encode: (text) => new TextEncoder().encode(text),
  };
}

function gb18030(terms: readonly string[]): CharacterSet {
  const decoder = new TextDecoder('gb18030');
  return {
    terms,
    unknownCharacterSet: false,
    decode: (bytes) => decoder.decode(bytes),
    encode: (text) =>
      encodeEach(text, (character) => asciiRepertoire.encode(character) ?? encodeGb18030(character)),
  };
}

function encodeEach(
  text: string,
  encode: (character: string) => readonly number[] | undefined,
): Uint8Array | undefined {
  const codes: number[] = [];
  for (const character of text) {
    const code = encode(character);
    if (!code) return undefined;
    codes.push(...code);
  }
  return Uint8Array.from(codes);
}

type CodeState = { g0: Repertoire; g1: Repertoire | undefined };

function initialState(first: readonly Repertoire[]): CodeState {
  const g0 = first.find(({ area, bytesPerCharacter }) => area === 'G0' && bytesPerCharacter === 1);
  return { g0: g0 ?? asciiRepertoire, g1: first.find(({ area }) => area === 'G1') };
}

function isPlain(bytes: Uint8Array): boolean {
  for (const code of bytes) if (code >= 0x80 || code === 0x1b) return false;
  return true;
}

/** Line ends, and the delimiters of values and of name components, restore the initial state (PS3.5 6.1.2.5.3). */
function restoresInitialState(code: number): boolean {
  return (code >= 0x09 && code <= 0x0d && code !== 0x0b) || code === 0x5c || code === 0x5e || code === 0x3d;
}

/**
 * Decodes with code extension. Writers often forget to designate G1 again after a delimiter: the last designation is
 * then used for codes that the initial state leaves without a meaning.
 */
function decodeExtended(bytes: Uint8Array, initial: CodeState): string {
  const state = { ...initial };
  let lastG1 = initial.g1;
  let text = '';
  let at = 0;
  while (at < bytes.length) {
    const code = bytes[at] as number;
    if (code === 0x1b) {
      const repertoire = repertoireAt(bytes, at);
      if (repertoire?.area === 'G0') state.g0 = repertoire;
      if (repertoire?.area === 'G1') state.g1 = lastG1 = repertoire;
      at += repertoire ? repertoire.escape.length : 1;
      continue;
    }
    const isHigh = code >= 0x80;
    const repertoire = isHigh ? (state.g1 ?? lastG1 ?? asciiRepertoire) : state.g0;
    const end = runEnd(bytes, at, isHigh, repertoire);
    if (end === at) {
      text += String.fromCharCode(code);
      Object.assign(state, initial);
      at += 1;
      continue;
    }
    text += repertoire.decode(bytes.subarray(at, end));
    at = end;
  }
  return text;
}

/** Where the run of codes of one repertoire that begins at `at` ends; `at` itself for a code that restores the state. */
function runEnd(bytes: Uint8Array, at: number, isHigh: boolean, { bytesPerCharacter }: Repertoire): number {
  let end = at;
  while (end < bytes.length) {
    const code = bytes[end] as number;
    if (code === 0x1b || code >= 0x80 !== isHigh) break;
    const isPair = bytesPerCharacter === 2 && code > 0x20;
    if (!isHigh && (isPair ? code < 0x21 : restoresInitialState(code))) break;
    if (isHigh) end += 1;
    else if (isPair) end += 2;
    else if (bytesPerCharacter === 2) break;
    else end += 1;
  }
  return Math.min(end, bytes.length);
}

function encodeExtended(
  text: string,
  initial: CodeState,
  available: readonly Repertoire[],
): Uint8Array | undefined {
  const codes: number[] = [];
  const state = { ...initial };
  const restoreG0 = (): void => {
    if (state.g0 !== initial.g0) codes.push(...initial.g0.escape);
    state.g0 = initial.g0;
  };
  for (const character of text) {
    const plain = asciiRepertoire.encode(character);
    if (plain) {
      restoreG0();
      if (restoresInitialState(plain[0] as number)) state.g1 = initial.g1;
      codes.push(...plain);
      continue;
    }
    const candidates = [...(state.g1 ? [state.g1] : []), state.g0, ...available];
    const chosen = candidates.find((repertoire) => repertoire.encode(character));
    if (!chosen) return undefined;
    const isDesignated = chosen.area === 'G0' ? state.g0 === chosen : state.g1 === chosen;
    if (!isDesignated) codes.push(...chosen.escape);
    if (chosen.area === 'G0') state.g0 = chosen;
    else state.g1 = chosen;
    codes.push(...(chosen.encode(character) as readonly number[]));
  }
  restoreG0();
  return Uint8Array.from(codes);
}
