import { RE2JS } from 're2js';

/** A regular expression of Java on an engine that takes time linear in the text, whatever the pattern. */
export interface JavaPattern {
  readonly kind: 'pattern';
  /** True when the whole text matches; undefined when it is too long to look at. */
  matches(text: string): boolean | undefined;
  /** Java's `replaceAll`; undefined when Java refuses the replacement, or the text is too long to look at. */
  replaceAll(text: string, replacement: string): string | undefined;
  /** What may give other results than in Java. */
  readonly differences: readonly string[];
}

export interface BadPattern {
  readonly kind: 'bad';
  readonly reason: string;
}

const posixClasses: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: '\\x00-\\x7F',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: '!-\\/:-@\\[-`{-~',
  Graph: '!-~',
  Print: ' -~',
  Blank: ' \\t',
  Cntrl: '\\x00-\\x1F\\x7F',
  XDigit: '0-9a-fA-F',
  Space: ' \\t\\n\\x0B\\f\\r',
};

/** Bounds of what the engine is given: its time grows with the pattern, written out, times the text. */
const maxPatternLength = 2000;
const maxRepetitions = 2000;
const maxTextLength = 65_536;

const anyButLineEnd = '[^\\n\\r\\x{85}\\x{2028}\\x{2029}]';
const simpleEscapes: Readonly<Record<string, string>> = {
  h: '[ \\t\\x{A0}\\x{1680}\\x{180e}\\x{2000}-\\x{200a}\\x{202f}\\x{205f}\\x{3000}]',
  R: '(?:\\r\\n|[\\n\\x0B\\f\\r\\x{85}\\x{2028}\\x{2029}])',
  Z: '(?:\\r\\n|[\\n\\r])?\\z',
  e: '\\x1B',
};

/** A pattern that cannot be translated, found while it is read. */
class Untranslatable extends Error {}

function propertyOf(name: string, negated: boolean, inClass: boolean): string {
  const ranges = posixClasses[name];
  if (ranges !== undefined) {
    if (!inClass) return negated ? `[^${ranges}]` : `[${ranges}]`;
    if (negated) throw new Untranslatable(`\\P{${name}} within brackets`);
    return ranges;
  }
  const plain = name.replace(/^(?:Is|script=|sc=|general_category=|gc=)/, '');
  return `\\${negated ? 'P' : 'p'}{${plain}}`;
}

interface Translation {
  readonly pattern: string;
  readonly differences: string[];
}

/** Translates an escape; what it read ends at `end`. */
function escapeAt(pattern: string, at: number, inClass: boolean): { text: string; end: number } {
  const letter = pattern[at + 1] ?? '';
  const rest = pattern.slice(at + 2);
  const property = /^\{(\w[\w=]*)\}/.exec(rest);
  if (/[pP]/.test(letter) && property !== null)
    return {
      text: propertyOf(property[1] ?? '', letter === 'P', inClass),
      end: at + 2 + property[0].length,
    };
  const unicode = /^u([0-9a-fA-F]{4})/.exec(letter + rest);
  if (unicode !== null) return { text: `\\x{${unicode[1] ?? ''}}`, end: at + 6 };
  const octal = /^0([0-3]?[0-7]{1,2})/.exec(letter + rest);
  if (octal !== null)
    return {
      text: `\\x{${Number.parseInt(octal[1] ?? '', 8).toString(16)}}`,
      end: at + 1 + octal[0].length,
    };
  if (/[1-9k]/.test(letter)) throw new Untranslatable('references back to a group');
  if (/[GXN]/.test(letter) || (inClass && /[RZhHvV]/.test(letter)))
    throw new Untranslatable(`\\${letter}${inClass ? ' within brackets' : ''}`);
  if (letter === 'Q') {
    const close = pattern.indexOf('\\E', at);
    const end = close < 0 ? pattern.length : close + 2;
    return { text: pattern.slice(at, end), end };
  }
  return { text: simpleEscapes[letter] ?? `\\${letter}`, end: at + 2 };
}

/** Translates brackets and everything in them. */
function classAt(pattern: string, start: number): { text: string; end: number } {
  let text = '[';
  let at = start + 1;
  if (pattern[at] === '^') {
    text += '^';
    at += 1;
  }
  for (let first = true; at < pattern.length; first = false) {
    const letter = pattern[at] ?? '';
    if (letter === ']' && !first) return { text: `${text}]`, end: at + 1 };
    if (letter === '[' || (letter === '&' && pattern[at + 1] === '&'))
      throw new Untranslatable('brackets within brackets, and intersections');
    if (letter === '\\') {
      const escape = escapeAt(pattern, at, true);
      text += escape.text;
      at = escape.end;
    } else {
      text += letter === ']' ? '\\]' : letter;
      at += 1;
    }
  }
  throw new Untranslatable('brackets that are not closed');
}

