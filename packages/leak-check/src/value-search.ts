import { createHmac } from 'node:crypto';
import type { CharacterSet } from '@pesscara/dicom';
import { type Hit, type JudgedHit, judgeHit, type Surroundings, type ValueContext } from './hit-rules.ts';
import type { Identifier, LeakFinding, LeakSeverity, VariantKind } from './identifier.ts';
import { compileCompactPatterns, compilePatterns, type Pattern, type Patterns } from './patterns.ts';
import { compactText, foldText } from './text-folding.ts';

export interface SearchOptions {
  readonly identifiers: readonly Identifier[];
  /** Texts that are no secret though they hold one: the subject's research code. */
  readonly permitted?: readonly string[];
  /** Of the finding's `valueHash`: only who has it can compare. */
  readonly hashKey: Uint8Array;
  /** The objects' Specific Character Set, for names beyond Latin letters. */
  readonly characterSet?: CharacterSet | undefined;
}

export interface Place {
  readonly path: string;
  readonly context: ValueContext;
  /** Decodes text for a second look without accents; undefined: UTF-8. */
  readonly decode?: ((bytes: Uint8Array) => string) | undefined;
  readonly retainedDates?: ReadonlySet<string> | undefined;
}

/** Looks into single values. */
export interface ValueSearch {
  /** False when there is nothing to look for. */
  readonly isUseful: boolean;
  /** The leaks in a value; `covered` tells of bytes that were looked at as values already. */
  find(bytes: Uint8Array, place: Place, isCovered?: (at: number) => boolean): LeakFinding[];
}

const noDates: ReadonlySet<string> = new Set();
const severities: readonly LeakSeverity[] = ['low', 'medium', 'high'];
// From what says least to what says most of how it was written.
const telling: readonly VariantKind[] = [
  'within-word',
  'word',
  'short-date',
  'compact',
  'digits',
  'initials',
  'joined',
];
const longestRemembered = 128;
const mostRemembered = 20_000;

/** True when every byte is ASCII and no escape sequence: then the decoded text says nothing new. */
function isPlain(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80 && byte !== 0x1b);
}

function hitsOf({ list, matcher }: Patterns, bytes: Uint8Array): Hit[] {
  const hits: Hit[] = [];
  matcher.search(bytes, (index, end) => {
    const pattern = list[index] as Pattern;
    hits.push({ pattern, start: end - pattern.bytes.length, end });
  });
  return hits;
}

/** Where permitted texts stand in a value; hits inside are theirs. */
function permittedRanges(bytes: Uint8Array, permitted: readonly string[]): [number, number][] {
  if (permitted.length === 0) return [];
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1').toUpperCase();
  return permitted.flatMap((one) => {
    const ranges: [number, number][] = [];
    const wanted = one.toUpperCase();
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1))
      ranges.push([at, at + one.length]);
    return ranges;
  });
}

/** A given and a family name of the same person in one value: then neither stands there by chance. */
function together(judged: readonly JudgedHit[]): JudgedHit[] {
  const families = new Set(
    judged.filter(({ pattern }) => pattern.part === 'family').map(({ pattern }) => pattern.identifier),
  );
  const given = new Set(
    judged.filter(({ pattern }) => pattern.part === 'given').map(({ pattern }) => pattern.identifier),
  );
  return judged.map((one) => {
    const { identifier } = one.pattern;
    const isWhole = one.pattern.part !== undefined && families.has(identifier) && given.has(identifier);
    return isWhole &&
      one.severity === 'medium' &&
      identifier.kind === 'patient-name' &&
      one.variantKind !== 'within-word'
      ? { ...one, severity: 'high' }
      : one;
  });
}

