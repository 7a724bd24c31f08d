import type { DataSet, Tag } from '@pesscara/dicom';
import { elementText } from './element-text.ts';
import { type JavaPattern, javaPattern } from './functions/java-regex.ts';
import type { LintFinding } from './lint-finding.ts';
import { parseElementSpec } from './script/element-spec.ts';
import { tagOfCtpName } from './script/keywords.ts';

/** A DicomFilter script, read. */
export interface CtpFilter {
  /** True when the object passes. A filter with an error among its findings passes nothing. */
  passes(dataSet: DataSet, fileMeta?: DataSet): boolean;
  readonly findings: readonly LintFinding[];
}

type Test = (dataSet: DataSet, fileMeta: DataSet | undefined) => boolean;

interface Token {
  readonly kind: 'word' | 'text' | 'sign';
  readonly text: string;
  readonly line: number;
}

/** Where a filter stops making sense. */
class FilterError extends Error {
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

const maxNesting = 200;

const comparisons: Readonly<Record<string, (value: string, text: string) => boolean>> = {
  equals: (value, text) => value === text,
  equalsIgnoreCase: (value, text) => value.toLowerCase() === text.toLowerCase(),
  contains: (value, text) => value.includes(text),
  containsIgnoreCase: (value, text) => value.toLowerCase().includes(text.toLowerCase()),
  startsWith: (value, text) => value.startsWith(text),
  startsWithIgnoreCase: (value, text) => value.toLowerCase().startsWith(text.toLowerCase()),
  endsWith: (value, text) => value.endsWith(text),
  endsWithIgnoreCase: (value, text) => value.toLowerCase().endsWith(text.toLowerCase()),
  isLessThan: (value, text) => numberIn(value) < numberIn(text),
  isGreaterThan: (value, text) => numberIn(value) > numberIn(text),
};

/** CTP takes away all but digits and points, so that -5 is 5; what is left and no number compares as false. */
function numberIn(text: string): number {
  const digits = text.replace(/[^0-9.]/g, '');
  return /^(?:\d+\.?\d*|\.\d+)$/.test(digits) ? Number(digits) : Number.NaN;
}

function tokensOf(script: string, firstLine: number): Token[] {
  const tokens: Token[] = [];
  let line = firstLine;
  const pattern = /\/\/[^\n]*|\s+|"([^"]*)"|(\[[^\]]*\]|[A-Za-z_][\w]*)|([\s\S])/g;
  for (const [all, text, word, sign] of script.matchAll(pattern)) {
    if (text !== undefined) tokens.push({ kind: 'text', text, line });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, line });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, line });
    line += all.split('\n').length - 1;
  }
  return tokens;
}

function elementTest(tag: Tag, compare: (value: string) => boolean): Test {
  return (dataSet, fileMeta) =>
    compare(elementText(tag >>> 16 === 0x0002 ? (fileMeta ?? dataSet) : dataSet, tag) ?? '');
}

function tagOfId(id: string, line: number, findings: LintFinding[]): Tag {
  const digits = /^\[\s*([0-9a-fA-F]{4})\s*,?\s*([0-9a-fA-F]{4})\s*\]$/.exec(id);
  if (digits !== null) return Number.parseInt(`${digits[1] ?? ''}${digits[2] ?? ''}`, 16);
  const tag = tagOfCtpName(id);
  if (tag !== undefined) return tag;
  if (id.startsWith('[')) throw new FilterError(`${id} is no tag.`, line);
  const [step] = parseElementSpec(id).steps;
  findings.push({
    code: 'unknownElement',
    severity: 'error',
    line,
    message: `CTP does not know the name ${step?.kind === 'unknown' ? step.name : id}; it would compare with nothing.`,
  });
  return 0;
}

function parseFilter(tokens: readonly Token[], lastLine: number, findings: LintFinding[]): Test {
  let at = 0;
  const lineHere = (): number => tokens[at]?.line ?? lastLine;
  const isSign = (text: string): boolean => tokens[at]?.kind === 'sign' && tokens[at]?.text === text;
  const fail = (message: string): never => {
    throw new FilterError(message, lineHere());
  };
  const expectSign = (text: string): void => {
    if (!isSign(text)) fail(`Here should stand ${text}`);
    at += 1;
  };

  function comparison(): Test {
    const { text: id, kind } = tokens[at] ?? { text: '', kind: 'sign' };
    const line = lineHere();
    if (kind !== 'word') return fail('Here should stand the name or the [tag] of an element.');
    at += 1;
    expectSign('.');
    if (id === 'true' || id === 'false') return () => id === 'true';
    const tag = tagOfId(id, line, findings);
    const method = tokens[at]?.text ?? '';
    at += 1;
    expectSign('(');
    const argument = tokens[at];
    if (argument?.kind !== 'text') return fail('Here should stand a text in quotation marks.');
    at += 1;
    expectSign(')');
    if (method === 'matches') {
      const pattern = patternFor(argument);
      return elementTest(tag, (value) => pattern.matches(value) === true);
    }
    const compare = comparisons[method];
    if (compare === undefined) throw new FilterError(`CTP knows no comparison ${method}().`, line);
    return elementTest(tag, (value) => compare(value, argument.text));
  }

  function patternFor({ text, line }: Token): JavaPattern {
    const pattern = javaPattern(text);
    if (pattern.kind === 'bad') throw new FilterError(`The pattern cannot be used. ${pattern.reason}`, line);
    for (const message of pattern.differences)
      findings.push({
        code: 'patternDiffers',
        severity: 'warning',
        line,
        message: `Other than in Java, ${message}.`,
      });
    return pattern;
  }

  function factor(depth: number): Test {
    if (depth > maxNesting) return fail('Brackets go too deep.');
    if (isSign('!')) {
      const line = lineHere();
      at += 1;
      if (isSign('!'))
        findings.push({
          code: 'filterDiffers',
          severity: 'warning',
          line,
          message: 'In CTP !! is always false; here it is what it says.',
        });
      const negated = factor(depth + 1);
      return (dataSet, fileMeta) => !negated(dataSet, fileMeta);
    }
    if (!isSign('(')) return comparison();
    at += 1;
    const inner = sum(depth + 1);
    expectSign(')');
    return inner;
  }

  function product(depth: number): Test {
    const factors = [factor(depth)];
    while (isSign('*')) {
      at += 1;
      factors.push(factor(depth));
    }
    return (dataSet, fileMeta) => factors.every((test) => test(dataSet, fileMeta));
  }

  function sum(depth: number): Test {
    const products = [product(depth)];
    while (isSign('+')) {
      at += 1;
      products.push(product(depth));
    }
    return (dataSet, fileMeta) => products.some((test) => test(dataSet, fileMeta));
  }

  const test = sum(0);
  if (at < tokens.length) fail('Here should stand + or *, or nothing more.');
  return test;
}

/** Reads a DicomFilter script. `line` is where it starts, when it is a part of another file. */
export function readCtpFilter(script: string, line = 1): CtpFilter {
  const findings: LintFinding[] = [];
  const tokens = tokensOf(script.replace(/^\uFEFF/, ''), line);
  try {
    const test = parseFilter(tokens, tokens.at(-1)?.line ?? line, findings);
    const isUsable = findings.every(({ severity }) => severity !== 'error');
    return { passes: (dataSet, fileMeta) => isUsable && test(dataSet, fileMeta), findings };
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    findings.push({ code: 'filterNotParsed', severity: 'error', line: error.line, message: error.message });
    return { passes: () => false, findings };
  }
}
