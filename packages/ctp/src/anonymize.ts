import {
  DataSet,
  type Element,
  firstText,
  formatTag,
  isGroupLengthTag,
  isPixelDataTag,
  type Tag,
  vrOf,
} from '@pesscara/dicom';
import { evaluate } from './evaluate.ts';
import type { Abort, CtpSources, Run, Scene, WantedInteger } from './evaluation.ts';
import type { CtpFinding, CtpFindingCode } from './findings.ts';
import { groupRemoval } from './group-removal.ts';
import { methodCodeItems, methodCodeSequence } from './method-codes.ts';
import { privateTagIn } from './script/element-spec.ts';
import { type CtpScript, type ElementRule, indexOf } from './script/script.ts';
import { writtenElement } from './written-value.ts';

export type CtpOutcome = 'removed' | 'emptied' | 'replaced' | 'kept' | 'entered' | 'added';

/** What was done to one element. It holds no value. */
export interface CtpEntry {
  /** `(0008,1140)[0]/(0008,1155)`. */
  readonly path: string;
  readonly tag: Tag;
  readonly vr: string;
  /** `ctp:12` is the rule in line 12; `ctp:privategroups`, `ctp:untouched` and so on say what applied without one. */
  readonly rule: string;
  readonly outcome: CtpOutcome;
  /** The element as it was, when it was changed or removed. It identifies: for the vault only. */
  readonly original: Element | undefined;
}

export type CtpResult =
  | {
      readonly kind: 'anonymized';
      readonly entries: readonly CtpEntry[];
      readonly findings: readonly CtpFinding[];
    }
  | Abort
  /** Numbers have to be handed out first; then the run is repeated. Nothing was changed. */
  | { readonly kind: 'needsIntegers'; readonly wanted: readonly WantedInteger[] };

interface Edit {
  readonly dataSet: DataSet;
  readonly tag: Tag;
  /** Undefined: the element is removed. */
  readonly element: Element | undefined;
}

interface Level {
  readonly dataSet: DataSet;
  readonly parent: DataSet | undefined;
  /** `(0008,1140)[0]/`, or empty. */
  readonly prefix: string;
}

/** Everything that one run gathers; nothing is changed before it ends well. */
interface Pass {
  readonly run: Run;
  readonly script: CtpScript;
  readonly edits: Edit[];
  readonly entries: CtpEntry[];
  readonly findings: Map<string, CtpFinding>;
  readonly rules: ReadonlyMap<Tag, ElementRule>;
  path: string;
}

const pixelData = 0x7fe00010;
const specificCharacterSet = 0x00080005;
const trailingPadding = 0xfffcfffc;
const digitalSignatures = 0xfffafffa;
const maxBlanks = 55;

function note(pass: Pass, code: CtpFindingCode): void {
  const key = `${code} ${pass.path}`;
  if (!pass.findings.has(key)) pass.findings.set(key, { code, path: pass.path });
}

function record(
  pass: Pass,
  level: Level,
  { tag, vr }: { tag: Tag; vr: string },
  rule: string,
  outcome: CtpOutcome,
  original?: Element,
): void {
  pass.entries.push({ path: level.prefix + formatTag(tag), tag, vr, rule, outcome, original });
}

function removeElement(pass: Pass, level: Level, element: Element, rule: string): void {
  pass.edits.push({ dataSet: level.dataSet, tag: element.tag, element: undefined });
  record(pass, level, element, rule, 'removed', element);
}

function emptyElement(dataSet: DataSet, { tag, vr }: { tag: Tag; vr: string }): Element {
  if (vr === 'SQ') return { kind: 'sequence', tag, vr, items: [], undefinedLength: false };
  const { littleEndian } = dataSet.encoding;
  return { kind: 'value', tag, vr, bytes: new Uint8Array(0), littleEndian };
}

