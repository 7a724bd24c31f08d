import { descriptorTerms } from './descriptor-terms.ts';

/** Results remembered for a subject; descriptions repeat through a series, and a full cache is started again. */
const cacheEntries = 5_000;

/** Longer texts are not remembered, so that the cache stays under a few megabytes. */
const cachedTextLength = 256;

export interface CleanedText {
  readonly text: string;
  /** Words taken out; 0 means that `text` is the input, unchanged. */
  readonly droppedWords: number;
}

/** Cleans free text word by word (PS3.15 E.3.5, Clean Descriptors). */
export interface DescriptorCleaner {
  /**
   * Keeps words of the dictionary and short numbers with their units; drops everything else, and every word of
   * `identifiers` (upper case, without accents). Cleaning a cleaned text changes nothing.
   */
  clean(text: string, identifiers: ReadonlySet<string>): CleanedText;
}

interface Word {
  readonly start: number;
  readonly end: number;
  /** Upper case, without accents. */
  readonly folded: string;
}

/** Upper case, compatibility forms and accents resolved: how words are compared. */
export function foldText(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase();
}

/** A word is a run of letters, digits, and the signs that join them; anything else outside ASCII counts as letter. */
const wordPattern = /(?:[A-Za-z0-9+./%-]|[^\p{ASCII}\p{Z}])+/gu;
const measurePattern = /^[-+]?\d{1,4}(\.\d{1,4})?(MM|CM|M|S|MS|SEC|MIN|T|HZ|KV|KEV|MA|MAS|ML|CC|HU|GY|%)?$/;
const matrixPattern = /^\d{1,4}(X\d{1,4}(\.\d{1,3})?){1,2}(MM|CM)?$/;
const yearPattern = /^(19|20)\d\d$/;
const datePattern =
  /(?<![A-Za-z0-9.])((19|20)\d{2}[-/. ]?(0[1-9]|1[0-2])[-/. ]?([0-2]\d|3[01])|([0-2]?\d|3[01])[-/. ]([0-2]?\d|3[01])[-/. ](19|20)?\d{2})(?!\d)/g;

function wordsOf(text: string): Word[] {
  return [...text.matchAll(wordPattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    folded: foldText(match[0]),
  }));
}

/** 'T2-FLAIR' is T, 2, FLAIR: what stands on each side of a joint, and of a change from letters to digits. */
function piecesOf(folded: string): string[] {
  return folded.match(/\d+|[A-Z]+|[^\p{ASCII}]+/gu) ?? [];
}

function isKeptCompound(pieces: string[], terms: ReadonlySet<string>): boolean {
  const numbers = pieces.filter((piece) => /^\d/.test(piece));
  const words = pieces.filter((piece) => !/^\d/.test(piece));
  if (!words.every((word) => word.length === 1 || terms.has(word))) return false;
  const digits = numbers.join('').length;
  // Numbers alone, joined by signs, are dates and record numbers more often than anything else.
  if (words.length === 0) return digits === 0;
  // "ISOVUE300/100": an agent with its strength and volume.
  const isStrength = numbers.length <= 2 && digits <= 6 && words.some((word) => word.length >= 4);
  return digits <= 4 || (isStrength && numbers.every((number) => number.length <= 3));
}

function isKeptWord(folded: string, terms: ReadonlySet<string>): boolean {
  if (terms.has(folded)) return true;
  if (measurePattern.test(folded)) return !yearPattern.test(folded);
  if (matrixPattern.test(folded)) return true;
  const pieces = piecesOf(folded);
  // A letter with many digits ("A1234") looks like a record number, not like a technique.
  if (pieces.length === 2 && /^[A-Z]\d{4,}$/.test(folded) && !/^[BV]\d{4}$/.test(folded)) return false;
  return isKeptCompound(pieces, terms);
}

function isIdentifier(folded: string, identifiers: ReadonlySet<string>): boolean {
  if (identifiers.size === 0) return false;
  return identifiers.has(folded) || piecesOf(folded).some((piece) => identifiers.has(piece));
}

/** Three or more bare numbers in a row with six digits or more: telephone, social security, record numbers. */
function markNumberRuns(words: readonly Word[], kept: boolean[]): void {
  let first = 0;
  for (let at = 0; at <= words.length; at += 1) {
    const word = words[at];
    if (word !== undefined && /^\d+$/.test(word.folded)) continue;
    const run = words.slice(first, at);
    const digits = run.reduce((sum, { folded }) => sum + folded.length, 0);
    if (run.length >= 2 && digits >= 6) kept.fill(false, first, at);
    first = at + 1;
  }
}

function joinKept(text: string, words: readonly Word[], kept: readonly boolean[]): string {
  let joined = '';
  let from = 0;
  words.forEach((word, index) => {
    joined += text.slice(from, word.start).replace(/[^\x20-\x7e]/g, ' ');
    if (kept[index]) joined += text.slice(word.start, word.end);
    from = word.end;
  });
  joined += text.slice(from).replace(/[^\x20-\x7e]/g, ' ');
  const tidied = joined.replace(/\s+/g, ' ').replace(/^[\s_,;:^&=#-]+|[\s_,;:^&=#-]+$/g, '');
  return /[A-Za-z0-9]/.test(tidied) ? tidied : '';
}

function cleanOnce(text: string, terms: ReadonlySet<string>, identifiers: ReadonlySet<string>): CleanedText {
  const undated = text.replace(datePattern, ' ');
  const words = wordsOf(undated);
  const kept = words.map(({ folded }) => isKeptWord(folded, terms) && !isIdentifier(folded, identifiers));
  markNumberRuns(words, kept);
  const dropped = kept.filter((isKept) => !isKept).length + (undated === text ? 0 : 1);
  return dropped === 0
    ? { text, droppedWords: 0 }
    : { text: joinKept(undated, words, kept), droppedWords: dropped };
}

/** Longer texts are reports, not descriptions: they go as a whole, and cost no time. */
const longestDescription = 16_384;

/** What is left can join into something new to drop; a text that needs more rounds than this is made to. */
const mostRounds = 16;

/** Cleans until nothing changes any more. */
function cleanFully(text: string, terms: ReadonlySet<string>, identifiers: ReadonlySet<string>): CleanedText {
  if (text.length > longestDescription) return { text: '', droppedWords: 1 };
  let result = cleanOnce(text, terms, identifiers);
  let droppedWords = result.droppedWords;
  for (let round = 0; result.droppedWords > 0 && result.text !== ''; round += 1) {
    if (round === mostRounds) return { text: '', droppedWords };
    result = cleanOnce(result.text, terms, identifiers);
    droppedWords += result.droppedWords;
  }
  return { text: result.text, droppedWords };
}

/** `projectTerms`: upper-case words to keep besides the built-in dictionary. */
export function createDescriptorCleaner(projectTerms: readonly string[]): DescriptorCleaner {
  const terms = projectTerms.length === 0 ? descriptorTerms : new Set([...descriptorTerms, ...projectTerms]);
  // By the subject's identifiers, which are one object for all instances of a subject.
  const caches = new WeakMap<ReadonlySet<string>, Map<string, CleanedText>>();

  function clean(text: string, identifiers: ReadonlySet<string>): CleanedText {
    let cache = caches.get(identifiers);
    const known = cache?.get(text);
    if (known !== undefined) return known;
    const cleaned = cleanFully(text, terms, identifiers);
    if (text.length > cachedTextLength) return cleaned;
    if (cache === undefined || cache.size >= cacheEntries) {
      cache = new Map();
      caches.set(identifiers, cache);
    }
    cache.set(text, cleaned);
    return cleaned;
  }

  return { clean };
}
