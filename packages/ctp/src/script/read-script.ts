import { SaxesParser } from 'saxes';
import type { LintCode, LintFinding } from '../lint-finding.ts';
import { parsePrivateTag } from './element-spec.ts';
import { parseExpression } from './expression.ts';
import { type CtpScript, type ElementRule, targetName } from './script.ts';

/** Longest code of one element; CTP's own scripts stay far below. */
const maxCodeLength = 32_768;
const maxRules = 20_000;

/** Collects what the two forms of the file say. */
interface ScriptBuilder {
  parameter(name: string, value: string, line: number): void;
  element(tag: string, name: string, code: string, line: number): void;
  keep(what: string, line: number): void;
  remove(what: string, line: number): void;
  problem(code: LintCode, line: number, message: string, severity?: 'error' | 'warning'): void;
  build(): CtpScript;
}

function targetOf(text: string): ElementRule['target'] | undefined {
  const digits = text.replace(/[\s[\](),]/g, '');
  if (/^[0-9a-fA-F]{8}$/.test(digits)) return { kind: 'tag', tag: Number.parseInt(digits, 16) };
  return parsePrivateTag(text.trim());
}

const removals: Readonly<
  Record<string, 'removesPrivateGroups' | 'removesUnspecifiedElements' | 'removesCurves' | 'removesOverlays'>
> = {
  privategroups: 'removesPrivateGroups',
  unspecifiedelements: 'removesUnspecifiedElements',
  curves: 'removesCurves',
  overlays: 'removesOverlays',
};

function createScriptBuilder(): ScriptBuilder {
  const parameters = new Map<string, string>();
  const rules = new Map<string, ElementRule>();
  const keptGroups = new Set<number>();
  const findings: LintFinding[] = [];
  const removes = {
    removesPrivateGroups: false,
    removesUnspecifiedElements: false,
    removesCurves: false,
    removesOverlays: false,
  };
  let keepsSafePrivateElements = false;

  const problem: ScriptBuilder['problem'] = (code, line, message, severity = 'error') => {
    findings.push({ code, severity, line, message });
  };

  function element(tag: string, name: string, code: string, line: number): void {
    const target = targetOf(tag);
    if (target === undefined)
      return problem('badTag', line, 'The rule names no element: a tag is eight hexadecimal digits.');
    if (code.length > maxCodeLength || rules.size >= maxRules)
      return problem('badRule', line, `More than ${maxCodeLength} letters of code, or ${maxRules} rules.`);
    const key = targetName(target);
    if (rules.has(key))
      findings.push({
        code: 'duplicateRule',
        severity: 'warning',
        line,
        element: key,
        message: `Line ${rules.get(key)?.line ?? 0} has a rule for this element; the last one is used.`,
      });
    rules.set(key, { target, name, code, expression: parseExpression(code), line });
  }

  return {
    problem,
    element,
    parameter: (name, value, line) => {
      if (parameters.has(name))
        problem('duplicateParameter', line, `The parameter ${name} is defined before.`, 'warning');
      parameters.set(name, value);
    },
    keep: (what, line) => {
      const group = /^(?:group)?([0-9a-fA-F]{1,4})$/.exec(what)?.[1];
      if (what === 'safeprivateelements') keepsSafePrivateElements = true;
      else if (group !== undefined) keptGroups.add(Number.parseInt(group, 16));
      else problem('badRule', line, 'It keeps neither a group of four digits nor safeprivateelements.');
    },
    remove: (what, line) => {
      const known = removals[what];
      if (known === undefined)
        problem('badRule', line, `It removes none of ${Object.keys(removals).join(', ')}.`);
      else removes[known] = true;
    },
    build: () => ({
      parameters,
      rules: [...rules.values()],
      keptGroups,
      keepsSafePrivateElements,
      ...removes,
      findings,
    }),
  };
}

function addXmlElement(
  builder: ScriptBuilder,
  name: string,
  attributes: Readonly<Record<string, string>>,
  text: string,
  line: number,
): void {
  const tag = attributes['t'] ?? '';
  if (name === 'p') builder.parameter(tag, text, line);
  else if (attributes['en'] !== 'T') return;
  else if (name === 'e') builder.element(tag, attributes['n'] ?? '', text, line);
  else if (name === 'k') builder.keep(tag, line);
  else if (name === 'r') builder.remove(tag, line);
}

function readXml(text: string): CtpScript {
  const builder = createScriptBuilder();
  const parser = new SaxesParser({ position: true, xmlns: false as const });
  let open: { name: string; attributes: Record<string, string>; text: string; line: number } | undefined;
  let failed = false;
  parser.on('error', (error) => {
    if (!failed) builder.problem('notReadable', parser.line, `This is no XML: ${error.message}.`);
    failed = true;
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (['p', 'e', 'k', 'r'].includes(name)) open = { name, attributes, text: '', line: parser.line };
    else if (name !== 'script')
      builder.problem('badRule', parser.line, `CTP knows no <${name}>; it is left out.`, 'warning');
  });
  const addText = (part: string): void => {
    if (open !== undefined) open.text += part;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', ({ name }) => {
    if (open === undefined || open.name !== name) return;
    addXmlElement(builder, name, open.attributes, open.text, open.line);
    open = undefined;
  });
  parser.write(text);
  if (!failed) parser.close();
  return builder.build();
}

function readProperties(text: string): CtpScript {
  const builder = createScriptBuilder();
  for (const [at, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const line = at + 1;
    if (raw.trim() === '' || /^\s*[#!]/.test(raw)) continue;
    const equals = raw.indexOf('=');
    const key = (equals < 0 ? raw : raw.slice(0, equals)).trim();
    const value = equals < 0 ? '' : raw.slice(equals + 1);
    const set =
      /^set\.\[([^\]]*)\](.*)$/.exec(key) ?? /^set\.([0-9a-fA-F]{4}\[[^\]]+\][0-9a-fA-F]{2})(.*)$/.exec(key);
    if (set !== null) builder.element(set[1] ?? '', set[2] ?? '', value, line);
    else if (key.startsWith('param.')) builder.parameter(key.slice('param.'.length), value, line);
    else if (key.startsWith('keep.')) builder.keep(key.slice('keep.'.length), line);
    else if (key.startsWith('remove.')) builder.remove(key.slice('remove.'.length), line);
    else builder.problem('badRule', line, 'The line is none of param., set.[…], keep. and remove.');
  }
  return builder.build();
}

/** Reads a script of CTP's DicomAnonymizer: XML when it starts with `<`, else the old properties form. */
export function readCtpScript(text: string): CtpScript {
  const content = text.replace(/^\uFEFF/, '');
  return content.trimStart().startsWith('<') ? readXml(content.trimStart()) : readProperties(content);
}