/** Looks for one subject's identifiers in single values; it remembers short values that it has seen. */
export function createValueSearch(options: SearchOptions): ValueSearch {
  const { identifiers, hashKey, characterSet } = options;
  const permitted = (options.permitted ?? []).filter((text) => text.length >= 3);
  const secret = identifiers.filter(
    ({ text }) => !permitted.some((one) => one.toUpperCase() === text.trim().toUpperCase()),
  );
  const patterns = compilePatterns(secret, characterSet);
  const compact = compileCompactPatterns(secret);
  const hashes = new Map<Identifier, string>();
  // Values without a leak, whatever the place: headers of a series say the same thing a thousand times.
  const clean = new Set<string>();

  function hashOf(identifier: Identifier): string {
    const known = hashes.get(identifier);
    if (known !== undefined) return known;
    const text = `${identifier.kind}\n${foldText(identifier.text.trim())}`;
    const hash = createHmac('sha256', hashKey).update(text).digest('hex').slice(0, 32);
    hashes.set(identifier, hash);
    return hash;
  }

  function judgedIn(used: Patterns, around: Surroundings, isCovered?: (at: number) => boolean): JudgedHit[] {
    const hits = hitsOf(used, around.bytes);
    if (hits.length === 0) return [];
    const ranges = permittedRanges(around.bytes, permitted);
    return hits
      .filter(({ start, end }) => !ranges.some(([from, to]) => start >= from && end <= to))
      .filter(({ start, end }) => isCovered?.(start) !== true && isCovered?.(end - 1) !== true)
      .flatMap((hit) => judgeHit(hit, around) ?? []);
  }

  /** The same value read as people read it: without accents, then without anything between letters. */
  function judgedAsRead(bytes: Uint8Array, { decode, ...place }: Place, around: Surroundings): JudgedHit[] {
    if (place.context !== 'text') return [];
    const plain = isPlain(bytes);
    const text =
      decode === undefined || plain ? Buffer.from(bytes).toString(plain ? 'latin1' : 'utf8') : decode(bytes);
    const found = plain ? [] : judgedIn(patterns, { ...around, bytes: Buffer.from(foldText(text), 'utf8') });
    if (compact.list.length === 0 || text.length < 7) return found;
    const stripped = compactText(permitted.reduce((all, one) => all.replaceAll(one, ' '), text));
    return [...found, ...judgedIn(compact, { ...around, bytes: Buffer.from(stripped, 'utf8') })];
  }

  function judgedOf(
    bytes: Uint8Array,
    place: Place,
    isCovered?: (at: number) => boolean,
  ): readonly JudgedHit[] {
    const around: Surroundings = {
      bytes,
      context: place.context,
      path: place.path,
      retainedDates: place.retainedDates ?? noDates,
    };
    return together([...judgedIn(patterns, around, isCovered), ...judgedAsRead(bytes, place, around)]);
  }

  function find(bytes: Uint8Array, place: Place, isCovered?: (at: number) => boolean): LeakFinding[] {
    if (bytes.length === 0 || patterns.list.length === 0) return [];
    const isShort = bytes.length <= longestRemembered && isCovered === undefined && isPlain(bytes);
    const key = isShort ? `${place.context} ${Buffer.from(bytes).toString('latin1')}` : '';
    if (isShort && clean.has(key)) return [];
    const judged = judgedOf(bytes, place, isCovered);
    if (isShort && judged.length === 0) {
      if (clean.size >= mostRemembered) clean.clear();
      clean.add(key);
    }
    return worstOfEach(
      judged.map(({ pattern, variantKind, severity }) => ({
        path: place.path,
        kind: pattern.identifier.kind,
        variantKind,
        valueHash: hashOf(pattern.identifier),
        severity,
      })),
    );
  }

  return { isUseful: patterns.list.length > 0, find };
}

function weightOf({ severity, variantKind }: LeakFinding): number {
  const says = telling.indexOf(variantKind);
  return severities.indexOf(severity) * 100 + (says < 0 ? telling.length : says);
}

/** One finding for an identifier in a place: the worst form of it. */
export function worstOfEach(findings: readonly LeakFinding[]): LeakFinding[] {
  const byPlace = new Map<string, LeakFinding>();
  for (const finding of findings) {
    const key = `${finding.path} ${finding.kind} ${finding.valueHash}`;
    const known = byPlace.get(key);
    if (known === undefined || weightOf(finding) > weightOf(known)) byPlace.set(key, finding);
  }
  return [...byPlace.values()];
}
