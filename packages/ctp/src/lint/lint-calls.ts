import { tagOf } from '@pesscara/dicom';
import type { Call } from '../evaluation.ts';
import { javaInteger } from '../functions/java-numbers.ts';
import { javaPattern } from '../functions/java-regex.ts';
import type { LintCode, LintFinding } from '../lint-finding.ts';
import type { LookupTable } from '../lookup-table.ts';
import { parseElementSpec } from '../script/element-spec.ts';
import { type Argument, callsOf } from '../script/expression.ts';
import { givenParameters } from '../script/given-parameters.ts';
import { ctpNameOf } from '../script/keywords.ts';
import { type CtpScript, type ElementRule, targetName } from '../script/script.ts';
import { functionShapes, ifOperators, lookupActions, shapeOf } from './lint-functions.ts';

/** What the linter looks at, and where it writes. */
export interface LintContext {
  readonly script: CtpScript;
  readonly lookupTable: LookupTable | undefined;
  readonly usedParameters: Set<string>;
  readonly findings: LintFinding[];
}

type Report = (code: LintCode, severity: LintFinding['severity'], message: string) => void;

function formatDigits(tag: number): string {
  const digits = tag.toString(16).toUpperCase().padStart(8, '0');
  return `(${digits.slice(0, 4)},${digits.slice(4)})`;
}

function lintElementName(name: string, report: Report): void {
  for (const step of parseElementSpec(name).steps) {
    if (step.kind !== 'unknown') continue;
    const tag = tagOf(step.name);
    if (tag === undefined) {
      report('unknownElement', 'error', `CTP knows no element ${step.name}; it would find nothing.`);
      continue;
    }
    const own = ctpNameOf(tag);
    const offer = own === undefined ? formatDigits(tag) : `${own} or ${formatDigits(tag)}`;
    report('dicomKeyword', 'error', `CTP does not know ${step.name} and would find nothing. Write ${offer}.`);
  }
}

/** The value that an argument will have; undefined when a parameter is missing, which is reported. */
function argumentValue(
  argument: Argument,
  { script, usedParameters }: LintContext,
  report: Report,
): string | undefined {
  if (argument.quoted || !/^[@$]/.test(argument.text)) return argument.text;
  const name = argument.text.slice(1);
  usedParameters.add(name);
  const value = script.parameters.get(name);
  if (value === undefined && !givenParameters.has(name))
    report('undefinedParameter', 'error', `The parameter ${name} is not defined; CTP would write "null".`);
  return value;
}

function lintPattern(text: string | undefined, report: Report): void {
  if (text === undefined) return;
  const pattern = javaPattern(text);
  if (pattern.kind === 'bad')
    report('badPattern', 'error', `The regular expression ${text} cannot be used. ${pattern.reason}`);
  else
    for (const difference of pattern.differences)
      report(
        'patternDiffers',
        'warning',
        `In the regular expression ${text}, other than in Java, ${difference}.`,
      );
}

function lintKeyType(keyType: string | undefined, name: string, context: LintContext, report: Report): void {
  const { lookupTable } = context;
  if (lookupTable === undefined)
    return report('missingLookupTable', 'error', `@${name} needs a lookup table, and there is none.`);
  if (keyType === undefined) return;
  for (const key of lookupTable.keys()) if (key.startsWith(`${keyType}/`)) return;
  report('missingLookupKeyType', 'error', `The lookup table has no key of the type ${keyType}.`);
}

function lintIf(call: Call, values: readonly (string | undefined)[], report: Report): void {
  const operator = call.args[1]?.text ?? '';
  if (!ifOperators.has(operator))
    return report(
      'badArgument',
      'error',
      `@if cannot ask ${operator}; the second block would always be taken.`,
    );
  if (operator === 'matches') lintPattern(values[2], report);
  if (!['isblank', 'exists'].includes(operator) && call.args.length < 3)
    report('missingArgument', 'error', `@if(…,${operator}) needs a third argument.`);
  if (operator === 'exists' && parseElementSpec(call.args[0]?.text ?? '').fromRoot)
    report('badArgument', 'warning', 'In CTP, exists is always false for an element with root: before it.');
}

