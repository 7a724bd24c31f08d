import { DataSet, isPixelDataTag, isPrivateTag, keywordOf, type Tag, tagOf, vrOf } from '@pesscara/dicom';
import type { LintFinding } from '../lint-finding.ts';
import type { LookupTable } from '../lookup-table.ts';
import { parseElementSpec } from '../script/element-spec.ts';
import { callsOf } from '../script/expression.ts';
import { type CtpScript, type ElementRule, indexOf, targetName } from '../script/script.ts';
import { writtenElement } from '../written-value.ts';
import { type LintContext, lintCalls } from './lint-calls.ts';

const pixelData = 0x7fe00010;

/** What nearly every script means to treat; an element here without a rule is named. */
const identifying = [
  'PatientName',
  'PatientID',
  'PatientBirthDate',
  'AccessionNumber',
  'ReferringPhysicianName',
  'InstitutionName',
  'InstitutionAddress',
  'OtherPatientIDs',
  'OtherPatientNames',
  'PatientAddress',
  'PatientTelephoneNumbers',
  'PatientMotherBirthName',
  'PerformingPhysicianName',
  'OperatorsName',
  'PatientComments',
  'ImageComments',
] as const;

function warn(context: LintContext, finding: Omit<LintFinding, 'severity'>): void {
  context.findings.push({ severity: 'warning', ...finding });
}

function calledNames(rule: ElementRule): Set<string> {
  return new Set([...callsOf(rule.expression)].flatMap((call) => (call.kind === 'call' ? [call.name] : [])));
}

function lintSequenceRule(rule: ElementRule, tag: Tag, context: LintContext): void {
  const names = calledNames(rule);
  const place = { line: rule.line, element: targetName(rule.target) };
  const isSequence = vrOf(tag) === 'SQ';
  if (names.has('process') && !isSequence && !isPrivateTag(tag))
    warn(context, { code: 'noEffect', ...place, message: '@process has no effect: this is no sequence.' });
  if (!isSequence || tag === 0x00120064) return;
  if (!['process', 'remove', 'empty', 'keep', 'require'].some((name) => names.has(name)))
    warn(context, {
      code: 'sequenceNotProcessed',
      ...place,
      message: 'A sequence takes @process() or @remove(); anything else leaves it as it came.',
    });
  if (rule.code.startsWith('@always()') && !rule.code.includes('@require') && !rule.code.includes('@process'))
    warn(context, {
      code: 'neverEvaluated',
      ...place,
      message: 'CTP inserts a sequence for @always()@require() only.',
    });
}

/** A text alone that dates, times or numbers refuse: CTP would keep the original value. */
function lintPlainValue(rule: ElementRule, tag: Tag, context: LintContext): void {
  const texts = rule.expression.map((part) => (part.kind === 'literal' ? part.text : undefined));
  if (texts.includes(undefined) || isPrivateTag(tag) || vrOf(tag) === 'SQ' || tag === 0x00120064) return;
  if (writtenElement(new DataSet(), tag, undefined, texts.join('')) !== undefined) return;
  context.findings.push({
    code: 'valueNotAccepted',
    severity: 'error',
    line: rule.line,
    element: targetName(rule.target),
    message: `A value of ${vrOf(tag)} cannot be this text; CTP would keep the original value.`,
  });
}

function lintRule(rule: ElementRule, context: LintContext): void {
  const place = { line: rule.line, element: targetName(rule.target) };
  lintCalls(rule, context);
  if (/^\s+@always\(\)/.test(rule.code))
    warn(context, {
      code: 'neverEvaluated',
      ...place,
      message: 'Blanks stand before @always(), so that CTP does not insert the element.',
    });
  if (rule.target.kind !== 'tag') return;
  const { tag } = rule.target;
  if (tag >>> 16 === 0x0002)
    warn(context, { code: 'noEffect', ...place, message: 'Scripts do not change group 0002.' });
  if (isPixelDataTag(tag))
    context.findings.push({
      code: 'badRule',
      severity: 'error',
      ...place,
      message: 'Rules cannot treat the pixels themselves; a pixel script names regions.',
    });
  if (tag > pixelData && !rule.code.startsWith('@remove()'))
    warn(context, { code: 'noEffect', ...place, message: 'Behind the pixels CTP applies @remove() only.' });
  lintSequenceRule(rule, tag, context);
  lintPlainValue(rule, tag, context);
}

