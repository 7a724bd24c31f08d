import { callsOf } from './expression.ts';
import { functionMeanings } from './function-meanings.ts';
import type { CtpScript, ElementRule } from './script.ts';

const groupRules: Readonly<Record<string, string>> = {
  'ctp:privategroups': 'Private, without a rule: the script removes private groups.',
  'ctp:unspecifiedelements': 'Without a rule: the script removes unspecified elements.',
  'ctp:overlays': 'The script removes overlays.',
  'ctp:groupLength': 'Group lengths are removed.',
  'ctp:behindPixels': 'Signatures and padding behind the pixels are removed.',
  'ctp:untouched': 'The script has no rule for it: it stays as it came.',
  method: 'Says that and how the object was de-identified.',
  'identifier-in-output': 'It held an identifier of the patient.',
};

/** Results that hold nothing of the object, but for UIDs, which cannot be guessed. */
const sayingNothing: ReadonlySet<string> = new Set(
  'always blank date empty hashuid integer param remove time'.split(' '),
);

/** The names of the functions that a rule calls, each once, in the order of its code. */
export function functionsOf({ expression }: ElementRule): string[] {
  return [...new Set([...callsOf(expression)].flatMap((call) => (call.kind === 'call' ? [call.name] : [])))];
}

/** What a rule does, in words: of a rule that is a single plain function what that does, else the functions it is made of. */
export function ruleOutcome(rule: ElementRule): string {
  const code = rule.code.trim();
  if (code === '') return 'Empties the element.';
  const functions = functionsOf(rule);
  if (functions.length === 0) return 'Writes this text.';
  return functions.map((name) => functionMeanings[name] ?? `@${name} is no function of CTP.`).join(' ');
}

/** The rule that a report names (`ctp:12`, `ctp:privategroups`) with words and code. */
export function ctpRuleInWords(script: CtpScript, name: string): string {
  const known = groupRules[name];
  if (known !== undefined) return known;
  const line = Number(/^ctp:(\d+)$/.exec(name)?.[1] ?? Number.NaN);
  const rules = script.rules.filter((rule) => rule.line === line);
  const [only] = rules;
  if (only === undefined) return name;
  return rules.length === 1
    ? `Line ${line}: ${only.code.trim()} — ${ruleOutcome(only)}`
    : `A rule of line ${line}.`;
}

/**
 * True when what a rule writes may hold something of the original: a value, letters of it, or a number that can be
 * guessed back to it. A look at outputs would then be a look at originals.
 */
export function mayTellOriginal(script: CtpScript, name: string): boolean {
  const line = Number(/^ctp:(\d+)$/.exec(name)?.[1] ?? Number.NaN);
  return script.rules
    .filter((rule) => rule.line === line)
    .some((rule) => functionsOf(rule).some((called) => !sayingNothing.has(called)));
}
