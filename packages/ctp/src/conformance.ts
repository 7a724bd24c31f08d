import { keywordOf } from '@pesscara/dicom';
import { type CtpFindingCode, ctpFindingKinds, ctpHoldingFindings } from './findings.ts';
import { type FileFinding, lintCtpFiles } from './lint/lint-files.ts';
import { functionMeanings } from './script/function-meanings.ts';
import { readCtpScript } from './script/read-script.ts';
import { functionsOf, ruleOutcome } from './script/rule-words.ts';
import { type CtpScript, type ElementRule, targetName } from './script/script.ts';

/** What the script says for one element. */
interface StatedElement {
  readonly element: string;
  readonly keyword: string | null;
  readonly line: number;
  readonly code: string;
  readonly effect: string;
  readonly functions: readonly string[];
}

/** What is known of a profile that is files of CTP, beside its files. */
export interface CtpStatementOf {
  readonly profile: { id: string; version: number; reference: string; sha256: string };
  readonly script: string;
  readonly filter?: string | undefined;
  readonly pixelScript?: string | undefined;
  readonly lookupTable?: string | undefined;
}

/** What PS3.15 E.1 asks a conformance statement to say, told of a script of CTP. It holds nothing of the lookup table. */
export interface CtpConformanceStatement {
  readonly kind: 'ctp';
  readonly profile: CtpStatementOf['profile'];
  readonly elements: readonly StatedElement[];
  readonly withoutRule: readonly string[];
  readonly functions: readonly { name: string; effect: string; elements: number }[];
  readonly parameters: readonly string[];
  readonly dates: string;
  readonly uids: string;
  readonly filter: string;
  readonly pixels: string;
  readonly lookupTable: string;
  readonly alwaysDone: readonly string[];
  readonly holding: readonly { code: CtpFindingCode; detail: string }[];
  readonly reported: readonly { code: CtpFindingCode; detail: string }[];
  readonly lint: readonly FileFinding[];
}

const alwaysDone: readonly string[] = [
  '(0012,0062) becomes YES, and (0012,0063) names the product and this profile with its hash.',
  'Whatever the script does, the output is searched for identifiers of the patient. A value that holds one is emptied, in name, ID and method replaced, and a finding says so.',
  'An object that the filter does not select, that the script quarantines or skips, or that is left without usable UIDs is held.',
  'Group lengths, digital signatures and what follows the pixels as padding are removed.',
];

function elementOf(rule: ElementRule): StatedElement {
  const { target } = rule;
  return {
    element: targetName(target),
    keyword: target.kind === 'tag' ? (keywordOf(target.tag) ?? null) : null,
    line: rule.line,
    code: rule.code.trim(),
    effect: ruleOutcome(rule),
    functions: functionsOf(rule),
  };
}

function groupText(group: number): string {
  return group.toString(16).toUpperCase().padStart(4, '0');
}

function withoutRuleOf(script: CtpScript): string[] {
  const groups = [...script.keptGroups].sort((one, other) => one - other).map(groupText);
  return [
    script.removesUnspecifiedElements
      ? 'An element without a rule is removed, but for what follows.'
      : 'An element without a rule stays as it came, with all that is in it.',
    ...(groups.length === 0 ? [] : [`Elements of the groups ${groups.join(', ')} stay.`]),
    'SOP Class UID, SOP Instance UID, Study Instance UID and the groups 0002, 0028 and 7FE0 stay unless a rule changes them.',
    script.removesPrivateGroups
      ? 'Private elements without a rule are removed.'
      : 'Private elements are treated as all others.',
    ...(script.keepsSafePrivateElements
      ? [
          'CTP keeps private elements that its own list calls safe; that list is not here, so they are removed.',
        ]
      : []),
    script.removesOverlays
      ? 'Overlays (60xx) are removed.'
      : 'Overlays (60xx) stay, with text that may be in them.',
    'A sequence without a rule stays with everything in it where it is not removed; a finding says so.',
  ];
}

function functionsIn(elements: readonly StatedElement[]) {
  const counts = new Map<string, number>();
  for (const { functions } of elements)
    for (const name of functions) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, count]) => ({ name, effect: functionMeanings[name] ?? 'Unknown.', elements: count }));
}

function datesOf(names: ReadonlySet<string>): string {
  const moving = ['hashdate', 'incrementdate', 'dateinterval', 'modifydate'].filter((name) =>
    names.has(name),
  );
  return moving.length === 0
    ? 'The script calls no function that moves dates.'
    : `Dates are changed by ${moving.map((name) => `@${name}`).join(', ')} where a rule says so; others as the rules of their elements say.`;
}

/** Told from the files by program, so that it never says anything else than what they do. */
export function ctpConformanceStatement(of: CtpStatementOf): CtpConformanceStatement {
  const script = readCtpScript(of.script);
  const { filter, pixelScript, lookupTable } = of;
  const elements = script.rules.map(elementOf).sort((a, b) => (a.element < b.element ? -1 : 1));
  const functions = functionsIn(elements);
  const names = new Set(functions.map(({ name }) => name));
  const codes = Object.keys(ctpFindingKinds) as CtpFindingCode[];
  const told = (code: CtpFindingCode) => ({ code, detail: ctpFindingKinds[code][1] });
  return {
    kind: 'ctp',
    profile: of.profile,
    elements,
    withoutRule: withoutRuleOf(script),
    functions,
    parameters: [...script.parameters.keys()].sort(),
    dates: datesOf(names),
    uids: names.has('hashuid')
      ? 'UIDs of rules with @hashuid are the same for the same input at every site and time: they are made without a key.'
      : 'The script calls no function that replaces UIDs.',
    filter: filter ?? 'None: every object is treated.',
    pixels:
      pixelScript === undefined
        ? 'No pixel script: no pixel is changed.'
        : 'A pixel script belongs to it. An object whose signature names regions is held where nothing masks them; one that no signature fits carries a finding.',
    lookupTable: lookupTable === undefined ? 'None.' : 'Sealed; this statement holds nothing of it.',
    alwaysDone,
    holding: codes.filter((code) => ctpHoldingFindings.has(code)).map(told),
    reported: codes.filter((code) => !ctpHoldingFindings.has(code)).map(told),
    lint: lintCtpFiles({
      script: of.script,
      ...(filter === undefined ? {} : { filter }),
      ...(pixelScript === undefined ? {} : { pixelScript }),
      ...(lookupTable === undefined ? {} : { lookupTable }),
    }),
  };
}
