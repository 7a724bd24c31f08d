import { subjectParameter } from '../script/given-parameters.ts';
import { type Condition, readCondition } from './conditions.ts';
import { ctpElements } from './elements.ts';
import { NotUnderstood, readTokens, type TokenReader } from './tokens.ts';
import { type CtpValue, constantValue, readValue, type ValueSources } from './values.ts';

/** A statement of a DicomEdit script that was left out, or that means something else now. */
export interface DicomEditNote {
  /** From 1. */
  readonly line: number;
  readonly kind: 'leftOut' | 'differs';
  readonly message: string;
}

export interface ConvertedDicomEdit {
  /** An anonymizer script of CTP that does what was understood. */
  readonly script: string;
  readonly notes: readonly DicomEditNote[];
  /** Variables that the script reads and nothing gives a value: XNAT's `project`, or what `describe` asks people for. */
  readonly missingVariables: readonly string[];
}

/** What becomes of elements. */
interface Action {
  readonly elements: readonly string[];
  readonly code: string;
  /** `:=` makes an element that is absent; deletions and `?=` do not. */
  readonly makes: boolean;
}

interface Rule {
  readonly code: string;
  readonly line: number;
}

const subjectCode: CtpValue = { code: `@param(@${subjectParameter})`, constant: undefined };

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function removal(elements: readonly string[]): Action {
  return { elements, code: '@remove()', makes: false };
}

function assignment(elements: readonly string[], { code }: CtpValue, makes: boolean): Action {
  return { elements, code: code === '' ? '@empty()' : code, makes: makes && elements.length === 1 };
}

/** `- tag`, `delete[tag]`, `tag := value`, `tag ?= value`, `set[tag, value]`, `blankValues[tag]`. */
function readAction(reader: TokenReader, sources: ValueSources): Action {
  if (reader.isSign('-')) {
    reader.next();
    return removal(ctpElements(reader.tag()));
  }
  const word = reader.peek();
  if (word?.kind === 'word') return readFunction(reader, sources);
  const elements = ctpElements(reader.tag());
  const makes = !reader.isSign('?=');
  if (makes) reader.expectSign(':=');
  else reader.next();
  return assignment(elements, readValue(reader, sources), makes);
}

function readFunction(reader: TokenReader, sources: ValueSources): Action {
  const name = reader.text();
  if (name === 'alterPixels')
    throw new NotUnderstood('Pixels are masked by a pixel script of CTP, or by the reviewer.');
  if (!['delete', 'set', 'blankValues'].includes(name))
    throw new NotUnderstood(`${name} has no like in a CTP script.`);
  reader.expectSign('[');
  const elements = ctpElements(reader.tag());
  let action = removal(elements);
  if (name === 'blankValues') action = assignment(elements, constantValue(''), false);
  if (name === 'set') {
    reader.expectSign(',');
    action = assignment(elements, readValue(reader, sources), true);
  }
  reader.expectSign(']');
  return action;
}

function isPrivate(element: string): boolean {
  return (Number.parseInt(element.slice(0, 4), 16) & 1) === 1;
}

/** True for code that gives the same whatever an earlier statement left. */
function needsNothing(code: string, element: string): boolean {
  return (
    code === '@remove()' || (code.startsWith('@always()') && !/@if/.test(code) && !code.includes(element))
  );
}

/** The rules of the script that comes out: CTP has one for each element. */
function createRules(differs: (message: string) => void) {
  const rules = new Map<string, Rule>();
  let privateRemovedAt: number | undefined;

  function check(element: string, code: string): void {
    const earlier = rules.get(element)?.line ?? (isPrivate(element) ? privateRemovedAt : undefined);
    if (earlier !== undefined && !needsNothing(code, element))
      throw new NotUnderstood(`Line ${earlier} treats this element already, and CTP has one rule for each.`);
    for (const [read, { line }] of rules)
      if (read !== element && code.includes(read))
        differs(`It reads ${read} as it came, not as line ${line} leaves it.`);
  }

  return {
    rules,

    /** All of them or none. @throws NotUnderstood */
    add(elements: readonly string[], code: string, line: number): void {
      for (const element of elements) check(element, code);
      for (const element of elements) rules.set(element, { code, line });
    },

    /** CTP spares private elements that have a rule; DicomEdit's removal takes them all. */
    removePrivate(line: number): void {
      privateRemovedAt = line;
      for (const element of rules.keys()) if (isPrivate(element)) rules.delete(element);
    },
  };
}

/** The code of both sides of a condition for one element; `@keep()` is what the side that says nothing does. */
function conditionalCode(
  { test, isNegated }: Extract<Condition, { kind: 'element' }>,
  yes: Action,
  no: Action | undefined,
): string {
  const sides = [yes.code, no?.code ?? '@keep()'] as const;
  const [first, second] = isNegated ? [sides[1], sides[0]] : sides;
  const prefix = yes.makes || no?.makes === true ? '@always()' : '';
  return `${prefix}@if(${test}){${first}}{${second}}`;
}

