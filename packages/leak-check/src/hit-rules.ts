import type { CodeUnits } from './encodings.ts';
import type { LeakSeverity, VariantKind } from './identifier.ts';
import type { Pattern } from './patterns.ts';
import { isIdeographic } from './text-folding.ts';

/**
 * What kind of value the bytes are. `text`: written by people or programs; `uid`, `number`, `time`: digits stand there by
 * nature; `binary`: anything, so only what lies in printable text counts.
 */
export type ValueContext = 'text' | 'uid' | 'number' | 'time' | 'binary';

export interface Hit {
  readonly pattern: Pattern;
  readonly start: number;
  readonly end: number;
}

/** A hit that counts. */
export interface JudgedHit {
  readonly pattern: Pattern;
  readonly variantKind: VariantKind;
  readonly severity: LeakSeverity;
}

export interface Surroundings {
  readonly bytes: Uint8Array;
  readonly context: ValueContext;
  /** Where it stands: the patient's own attributes need no telling by chance. */
  readonly path: string;
  /** Dates that the output holds as its own, `YYYYMMDD`: a birth date equal to one of them proves nothing. */
  readonly retainedDates: ReadonlySet<string>;
}

const isDigit = (code: number) => code >= 0x30 && code <= 0x39;
const isAsciiLetter = (code: number) => (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
const isPrintable = (code: number) => code >= 0x20 && code < 0x7f;

/** The code unit before or after a hit; undefined at the end of the bytes. */
function unitAt(bytes: Uint8Array, at: number, units: CodeUnits): number | undefined {
  if (units === 'bytes') return bytes[at];
  const [first, second] = [bytes[at], bytes[at + 1]];
  if (first === undefined || second === undefined) return undefined;
  return units === 'utf-16le' ? first | (second << 8) : (first << 8) | second;
}

/** Text bytes beyond ASCII belong to letters more often than not; in binary values they mean nothing. */
function isLetter(code: number | undefined, context: ValueContext): boolean {
  if (code === undefined) return false;
  return isAsciiLetter(code) || (context === 'text' && code >= 0xc0);
}

interface Edges {
  /** Letters touch letters: the form is part of a longer word. */
  readonly withinWord: boolean;
  /** Digits touch digits: part of a longer number. */
  readonly withinNumber: boolean;
  /** Something other than letters and digits, or nothing, on both sides. */
  readonly isAlone: boolean;
}

function edgesOf({ pattern, start, end }: Hit, { bytes, context }: Surroundings): Edges {
  const width = pattern.units === 'bytes' ? 1 : 2;
  const before = unitAt(bytes, start - width, pattern.units);
  const after = unitAt(bytes, end, pattern.units);
  const first = pattern.text.charAt(0);
  const last = pattern.text.at(-1) ?? '';
  const joins = (edge: string, neighbour: number | undefined, of: RegExp, is: (code: number) => boolean) =>
    of.test(edge) && neighbour !== undefined && is(neighbour);
  const letter = (code: number) => isLetter(code, context);
  const isWordy = (code: number | undefined) => code !== undefined && (letter(code) || isDigit(code));
  return {
    withinWord: joins(first, before, /\p{L}/u, letter) || joins(last, after, /\p{L}/u, letter),
    withinNumber: joins(first, before, /\d/, isDigit) || joins(last, after, /\d/, isDigit),
    isAlone: !isWordy(before) && !isWordy(after),
  };
}

/** The hit is all that the value holds, but for padding. */
function isWholeValue({ start, end }: Hit, bytes: Uint8Array): boolean {
  const isPadding = (byte: number) => byte === 0x20 || byte === 0;
  return bytes.subarray(0, start).every(isPadding) && bytes.subarray(end).every(isPadding);
}

/** Length of the run of printable characters around a hit in bytes of unknown meaning. */
function printableRun({ start, end }: Hit, bytes: Uint8Array): { length: number; isTerminated: boolean } {
  let from = start;
  let to = end;
  while (from > 0 && end - from < 256 && isPrintable(bytes[from - 1] as number)) from--;
  while (to < bytes.length && to - start < 256 && isPrintable(bytes[to] as number)) to++;
  const edge = (at: number) => bytes[at] === undefined || bytes[at] === 0;
  return { length: to - from, isTerminated: edge(from - 1) && edge(to) };
}

/** Three random bytes are a short name once in a megabyte: in binary values a short form counts in a longer text or a field of its own. */
function isTextInBinary(hit: Hit, bytes: Uint8Array): boolean {
  const { pattern } = hit;
  if (pattern.bytes.length >= 6) return true;
  const run = printableRun(hit, bytes);
  return run.length >= 8 || (run.isTerminated && run.length >= 3) || isIdeographic(pattern.text);
}

function isExact({ pattern, start }: Hit, bytes: Uint8Array): boolean {
  return pattern.bytes.every((byte, index) => bytes[start + index] === byte);
}

const digitsOnly = /^[\d]+$/;
const patientsOwn = new Set([
  'patient-name',
  'patient-id',
  'accession-number',
  'birth-date',
  'contact',
  'address',
]);
const demoted = (severity: LeakSeverity): LeakSeverity => (severity === 'high' ? 'medium' : 'low');

/** Names of staff and places are for a person to judge; the patient's own identifiers stop a release. */
function fullSeverity({ identifier }: Pattern): LeakSeverity {
  return patientsOwn.has(identifier.kind) ? 'high' : 'medium';
}

/** Numbers: part of a longer one never counts, and the fewer the digits the less it says. */
function judgeDigits(hit: Hit, edges: Edges, around: Surroundings): LeakSeverity | undefined {
  const { context, bytes } = around;
  const { pattern } = hit;
  const { length } = pattern.text;
  if (edges.withinNumber) return undefined;
  const full = fullSeverity(pattern);
  switch (context) {
    case 'time':
      return undefined;
    case 'uid':
      return length >= 6 ? demoted(full) : undefined;
    case 'number':
      if (length < 6 || !edges.isAlone) return undefined;
      return length >= 8 ? full : demoted(full);
    case 'binary':
      if (length < 6) return undefined;
      return length >= 7 ? full : demoted(full);
    case 'text':
      if (length >= 6) return full;
      if (length < 4 && !isWholeValue(hit, bytes)) return undefined;
      // 12.1234 and 1,1234 are measurements.
      return edges.isAlone && !isDecimal(hit, bytes) ? demoted(full) : undefined;
  }
}

function isDecimal({ start, end }: Hit, bytes: Uint8Array): boolean {
  const point = (at: number) => bytes[at] === 0x2e || bytes[at] === 0x2c;
  return (point(start - 1) && isDigit(bytes[start - 2] ?? 0)) || (point(end) && isDigit(bytes[end + 1] ?? 0));
}

const birthDatePath = /\((0010,0030|0010,0033|0010,0034)\)$/i;

function judgeDate(hit: Hit, edges: Edges, around: Surroundings): LeakSeverity | undefined {
  const { pattern } = hit;
  const { context, path, retainedDates } = around;
  if (edges.withinWord && !/\d/.test(pattern.text)) return undefined;
  if (context === 'time') {
    // The day of an examination may be the day of birth; only where a birth date belongs it is one.
    if (hit.start !== 0 || pattern.text.length !== 8) return undefined;
    return birthDatePath.test(path) ? 'high' : 'low';
  }
  if (edges.withinNumber) return undefined;
  if (context === 'number') return edges.isAlone && pattern.text.length === 8 ? 'medium' : undefined;
  if (context === 'uid') return pattern.text.length === 8 ? 'medium' : undefined;
  if (retainedDates.has(pattern.identifier.text.replaceAll(/\D/g, ''))) return 'low';
  return pattern.variantKind === 'short-date' ? 'medium' : 'high';
}

/** Characters in seven bits look like any text; they are characters only behind an escape sequence (PS3.5 6.1.2.5). */
function isDesignated({ pattern, start }: Hit, bytes: Uint8Array): boolean {
  if (pattern.units !== 'bytes' || pattern.bytes.some((byte) => byte >= 0x80)) return true;
  return bytes.subarray(Math.max(0, start - 64), start + 1).includes(0x1b);
}

/** Names, and ids with letters. */
function judgeText(hit: Hit, edges: Edges, around: Surroundings): Omit<JudgedHit, 'pattern'> | undefined {
  const { pattern } = hit;
  const { bytes, context } = around;
  const full = fullSeverity(pattern);
  const { variantKind } = pattern;
  const { length } = [...pattern.text];
  if (isIdeographic(pattern.text))
    return isDesignated(hit, bytes) ? { variantKind, severity: full } : undefined;
  if (edges.withinWord || edges.withinNumber) {
    const hasDigits = /\d/.test(pattern.text) && !edges.withinNumber;
    if (hasDigits && length >= 7) return { variantKind, severity: full };
    const least = context === 'binary' ? 9 : 7;
    return length >= least && !edges.withinNumber
      ? { variantKind: 'within-word', severity: demoted(full) }
      : undefined;
  }
  if (length <= 3) {
    if (!edges.isAlone) return undefined;
    return { variantKind, severity: isWholeValue(hit, bytes) ? full : demoted(full) };
  }
  // "Mary" also is a hospital's name; together with the family name both are found.
  if (pattern.part === 'given' && !isWholeValue(hit, bytes)) return { variantKind, severity: demoted(full) };
  if (variantKind === 'initials' && length < 6) return { variantKind, severity: demoted(full) };
  return { variantKind, severity: full };
}

function judge(hit: Hit, around: Surroundings): Omit<JudgedHit, 'pattern'> | undefined {
  const { pattern } = hit;
  const { variantKind } = pattern;
  if (variantKind === 'base64' || variantKind === 'hexadecimal')
    return { variantKind, severity: fullSeverity(pattern) };
  const edges = edgesOf(hit, around);
  if (pattern.identifier.kind === 'birth-date') {
    const severity = judgeDate(hit, edges, around);
    return severity && { variantKind, severity };
  }
  if (digitsOnly.test(pattern.text)) {
    const severity = judgeDigits(hit, edges, around);
    return severity && { variantKind, severity };
  }
  return judgeText(hit, edges, around);
}

const inPatientGroup = /\(0010,[0-9a-f]{4}\)$/i;

/** Whether a hit is a leak, and how bad; undefined: it stands there by chance. */
export function judgeHit(hit: Hit, around: Surroundings): JudgedHit | undefined {
  const { pattern } = hit;
  const { bytes, context, path } = around;
  if (pattern.isCaseSensitive && !isExact(hit, bytes)) return undefined;
  if (context === 'binary' && pattern.units === 'bytes' && !isTextInBinary(hit, bytes)) return undefined;
  const judged = judge(hit, around);
  if (judged === undefined) return undefined;
  // What the patient's own attributes still hold is theirs, however short.
  const isPatients = inPatientGroup.test(path) && judged.variantKind !== 'within-word';
  return {
    pattern,
    variantKind: judged.variantKind,
    severity: isPatients ? fullSeverity(pattern) : judged.severity,
  };
}