/** Elements whose scripts a rule evaluates: the third arguments of hashuid. */
function neededBy(rule: ElementRule): Tag[] {
  const tags: Tag[] = [];
  for (const call of callsOf(rule.expression)) {
    if (call.kind !== 'call' || call.name !== 'hashuid' || call.args[2] === undefined) continue;
    const [step, ...more] = parseElementSpec(call.args[2].text).steps;
    if (more.length > 0) continue;
    if (step?.kind === 'tag') tags.push(step.tag);
    else if (step?.kind === 'this' && rule.target.kind === 'tag') tags.push(rule.target.tag);
  }
  return tags;
}

function lintCycles(context: LintContext): void {
  const rules = indexOf(context.script).byTag;
  const settled = new Set<Tag>();
  const walk = (tag: Tag, way: readonly Tag[]): void => {
    const rule = rules.get(tag);
    if (rule === undefined || settled.has(tag)) return;
    if (way.includes(tag)) {
      const names = [...way.slice(way.indexOf(tag)), tag].map((one) => keywordOf(one) ?? one.toString(16));
      context.findings.push({
        code: 'cycle',
        severity: 'error',
        line: rule.line,
        element: targetName(rule.target),
        message: `Rules need each other in a circle: ${names.join(' → ')}. CTP would break down.`,
      });
      return;
    }
    for (const needed of neededBy(rule)) walk(needed, [...way, tag]);
    settled.add(tag);
  };
  for (const tag of rules.keys()) walk(tag, []);
}

function lintWhole(context: LintContext): void {
  const { script } = context;
  const rules = indexOf(script).byTag;
  for (const name of script.parameters.keys())
    if (!context.usedParameters.has(name))
      warn(context, { code: 'unusedParameter', message: `No rule uses the parameter ${name}.` });
  if (script.keepsSafePrivateElements && script.removesPrivateGroups)
    warn(context, {
      code: 'safePrivateUnknown',
      message:
        'Which private elements are safe stands in a dictionary of CTP that is not here: creators are kept, and all other private elements removed.',
    });
  if (script.removesUnspecifiedElements) return;
  if (script.removesCurves)
    warn(context, {
      code: 'noEffect',
      message: 'To remove curves has an effect only when unspecified elements are removed.',
    });
  warn(context, {
    code: 'sequencesUntouched',
    message:
      'Sequences without a rule stay as they came, with all that is in them; objects that have one get a finding.',
  });
  for (const keyword of identifying) {
    const tag = tagOf(keyword);
    if (rules.has(tag)) continue;
    const element = targetName({ kind: 'tag', tag });
    warn(context, {
      code: 'identityNotTouched',
      element,
      message: `No rule treats ${keyword}; it stays as it came.`,
    });
  }
}

/** Everything that is to be said of a script before it is used; with an error among it, it must not be. */
export function lintCtpScript(script: CtpScript, lookupTable?: LookupTable): LintFinding[] {
  const findings = [...script.findings];
  const context: LintContext = { script, lookupTable, usedParameters: new Set(), findings };
  for (const rule of script.rules) lintRule(rule, context);
  lintCycles(context);
  if (script.rules.length === 0 && !script.removesUnspecifiedElements && findings.length === 0)
    findings.push({
      code: 'noEffect',
      severity: 'error',
      message: 'The script has no rule that is switched on.',
    });
  lintWhole(context);
  return findings;
}