/** The rules for one data set: private ones are found by their creators. */
function rulesIn(pass: Pass, dataSet: DataSet): ReadonlyMap<Tag, ElementRule> {
  const named = indexOf(pass.script).byCreator;
  if (named.length === 0) return pass.rules;
  const rules = new Map(pass.rules);
  for (const rule of named) {
    const tag = rule.target.kind === 'private' ? privateTagIn(dataSet, rule.target) : undefined;
    if (tag !== undefined) rules.set(tag, rule);
  }
  return rules;
}

function sceneOf(pass: Pass, level: Level, tag: Tag, process: () => void): Scene {
  const { run } = pass;
  return {
    run,
    root: run.root,
    current: level.dataSet,
    parent: level.parent,
    tag,
    fileMeta: run.sources.fileMeta,
    depth: 0,
    process,
  };
}

/** `@blank(3)`: blanks; undefined when a result is something else. */
function blanksOf(result: string): string | undefined {
  const match = /^@blank\((.*?)\)/.exec(result);
  if (match === null) return undefined;
  const count = /^\d{1,9}$/.test(match[1] ?? '') ? Number(match[1]) : 0;
  return ' '.repeat(Math.min(count, maxBlanks));
}

function writeResult(pass: Pass, level: Level, element: Element, rule: string, result: string): void {
  const { dataSet } = level;
  if (result === '@keep()') return record(pass, level, element, rule, 'kept');
  if (result === '@empty()') {
    pass.edits.push({ dataSet, tag: element.tag, element: emptyElement(dataSet, element) });
    return record(pass, level, element, rule, 'emptied', element);
  }
  const text = blanksOf(result) ?? result;
  const written = writtenElement(dataSet, element.tag, element.vr, text);
  if (written === undefined) {
    note(pass, 'ctp.writeRefused');
    return record(pass, level, element, rule, 'kept');
  }
  pass.edits.push({ dataSet, tag: element.tag, element: written });
  record(pass, level, written, rule, text === '' ? 'emptied' : 'replaced', element);
}

function holdsAnything(element: Element): boolean {
  return element.kind === 'sequence' && element.items.some((item) => item.size > 0);
}

function applyToSequence(pass: Pass, level: Level, element: Element, rule: ElementRule): void {
  const name = `ctp:${rule.line}`;
  const { path } = pass;
  let isEntered = false;
  const position = pass.entries.length;
  const scene = sceneOf(pass, level, element.tag, () => {
    if (isEntered || element.kind !== 'sequence') return;
    isEntered = true;
    for (const [index, item] of element.items.entries())
      treatElements(pass, {
        dataSet: item,
        parent: level.dataSet,
        prefix: `${level.prefix}${formatTag(element.tag)}[${index}]/`,
      });
    pass.path = path;
  });
  const result = evaluate(rule.expression, scene);
  if (pass.run.abort !== undefined) return;
  if (result.includes('@remove()') || result === '@empty()') {
    pass.entries.length = position;
    dropEdits(pass, element);
    if (result !== '@empty()') return removeElement(pass, level, element, name);
    pass.edits.push({
      dataSet: level.dataSet,
      tag: element.tag,
      element: emptyElement(level.dataSet, { tag: element.tag, vr: 'SQ' }),
    });
    return record(pass, level, element, name, 'emptied', element);
  }
  if (!isEntered && holdsAnything(element)) note(pass, 'ctp.unscriptedSequence');
  if (!isEntered) return record(pass, level, element, name, 'kept');
  const entry: CtpEntry = {
    path,
    tag: element.tag,
    vr: element.vr,
    rule: name,
    outcome: 'entered',
    original: undefined,
  };
  pass.entries.splice(position, 0, entry);
}

/** Items that go need no edits. */
function dropEdits(pass: Pass, element: Element): void {
  if (element.kind !== 'sequence') return;
  const items = new Set<DataSet>(element.items);
  const kept = pass.edits.filter(({ dataSet }) => !items.has(dataSet));
  pass.edits.splice(0, pass.edits.length, ...kept);
}