function createConverter(given: Readonly<Record<string, string>>) {
  const notes: DicomEditNote[] = [];
  const missing = new Set<string>();
  const groups = new Set<string>();
  const variables = new Map<string, CtpValue>([['subject', subjectCode]]);
  for (const [name, value] of Object.entries(given)) variables.set(name, constantValue(value));
  let line = 0;
  let depth = 0;

  const differs = (message: string): void => {
    notes.push({ line, kind: 'differs', message });
  };
  const sources: ValueSources = {
    variable(name) {
      const value = variables.get(name);
      if (value === undefined) missing.add(name);
      return value;
    },
    differs,
  };
  const { rules, add, removePrivate } = createRules(differs);

  function treat({ elements, code, makes }: Action): void {
    add(elements, makes ? `@always()${code}` : code, line);
  }

  function removeGroup(group: string): void {
    groups.add(group);
    if (group === 'privategroups') removePrivate(line);
  }

  /** `- (60XX,XXXX)` and the like: CTP has a switch for each. */
  function groupOf(reader: TokenReader): string | undefined {
    const pattern = reader.isSign('-') ? (reader.peek(1)?.text ?? '') : '';
    if (reader.peek()?.text === 'removeAllPrivateTags') return 'privategroups';
    const group = {
      '(50XX,XXXX)': 'curves',
      '(60XX,XXXX)': 'overlays',
      '(XXX#,XXXX)': 'privategroups',
    }[pattern.toUpperCase()];
    if (group === 'curves') throw new NotUnderstood('CTP removes curves with all unspecified elements only.');
    if (group !== undefined) reader.next();
    return group;
  }

  function conditional(reader: TokenReader): () => void {
    const condition = readCondition(reader, sources);
    reader.expectSign('?');
    const yes = readAction(reader, sources);
    const no = reader.isSign(':') ? (reader.next(), readAction(reader, sources)) : undefined;
    if (condition.kind === 'known') {
      const chosen = condition.holds ? yes : no;
      return () => chosen !== undefined && treat(chosen);
    }
    if (no !== undefined && no.elements.join() !== yes.elements.join())
      throw new NotUnderstood('Both sides must treat the same element.');
    return () => add(yes.elements, conditionalCode(condition, yes, no), line);
  }

  function assignVariable(reader: TokenReader): () => void {
    const name = reader.text();
    reader.expectSign(':=');
    const value = readValue(reader, sources);
    return () => void variables.set(name, value);
  }

  /** Reads a statement; what it does is done when all of it was understood. */
  function statement(reader: TokenReader, isConditional: boolean): () => void {
    if (reader.peek()?.kind === 'word' && reader.peek(1)?.text === ':=') return assignVariable(reader);
    if (isConditional) return conditional(reader);
    const group = groupOf(reader);
    if (group !== undefined) {
      reader.next();
      return () => removeGroup(group);
    }
    const action = readAction(reader, sources);
    return () => treat(action);
  }

  /** `if (…) {` up to its last `}`: what stands in it must not become a rule that always holds. */
  function isInBlock(text: string): boolean {
    const signs = text.replace(/"(?:[^"\\]|\\[\s\S])*"|\([^()]*\{[^}]*\}[^()]*\)/g, '');
    const opened = signs.split('{').length - 1;
    const isInside = depth > 0 || opened > 0;
    depth = Math.max(0, depth + opened - (signs.split('}').length - 1));
    return isInside;
  }

  function read(text: string, number: number): void {
    line = number;
    const reader = readTokens(text);
    const first = reader.peek();
    if (first === undefined || ['version', 'describe'].includes(first.text)) return;
    const variable = first.kind === 'word' && reader.peek(1)?.text === ':=' ? first.text : undefined;
    if (variable !== undefined && Object.hasOwn(given, variable)) return;
    const before = notes.length;
    try {
      if (isInBlock(text)) throw new NotUnderstood('Blocks of if and else have no like in a CTP script.');
      const apply = statement(reader, /\?(?!=)/.test(text.replace(/"(?:[^"\\]|\\[\s\S])*"/g, '')));
      if (!reader.isAtEnd()) throw new NotUnderstood('More stands there than was understood.');
      apply();
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
      // What was not understood must not leave an older value behind.
      if (variable !== undefined) variables.delete(variable);
      notes.length = before;
      notes.push({ line, kind: 'leftOut', message: error.message });
    }
  }

  function script(): string {
    const lines = [...rules].map(
      ([element, { code }]) => `<e en="T" t="${escapeXml(element)}" n="">${escapeXml(code)}</e>`,
    );
    const switches = [...groups].map((name) => `<r en="T" t="${name}">${name}</r>`);
    const isHashed = [...rules.values()].some(({ code }) => code.includes('@UIDROOT'));
    const parameters = isHashed ? ['<p t="UIDROOT">2.25</p>'] : [];
    return `${['<script>', ...parameters, ...lines, ...switches, '</script>'].join('\n')}\n`;
  }

  return { read, script, notes, missing };
}

/** The line without its comment; `//` in quotation marks is no comment. */
function withoutComment(line: string): string {
  return /^(?:"(?:[^"\\]|\\.)*"|(?!\/\/)[\s\S])*/.exec(line)?.[0] ?? '';
}

/**
 * Converts the common part of a script of XNAT's DicomEdit 6 to an anonymizer script of CTP: assignments, deletions,
 * wildcards over DICOM's dictionary, conditions, private elements by creator, variables and a number of functions. What
 * is left out is said line by line.
 * @param given values of variables: XNAT's `project` and `session`, and what `describe` asks people for. `subject` is
 * the subject's code, which the server puts in.
 */
export function convertDicomEdit(
  text: string,
  given: Readonly<Record<string, string>> = {},
): ConvertedDicomEdit {
  const converter = createConverter(given);
  for (const [at, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries())
    converter.read(withoutComment(line), at + 1);
  return {
    script: converter.script(),
    notes: converter.notes,
    missingVariables: [...converter.missing].sort(),
  };
}
