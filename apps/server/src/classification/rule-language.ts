import { normaliseDescription } from './description-words.ts';
import {
  type NumberAttribute,
  numberAttributes,
  numbersOf,
  type SeriesAttributes,
  type TextAttribute,
  textOf,
} from './series-attributes.ts';

export type DescriptionAttribute = 'SeriesDescription' | 'ProtocolName' | 'StudyDescription';

/**
 * When a rule applies. Plain data, so that rules can be shown, versioned and compared.
 * `has`: one of the values is one of these (without regard to case). `matches`: one of the values fits this pattern.
 * `from`/`below`: one of the values is at least / less than. `words`: the normalised description fits this pattern
 * (see description-words.ts).
 */
export type Condition =
  | { readonly attribute: TextAttribute; readonly has: readonly string[] }
  | { readonly attribute: TextAttribute; readonly matches: string }
  | { readonly attribute: TextAttribute | NumberAttribute; readonly present: boolean }
  | { readonly attribute: NumberAttribute; readonly from?: number; readonly below?: number }
  | { readonly words: string; readonly in: DescriptionAttribute }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

export type Dimension = 'weighting' | 'contrast' | 'qualifier';

/** If `when` holds, `value` is believed for `dimension` with `weight` (0 … 1). */
export interface Rule {
  readonly id: string;
  readonly dimension: Dimension;
  readonly value: string;
  readonly weight: number;
  readonly when: Condition;
}

/** An attribute and the value of it that made a condition hold. */
export interface Fact {
  readonly attribute: string;
  readonly value: string;
}

const patterns = new Map<string, RegExp>();
function patternOf(source: string, flags: string): RegExp {
  const key = `${flags}/${source}`;
  let pattern = patterns.get(key);
  if (pattern === undefined) {
    pattern = new RegExp(source, flags);
    patterns.set(key, pattern);
  }
  return pattern;
}

const numberNames = new Set<string>(numberAttributes);

function valuesOf(attributes: SeriesAttributes, attribute: TextAttribute | NumberAttribute): string[] {
  return numberNames.has(attribute)
    ? numbersOf(attributes, attribute as NumberAttribute).map(String)
    : [...textOf(attributes, attribute as TextAttribute)].filter((value) => value !== '');
}

/** What made the condition hold; undefined when it does not. A condition that holds by absence has no facts. */
export function factsOf(condition: Condition, attributes: SeriesAttributes): Fact[] | undefined {
  if ('all' in condition) return allFacts(condition.all, attributes);
  if ('any' in condition) return anyFacts(condition.any, attributes);
  if ('not' in condition) return factsOf(condition.not, attributes) === undefined ? [] : undefined;
  if ('words' in condition) return wordFacts(condition.words, condition.in, attributes);
  const { attribute } = condition;
  if ('present' in condition) {
    const [value] = valuesOf(attributes, attribute);
    if ((value !== undefined) !== condition.present) return undefined;
    return value === undefined ? [] : [{ attribute, value }];
  }
  const value = valuesOf(attributes, attribute).find((candidate) => fits(condition, candidate));
  return value === undefined ? undefined : [{ attribute, value }];
}

function fits(condition: Condition, value: string): boolean {
  if ('has' in condition) return condition.has.some((one) => one.toLowerCase() === value.toLowerCase());
  if ('matches' in condition) return patternOf(condition.matches, 'i').test(value);
  if (!('attribute' in condition) || 'present' in condition) return false;
  const number = Number(value);
  return (
    number >= (condition.from ?? Number.NEGATIVE_INFINITY) &&
    number < (condition.below ?? Number.POSITIVE_INFINITY)
  );
}

function allFacts(conditions: readonly Condition[], attributes: SeriesAttributes): Fact[] | undefined {
  const facts: Fact[] = [];
  for (const condition of conditions) {
    const found = factsOf(condition, attributes);
    if (found === undefined) return undefined;
    facts.push(...found);
  }
  return facts;
}

function anyFacts(conditions: readonly Condition[], attributes: SeriesAttributes): Fact[] | undefined {
  for (const condition of conditions) {
    const found = factsOf(condition, attributes);
    if (found !== undefined) return found;
  }
  return undefined;
}

function wordFacts(
  words: string,
  attribute: DescriptionAttribute,
  attributes: SeriesAttributes,
): Fact[] | undefined {
  for (const description of textOf(attributes, attribute)) {
    if (patternOf(words, '').test(normaliseDescription(description)))
      return [{ attribute, value: description }];
  }
  return undefined;
}