function checkGroup(pattern: string, at: number, differences: string[]): void {
  const opening = pattern.slice(at);
  if (/^\(\?(?:=|!|<=|<!)/.test(opening)) throw new Untranslatable('looking ahead or behind');
  if (opening.startsWith('(?>')) throw new Untranslatable('groups that give nothing back');
  const flags = /^\(\?([a-zA-Z]*)(?:-([a-zA-Z]*))?[):]/.exec(opening);
  const given = `${flags?.[1] ?? ''}${flags?.[2] ?? ''}`;
  if (/[^ims]/.test(given)) throw new Untranslatable(`the flag (?${given})`);
  if (given.includes('m')) differences.push('with (?m), only \\n ends a line');
}

function translate(pattern: string): Translation {
  const differences: string[] = [];
  const dotMatchesAll = /\(\?[a-zA-Z]*s/.test(pattern);
  let text = '';
  for (let at = 0; at < pattern.length; ) {
    const letter = pattern[at] ?? '';
    if (letter === '\\') {
      const escape = escapeAt(pattern, at, false);
      text += escape.text;
      at = escape.end;
      continue;
    }
    if (letter === '[') {
      const brackets = classAt(pattern, at);
      text += brackets.text;
      at = brackets.end;
      continue;
    }
    if (letter === '(') checkGroup(pattern, at, differences);
    const isPossessive =
      letter === '+' && /(?:[^\\][*+?}]|^[*+?}])$/.test(pattern.slice(Math.max(0, at - 2), at));
    if (isPossessive) differences.push('a possessive quantifier gives back, as a greedy one does');
    else text += letter === '.' && !dotMatchesAll ? anyButLineEnd : letter;
    at += 1;
  }
  return { pattern: text, differences };
}

type GroupReference = string | number;

/** The parts of a replacement: texts, and the groups that `$1` and `${name}` stand for. */
function replacementParts(
  replacement: string,
  groupCount: number,
): (string | { group: GroupReference })[] | undefined {
  const parts: (string | { group: GroupReference })[] = [];
  for (let at = 0; at < replacement.length; ) {
    const letter = replacement[at] ?? '';
    if (letter === '\\') {
      if (at + 1 >= replacement.length) return undefined;
      parts.push(replacement[at + 1] ?? '');
      at += 2;
    } else if (letter === '$') {
      const named = /^\$\{([a-zA-Z]\w*)\}/.exec(replacement.slice(at));
      const group = named?.[1] ?? numberedGroup(replacement.slice(at + 1), groupCount);
      if (group === undefined) return undefined;
      parts.push({ group });
      at += named?.[0].length ?? 1 + String(group).length;
    } else {
      parts.push(letter);
      at += 1;
    }
  }
  return parts;
}

/** As many digits as there are groups for, as Java takes them. */
function numberedGroup(text: string, groupCount: number): number | undefined {
  let group = Number(/^\d/.exec(text)?.[0] ?? Number.NaN);
  if (Number.isNaN(group) || group > groupCount) return undefined;
  for (const digit of text.slice(1)) {
    if (!/\d/.test(digit) || group * 10 + Number(digit) > groupCount) break;
    group = group * 10 + Number(digit);
  }
  return group;
}

function patternOf(engine: RE2JS, differences: readonly string[]): JavaPattern {
  const groupCount = engine.groupCount();
  const matches = (text: string): boolean | undefined =>
    text.length > maxTextLength ? undefined : engine.matches(text);

  function replaceAll(text: string, replacement: string): string | undefined {
    if (text.length > maxTextLength) return undefined;
    const parts = replacementParts(replacement, groupCount);
    const names = engine.namedGroups();
    const isUnknown = (part: string | { group: GroupReference }): boolean =>
      typeof part !== 'string' && typeof part.group === 'string' && !(part.group in names);
    const matcher = engine.matcher(text);
    let result = '';
    let end = 0;
    while (matcher.find()) {
      if (parts === undefined || parts.some(isUnknown)) return undefined;
      result += text.slice(end, matcher.start());
      for (const part of parts) result += typeof part === 'string' ? part : (matcher.group(part.group) ?? '');
      end = matcher.end();
    }
    return result + text.slice(end);
  }
  return { kind: 'pattern', matches, replaceAll, differences };
}

/** How often parts repeat, counted out: the engine writes them out one by one. */
function repetitionsIn(pattern: string): number {
  let sum = 0;
  for (const [, least = '', most] of pattern.matchAll(/\{(\d{1,9})(?:,(\d{0,9}))?\}/g))
    sum += Number(most || least);
  return sum;
}

function compile(pattern: string): JavaPattern | BadPattern {
  if (pattern.length > maxPatternLength || repetitionsIn(pattern) > maxRepetitions)
    return {
      kind: 'bad',
      reason: `It has more than ${maxPatternLength} letters or ${maxRepetitions} repetitions.`,
    };
  try {
    const translation = translate(pattern);
    return patternOf(RE2JS.compile(translation.pattern), [...new Set(translation.differences)]);
  } catch (error) {
    if (error instanceof Untranslatable)
      return { kind: 'bad', reason: `It uses ${error.message}, which is not supported.` };
    if (error instanceof Error && error.name.startsWith('RE2JS'))
      return { kind: 'bad', reason: `It cannot be read: ${error.message}.` };
    throw error;
  }
}

const compiled = new Map<string, JavaPattern | BadPattern>();
const maxCompiled = 256;

/** Compiles a regular expression of Java, or says why it cannot be used. The latest patterns are remembered. */
export function javaPattern(pattern: string): JavaPattern | BadPattern {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const made = compile(pattern);
  if (compiled.size >= maxCompiled) compiled.clear();
  compiled.set(pattern, made);
  return made;
}
