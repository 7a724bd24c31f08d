import { javaPattern } from '../functions/java-regex.ts';
import { ctpElement } from './elements.ts';
import { NotUnderstood, type TokenReader } from './tokens.ts';
import { quoted, readValue, type ValueSources } from './values.ts';

/** What a statement depends on. */
export type Condition =
  | { readonly kind: 'known'; readonly holds: boolean }
  | {
      readonly kind: 'element';
      readonly element: string;
      /** Arguments of CTP's `@if`. */
      readonly test: string;
      readonly isNegated: boolean;
    };

function escapedPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function usablePattern(pattern: string): string {
  const read = javaPattern(pattern);
  if (read.kind === 'bad') throw new NotUnderstood(`The regular expression cannot be used. ${read.reason}`);
  return pattern;
}

function ofElement(element: string, pattern: string, isNegated: boolean): Condition {
  return { kind: 'element', element, test: `${element},matches,${quoted(pattern)}`, isNegated };
}

function holds(text: string, pattern: string): boolean {
  const read = javaPattern(pattern);
  return read.kind !== 'bad' && read.matches(text) === true;
}

/** `isPresent[(0010,0010)]`, `ismatch[(0010,0010), "a.*"]`. */
function askingFunction(reader: TokenReader): Condition | undefined {
  const word = reader.peek();
  const name = word?.kind === 'word' && reader.peek(1)?.text === '[' ? word.text.toLowerCase() : '';
  if (name !== 'ispresent' && name !== 'ismatch') return undefined;
  reader.next();
  reader.expectSign('[');
  const element = ctpElement(reader.tag());
  if (name === 'ispresent') {
    reader.expectSign(']');
    return { kind: 'element', element, test: `${element},exists`, isNegated: false };
  }
  reader.expectSign(',');
  const pattern = usablePattern(reader.text());
  reader.expectSign(']');
  return ofElement(element, pattern, false);
}

/** Reads a condition up to its `?`. One between texts that are known now is decided now. @throws NotUnderstood */
export function readCondition(reader: TokenReader, sources: ValueSources): Condition {
  const asked = askingFunction(reader);
  if (asked !== undefined) return asked;
  const element = reader.peek()?.kind === 'tag' ? ctpElement(reader.tag()) : undefined;
  const left = element === undefined ? readValue(reader, sources).constant : undefined;
  const operator = reader.next()?.text ?? '';
  if (!['=', '!=', '~', '!~'].includes(operator))
    throw new NotUnderstood('One of =, !=, ~ and !~ was looked for.');
  const right = readValue(reader, sources).constant;
  if (right === undefined) throw new NotUnderstood('CTP compares an element with a text only.');
  const pattern = operator.endsWith('~') ? usablePattern(right) : escapedPattern(right);
  const isNegated = operator.startsWith('!');
  if (element !== undefined) return ofElement(element, pattern, isNegated);
  if (left === undefined) throw new NotUnderstood('CTP compares elements only.');
  return { kind: 'known', holds: holds(left, pattern) !== isNegated };
}