function applyRule(pass: Pass, level: Level, element: Element, rule: ElementRule): void {
  if (element.kind === 'sequence') return applyToSequence(pass, level, element, rule);
  const result = evaluate(
    rule.expression,
    sceneOf(pass, level, element.tag, () => undefined),
  );
  if (pass.run.abort !== undefined) return;
  if (result.includes('@remove()')) return removeElement(pass, level, element, `ctp:${rule.line}`);
  writeResult(pass, level, element, `ctp:${rule.line}`, result);
}

/** CTP streams what is behind the pixels: there a script can remove and do nothing else. */
function treatBehindPixels(pass: Pass, level: Level, element: Element, rule: ElementRule | undefined): void {
  const isDropped = element.tag >= digitalSignatures;
  if (isDropped || rule?.code.startsWith('@remove()') === true)
    return removeElement(pass, level, element, rule === undefined ? 'ctp:behindPixels' : `ctp:${rule.line}`);
  if (rule !== undefined) note(pass, 'ctp.scriptIgnored');
  record(pass, level, element, rule === undefined ? 'ctp:untouched' : `ctp:${rule.line}`, 'kept');
}

/** Pixels stream past, so that no rule can treat them. */
function keepPixels(pass: Pass, level: Level, element: Element, rule: ElementRule | undefined): void {
  if (rule !== undefined) note(pass, 'ctp.scriptIgnored');
  record(pass, level, element, 'ctp:untouched', 'kept');
}

function treatElement(pass: Pass, level: Level, element: Element, rule: ElementRule | undefined): void {
  const { tag } = element;
  pass.path = level.prefix + formatTag(tag);
  if (isPixelDataTag(tag)) return keepPixels(pass, level, element, rule);
  if (isGroupLengthTag(tag)) return removeElement(pass, level, element, 'ctp:groupLength');
  if (tag === trailingPadding || tag === digitalSignatures)
    return removeElement(pass, level, element, 'ctp:behindPixels');
  const removal = groupRemoval(pass.script, tag, rule !== undefined);
  if (removal !== undefined) return removeElement(pass, level, element, removal);
  if (level.parent === undefined && tag > pixelData && level.dataSet.has(pixelData))
    return treatBehindPixels(pass, level, element, rule);
  if (rule !== undefined) return applyRule(pass, level, element, rule);
  if (holdsAnything(element)) note(pass, 'ctp.unscriptedSequence');
  if (pass.script.removesCurves && tag >>> 24 === 0x50) note(pass, 'ctp.curvesKept');
  record(pass, level, element, 'ctp:untouched', 'kept');
}

function treatElements(pass: Pass, level: Level): void {
  const rules = rulesIn(pass, level.dataSet);
  for (const element of level.dataSet.elements) {
    if (pass.run.abort !== undefined) return;
    if (element.tag === methodCodeSequence && rules.has(methodCodeSequence) && level.parent === undefined)
      continue;
    if (element.tag >>> 16 !== 0x0002) treatElement(pass, level, element, rules.get(element.tag));
  }
}

function insertMethodCodes(pass: Pass, level: Level, rule: ElementRule): void {
  const { dataSet } = level;
  const existing = dataSet.get(methodCodeSequence);
  pass.path = level.prefix + formatTag(methodCodeSequence);
  const name = `ctp:${rule.line}`;
  const result = evaluate(
    rule.expression,
    sceneOf(pass, level, methodCodeSequence, () => undefined),
  );
  if (pass.run.abort !== undefined) return;
  if (existing !== undefined && result.includes('@remove()'))
    return removeElement(pass, level, existing, name);
  if (/@(?:remove|keep)\(\)/.test(result)) return;
  const items = result === '@empty()' ? [] : methodCodeItems(dataSet, result);
  const element = {
    kind: 'sequence',
    tag: methodCodeSequence,
    vr: 'SQ',
    items,
    undefinedLength: false,
  } as const;
  pass.edits.push({ dataSet, tag: methodCodeSequence, element });
  record(pass, level, element, name, existing === undefined ? 'added' : 'replaced', existing);
}

/** A private element that is not there goes to the block of its creator; without one, it is not inserted. */
function insertionTag(dataSet: DataSet, { target }: ElementRule): Tag | undefined {
  return target.kind === 'tag' ? target.tag : privateTagIn(dataSet, target);
}