function lintLookup(call: Call, values: readonly (string | undefined)[], report: Report): void {
  const action = call.args[2]?.text;
  if (action === undefined) return;
  if (!lookupActions.has(action))
    report(
      'badArgument',
      'error',
      `@lookup knows no action ${action}; objects without an entry would be held.`,
    );
  if (action === 'ignore') lintPattern(values[3], report);
}

function lintArguments(call: Call, context: LintContext, report: Report): void {
  const { name, args } = call;
  const shape = shapeOf(name, args.length);
  if (shape === undefined) return;
  if (args.length < shape.least)
    report('missingArgument', 'error', `@${name} needs ${shape.least} arguments and has ${args.length}.`);
  const values = args.map((argument, position) => {
    if (!shape.elements.includes(position)) return argumentValue(argument, context, report);
    for (const element of name === 'lookup' ? argument.text.split('|') : [argument.text])
      lintElementName(element.trim(), report);
    return undefined;
  });
  for (const position of shape.numbers ?? []) {
    const value = values[position];
    if (value === undefined || javaInteger(value.trim()) !== undefined) continue;
    const severity = shape.fails === true ? 'error' : 'warning';
    report('badArgument', severity, `Argument ${position + 1} of @${name} should be a whole number.`);
  }
  if (shape.pattern !== undefined) lintPattern(values[shape.pattern], report);
  if (shape.keyType !== undefined) lintKeyType(values[shape.keyType], name, context, report);
  if (name === 'if') lintIf(call, values, report);
  if (name === 'lookup') lintLookup(call, values, report);
  if (shape.blocks !== undefined && call.blocks.length < shape.blocks)
    report(
      'missingBlock',
      'warning',
      `@${name} has ${call.blocks.length} of ${shape.blocks} blocks; a missing one writes nothing.`,
    );
}

function lintCall(call: Call, context: LintContext, report: Report): void {
  const { name } = call;
  if (!Object.hasOwn(functionShapes, name)) {
    const right = Object.keys(functionShapes).find((known) => known === name.toLowerCase());
    if (right === undefined)
      return report(
        'unknownFunction',
        'error',
        `CTP has no function @${name}; it would write the call as text. For a plain @ write \\@.`,
      );
    return report(
      'miscasedFunction',
      'error',
      `CTP would write @${name} as text: the function is @${right}.`,
    );
  }
  if (name === 'call')
    report(
      'unsupportedFunction',
      'error',
      '@call runs plugins of a CTP installation, which are not here. Write what the plugin gave into a lookup table and use @lookup, or remove the rule.',
    );
  if (name === 'encrypt' || name === 'decrypt')
    report(
      'weakCipher',
      'warning',
      `@${name} uses Blowfish block by block, which hides little. Take the crosswalk instead.`,
    );
  if (/(?<!\\)(?:\\\\)*\\[dwsbDWSB]/.test(call.argumentText))
    report('badArgument', 'warning', 'CTP takes a backslash in an argument away: for \\d write \\\\d.');
  lintArguments(call, context, report);
}

/** Looks at every call of a rule. */
export function lintCalls(rule: ElementRule, context: LintContext): void {
  const element = targetName(rule.target);
  for (const call of callsOf(rule.expression)) {
    const line = rule.line + rule.code.slice(0, call.offset).split('\n').length - 1;
    const report: Report = (code, severity, message) => {
      context.findings.push({ code, severity, line, element, message });
    };
    if (call.kind === 'unclosed')
      report(
        'malformedCall',
        'error',
        'The @ begins no whole call: CTP would write nothing from here on. For a plain @ write \\@.',
      );
    else lintCall(call, context, report);
  }
}