function insert(pass: Pass, level: Level, rule: ElementRule): void {
  const { dataSet } = level;
  const tag = insertionTag(dataSet, rule);
  if (tag === undefined || dataSet.has(tag) || tag >>> 16 === 0x0002) return;
  pass.path = level.prefix + formatTag(tag);
  const name = `ctp:${rule.line}`;
  if (vrOf(tag) === 'SQ') {
    if (rule.code.trim() !== '@always()@require()') return;
    pass.edits.push({ dataSet, tag, element: emptyElement(dataSet, { tag, vr: 'SQ' }) });
    return record(pass, level, { tag, vr: 'SQ' }, name, 'added');
  }
  const result = evaluate(
    rule.expression,
    sceneOf(pass, level, tag, () => undefined),
  );
  if (pass.run.abort !== undefined || result.includes('@remove()') || result === '@keep()') return;
  const text = result === '@empty()' ? '' : (blanksOf(result) ?? result);
  const element = writtenElement(dataSet, tag, undefined, text);
  if (element === undefined) return note(pass, 'ctp.writeRefused');
  pass.edits.push({ dataSet, tag, element });
  record(pass, level, element, name, 'added');
}

function insertElements(pass: Pass, level: Level): void {
  for (const rule of indexOf(pass.script).inserting) {
    if (pass.run.abort !== undefined) return;
    const isMethodCodes = rule.target.kind === 'tag' && rule.target.tag === methodCodeSequence;
    if (isMethodCodes) insertMethodCodes(pass, level, rule);
    else insert(pass, level, rule);
  }
}

/** ISO_IR 100 where the object says nothing; and a word when the script takes away what the texts need. */
function treatCharacterSet(pass: Pass, { dataSet, prefix, parent }: Level): void {
  const isEdited = pass.edits.some((edit) => edit.dataSet === dataSet && edit.tag === specificCharacterSet);
  if (!dataSet.has(specificCharacterSet) && !isEdited) {
    const element = writtenElement(dataSet, specificCharacterSet, 'CS', 'ISO_IR 100');
    pass.edits.push({ dataSet, tag: specificCharacterSet, element });
    record(
      pass,
      { dataSet, prefix, parent },
      { tag: specificCharacterSet, vr: 'CS' },
      'ctp:characterSet',
      'added',
    );
  }
  const removed = pass.edits.find(
    (edit) => edit.tag === specificCharacterSet && edit.dataSet === dataSet && edit.element === undefined,
  );
  const term = firstText(dataSet, specificCharacterSet) ?? '';
  pass.path = formatTag(specificCharacterSet);
  if (removed !== undefined && !['', 'ISO_IR 6', 'ISO_IR 100'].includes(term))
    note(pass, 'ctp.characterSetRemoved');
}

/**
 * Runs a script over an object, with the results of CTP. Everything is read from the object as it came; it is changed
 * in place at the end, when the script passes it. Group 0002 is left alone. The script must have passed `lintScript`.
 */
export function anonymize(script: CtpScript, dataSet: DataSet, sources: CtpSources): CtpResult {
  const findings = new Map<string, CtpFinding>();
  const run: Run = {
    script,
    sources,
    root: dataSet,
    wanted: [],
    abort: undefined,
    note: (code) => {
      note(pass, code);
    },
  };
  const pass: Pass = {
    run,
    script,
    edits: [],
    entries: [],
    findings,
    rules: indexOf(script).byTag,
    path: '',
  };
  const level: Level = { dataSet, parent: undefined, prefix: '' };
  insertElements(pass, level);
  treatElements(pass, level);
  if (run.abort !== undefined) return { ...run.abort, path: pass.path };
  if (run.wanted.length > 0) return { kind: 'needsIntegers', wanted: run.wanted };
  treatCharacterSet(pass, level);
  for (const { dataSet: edited, tag, element } of pass.edits) {
    if (element === undefined) edited.delete(tag);
    else edited.set(element);
  }
  return { kind: 'anonymized', entries: pass.entries, findings: [...findings.values()] };
}
