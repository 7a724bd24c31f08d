import {
  type DataSet,
  type Element,
  effectiveVr,
  isPixelDataTag,
  isPrivateCreatorTag,
  parseUnknownAsSequence,
  privateCreatorOf,
  privateCreatorTagOf,
  propertiesOfVr,
  type SequenceElement,
} from '@pesscara/dicom';
import type { ActionTrail, Outcome } from './action-report.ts';
import { type OptionCode, option, tableRuleName } from './actions/confidentiality-profile.ts';
import {
  isOddGroup,
  isPrivateValue,
  isSafePrivate,
  safePrivateRuleName,
} from './cleaning/private-elements.ts';
import {
  conceptActionOf,
  isCodeTag,
  isPublicCode,
  structuredContentRuleName,
} from './cleaning/structured-content.ts';
import {
  type ElementRule,
  fixedRule,
  overlayByBitmap,
  type RuleLookup,
  type RuleTable,
} from './element-rules.ts';
import {
  appliedTo,
  cleanedText,
  dummyOf,
  emptied,
  type ValueContext,
  withAscii,
  withItems,
} from './element-values.ts';
import type { FindingCode } from './findings.ts';
import { latin1Of, trimPadding } from './latin1.ts';
import type { ChangedElements } from './originals/originals.ts';
import { cleanedOverlayElement } from './overlay-graphics.ts';
import type { AppliedOverride, OverrideTable } from './profile/overrides.ts';
import { listedDisposition, privateListRuleName } from './profile/private-lists.ts';
import { perFrameFunctionalGroups, type Scope } from './profile/scope.ts';

/** What one pass over a data set works with. */
export interface Pass {
  readonly rules: RuleTable;
  readonly overrides: OverrideTable;
  readonly options: ReadonlySet<OptionCode>;
  /** Published lists may keep private elements: the profile names one, and 113111 is in force. */
  readonly usesPrivateLists: boolean;
  /** Names of private blocks that were met, whatever became of them. */
  readonly privateCreators: Set<string>;
  readonly values: ValueContext;
  readonly trail: ActionTrail;
  readonly changed: ChangedElements;
  /** At the top level, these replace the patient's name and ID. */
  readonly subjectCode: string;
  find(code: FindingCode, path: string): void;
  /** Says that the object cannot be de-identified. The walk goes on, and its result is thrown away. */
  refuse(reason: string): void;
}

/**
 * How texts that no rule names are treated inside a sequence: left alone, cleaned word by word, replaced except for
 * public codes, or replaced throughout. Inner sequences are treated at least as strictly.
 */
type TextMode = 'keep' | 'clean' | 'replace' | 'replace-codes';

const strictness: Record<TextMode, number> = { keep: 0, clean: 1, replace: 2, 'replace-codes': 3 };

interface Place {
  readonly dataSet: DataSet;
  readonly scope: Scope;
  readonly mode: TextMode;
  /** Content items are judged by their concept names (Table E.3.4-1). */
  readonly isStructured: boolean;
  /** Below a private sequence that a list keeps: nothing stays that the list does not name. */
  readonly isListed?: boolean;
  /** The concept of this content item is kept, so its UID is, which Table E.1-1 alone would map. */
  readonly keepsUid?: boolean;
  /** What goes, in the order of the walk: taken out in one go, which costs a tenth of one by one. */
  readonly removed: Element[];
}

const patientName = 0x00100010;
const patientId = 0x00100020;
const contentSequence = 0x0040a730;
/** The value of a content item of type UIDREF. */
const contentUid = 0x0040a124;
const graphicAnnotationSequence = 0x00700001;
/** The text of a text object, which must have one (PS3.3 C.10.5). */
const unformattedTextValue = 0x00700006;

const freeTextVrs: ReadonlySet<string> = new Set(['LO', 'SH', 'LT', 'ST', 'UT', 'UC', 'UR', 'AE']);
const bulkVrs: ReadonlySet<string> = new Set(['OB', 'OW', 'OF', 'OD', 'OL', 'OV']);
const keptUidRule = fixedRule('K', `${structuredContentRuleName}:K`, 'UI');
const subjectRule = fixedRule('D', 'subject-code');
const unreadableRule = fixedRule('X', 'sequence-unreadable');
const notListedRule = fixedRule('X', `${privateListRuleName}:not-listed`);
const privateRemovalRule = fixedRule('X', `${tableRuleName}:X`);

function stricterOf(one: TextMode, other: TextMode): TextMode {
  return strictness[one] >= strictness[other] ? one : other;
}

function recordChange(
  pass: Pass,
  { scope }: Place,
  element: Element,
  rule: ElementRule,
  outcome: Outcome,
): void {
  pass.trail.record(scope, element, rule.action, rule.rule, outcome);
  pass.changed.keep(scope, element);
}

function remove(pass: Pass, place: Place, element: Element, rule: ElementRule): void {
  recordChange(pass, place, element, rule, 'removed');
  place.removed.push(element);
}

/** Puts what became of an element in its place. `after` is the same object when nothing changed. */
function settle(
  pass: Pass,
  place: Place,
  before: Element,
  after: Element | undefined,
  rule: ElementRule,
): void {
  if (after === undefined) return remove(pass, place, before, rule);
  if (after === before) {
    if (!rule.isSilent) pass.trail.record(place.scope, before, rule.action, rule.rule, 'kept');
    return;
  }
  const isEmpty =
    after.kind === 'value' ? after.bytes.length === 0 : after.kind === 'sequence' && after.items.length === 0;
  recordChange(pass, place, before, rule, isEmpty ? 'emptied' : 'replaced');
  place.dataSet.set(after);
}

function ruleOfOverride({ action, index }: AppliedOverride): ElementRule {
  return fixedRule(typeof action === 'string' ? action : 'D', `override:${index}`);
}

function setByOverride(pass: Pass, place: Place, element: Element, text: string, rule: ElementRule): void {
  const vr = effectiveVr(element);
  const isText = element.kind === 'value' && propertiesOfVr(vr).text;
  settle(pass, place, element, isText ? withAscii(element, vr, text) : undefined, rule);
}

/** What a published list that the profile names says of a private element; undefined when that is nothing. */
function listedRule({ options, usesPrivateLists }: Pass, element: Element, { dataSet, scope }: Place) {
  if (!usesPrivateLists) return undefined;
  const disposition = listedDisposition(element, dataSet, scope);
  if (disposition === 'keep') return fixedRule('K', privateListRuleName);
  const isDate = element.vr === 'DA' || element.vr === 'DT';
  if (disposition === 'uid' && element.vr === 'UI') {
    return fixedRule(options.has(option.retainUids) ? 'K' : 'U', privateListRuleName);
  }
  if (disposition !== 'date' || !isDate) return undefined;
  if (options.has(option.retainModifiedDates))
    return { ...fixedRule('C', privateListRuleName), fallback: 'X' as const };
  return options.has(option.retainFullDates) ? fixedRule('K', privateListRuleName) : undefined;
}

/** The rule for a private element: an override, the table of safe ones, a list, or removal. */
function privateRule(pass: Pass, place: Place, element: Element): ElementRule {
  const { dataSet, scope } = place;
  if (pass.overrides.hasPrivate && isPrivateValue(element.tag)) {
    const override = pass.overrides.overrideOf(dataSet, scope, element.tag);
    if (override !== undefined) return ruleOfOverride(override);
  }
  if (!pass.options.has(option.retainSafePrivate)) return privateRemovalRule;
  if (isSafePrivate(element, dataSet)) return fixedRule('K', `${safePrivateRuleName}:K`);
  return listedRule(pass, element, place) ?? privateRemovalRule;
}

/** The creators of the blocks in which something stays. */
function keptCreators(pass: Pass, place: Place): ReadonlySet<number> {
  const kept = new Set<number>();
  if (!pass.options.has(option.retainSafePrivate) && !pass.overrides.hasPrivate) return kept;
  for (const element of place.dataSet.elements) {
    const creatorTag = privateCreatorTagOf(element.tag);
    if (creatorTag !== undefined && privateRule(pass, place, element).action !== 'X') kept.add(creatorTag);
  }
  return kept;
}

const binaryNumberVrs: ReadonlySet<string> = new Set(['US', 'SS', 'UL', 'SL', 'FL', 'FD']);

/** A few small numbers and nothing else: no text that a person should read before it leaves. */
function isPlainNumber(element: Element): boolean {
  if (element.kind !== 'value' || element.bytes.length > 64) return false;
  if (binaryNumberVrs.has(element.vr)) return true;
  if (element.vr !== 'IS' && element.vr !== 'DS') return false;
  return /^[-+.\\ eE\d\0]{0,16}$/.test(Buffer.from(element.bytes).toString('latin1'));
}

/** Most creators noted of one object: real ones have a handful. */
const mostCreators = 256;

function noteCreator({ privateCreators }: Pass, element: Element): void {
  if (element.kind !== 'value' || element.bytes.length > 64 || privateCreators.size >= mostCreators) return;
  privateCreators.add(trimPadding(latin1Of(element.bytes)));
}

function walkPrivate(pass: Pass, place: Place, element: Element, creators: ReadonlySet<number>): void {
  if (isPrivateCreatorTag(element.tag)) noteCreator(pass, element);
  if (isPrivateCreatorTag(element.tag) && creators.has(element.tag)) return;
  const rule = privateRule(pass, place, element);
  if (rule.action === 'X') return remove(pass, place, element, rule);
  if (!isPlainNumber(element)) {
    if (rule.rule.startsWith('override')) pass.find('private-kept', place.scope.pathOf(element.tag));
    if (rule.rule === privateListRuleName) pass.find('private-listed', '');
  }
  const override = pass.overrides.overrideOf(place.dataSet, place.scope, element.tag);
  if (override !== undefined && typeof override.action === 'object') {
    return setByOverride(pass, place, element, override.action.set, rule);
  }
  walkByRule(pass, place, element, rule);
}

/** A value of VR UN, or of a VR that the dictionary contradicts, read as the sequence it is (PS3.5 6.2.2). */
function asSequence(element: Element, dataSet: DataSet): SequenceElement | undefined {
  if (element.kind === 'sequence') return element;
  if (element.kind !== 'value') return undefined;
  const items = element.bytes.length === 0 ? [] : parseUnknownAsSequence(element.bytes);
  if (items === undefined) return undefined;
  for (const item of items) item.parent = dataSet;
  return { kind: 'sequence', tag: element.tag, vr: 'SQ', items, undefinedLength: false };
}

/** What a sequence's own action asks of the texts inside. */
function modeInside({ tag }: Element, { action }: ElementRule): TextMode {
  if (action === 'C') return 'clean';
  if (action !== 'D') return 'keep';
  return tag === contentSequence || tag === graphicAnnotationSequence ? 'replace' : 'replace-codes';
}

function walkSequence(
  pass: Pass,
  place: Place,
  original: Element,
  sequence: SequenceElement,
  rule: ElementRule,
): void {
  if (rule.action === 'X') return remove(pass, place, original, rule);
  if (rule.action === 'Z') {
    const isEmpty = sequence.items.length === 0 && original === sequence;
    return settle(pass, place, original, isEmpty ? original : emptied(sequence), rule);
  }
  if (!rule.isSilent) pass.trail.record(place.scope, sequence, rule.action, rule.rule, 'entered');
  const mode = stricterOf(place.mode, modeInside(sequence, rule));
  const isStructured =
    place.isStructured ||
    (rule.action === 'C' && pass.options.has(option.cleanStructuredContent) && mode === 'clean');
  const creator = isOddGroup(sequence.tag) ? privateCreatorOf(place.dataSet, sequence.tag) : undefined;
  const isListed = place.isListed === true || rule.rule === privateListRuleName;
  const isPerFrame = sequence.tag === perFrameFunctionalGroups && place.scope.parent === undefined;
  const items = sequence.items.filter((dataSet, index) => {
    if (isPerFrame) pass.changed.enterFrame(index);
    const scope = place.scope.itemOf(sequence.tag, isPerFrame ? '*' : index, creator);
    return walkItem(pass, { dataSet, scope, mode, isStructured, isListed, removed: [] });
  });
  if (isPerFrame) pass.changed.enterFrame(undefined);
  if (items.length < sequence.items.length || original !== sequence) {
    place.dataSet.set(withItems(sequence, items));
  }
}

/** False when the item must go. */
function walkItem(pass: Pass, place: Place): boolean {
  const concept = place.isStructured ? conceptActionOf(place.dataSet, pass.options) : undefined;
  if (concept === 'X') {
    const removed = { ...fixedRule('X', `${structuredContentRuleName}:X`) };
    for (const element of place.dataSet.elements) recordChange(pass, place, element, removed, 'removed');
    return false;
  }
  const mode: TextMode = concept === 'D' ? 'replace' : concept === 'K' ? 'keep' : place.mode;
  // An unedited item would be copied as it stands, with whatever a lenient reader skipped between its elements.
  place.dataSet.markEdited();
  walkDataSet(pass, { ...place, mode, keepsUid: concept === 'K' });
  return true;
}

function isFreeText(element: Element, rule: ElementRule): boolean {
  return element.kind === 'value' && freeTextVrs.has(rule.vr ?? element.vr) && element.bytes.length > 0;
}

/** Text that no rule names, inside a sequence whose texts are cleaned or replaced. */
function walkUnnamedText(pass: Pass, place: Place, element: Element, rule: ElementRule): void {
  const { dataSet, mode } = place;
  if (isCodeTag(element.tag) && mode !== 'replace-codes' && isPublicCode(dataSet)) return;
  if (mode === 'clean') {
    const type = element.tag === unformattedTextValue ? 1 : rule.type;
    const inside = { ...rule, type, action: 'C', rule: 'inside-cleaned-sequence', isSilent: false } as const;
    return settle(pass, place, element, cleanedText(element, dataSet, inside, pass.values), inside);
  }
  const inside = { ...rule, action: 'D', rule: 'inside-replaced-sequence', isSilent: false } as const;
  settle(pass, place, element, dummyOf(element, pass.values), inside);
}

/** Values that stay unread must be of a kind that holds no text. */
function checkUnreadValue(pass: Pass, place: Place, element: Element, rule: ElementRule): void {
  if (isPixelDataTag(element.tag)) return;
  if (element.kind === 'fragments')
    return remove(pass, place, element, fixedRule('X', 'unexpected-fragments'));
  if (!bulkVrs.has(rule.vr ?? element.vr)) pass.refuse('a value that must be treated was not read');
}

function walkByRule(pass: Pass, place: Place, element: Element, rule: ElementRule): void {
  // Most elements of most objects: numbers and codes that nothing is asked of.
  if (rule.isSilent && place.mode === 'keep' && element.kind === 'value' && rule.vr !== 'SQ') return;
  const isSequence =
    element.kind === 'sequence' || rule.vr === 'SQ' || (element.vr === 'UN' && rule.vr === undefined);
  if (isSequence && rule.action !== 'X') {
    const sequence = asSequence(element, place.dataSet);
    if (sequence !== undefined) return walkSequence(pass, place, element, sequence, rule);
    if (rule.vr === 'SQ') {
      pass.find('sequence-unreadable', place.scope.pathOf(element.tag));
      return remove(pass, place, element, unreadableRule);
    }
  }
  if (rule.action === 'K' && element.kind !== 'value') return checkUnreadValue(pass, place, element, rule);
  if (place.mode !== 'keep' && rule.action === 'K' && isFreeText(element, rule)) {
    return walkUnnamedText(pass, place, element, rule);
  }
  if (rule.isSilent) return;
  settle(pass, place, element, appliedTo(element, place.dataSet, rule, pass.values), rule);
}

/** Overlays under Clean Graphics: what stays shows in the image, and a person looks at it. */
function walkOverlay(pass: Pass, place: Place, element: Element): void {
  const { after, rule } = cleanedOverlayElement(place.dataSet, element, pass.values);
  settle(pass, place, element, after, rule);
}

function walkElement(pass: Pass, place: Place, element: Element, rules: RuleLookup): void {
  const { dataSet, scope } = place;
  if (scope.sequenceTag === 0 && (element.tag === patientName || element.tag === patientId)) {
    const vr = element.tag === patientName ? 'PN' : 'LO';
    return settle(pass, place, element, withAscii(element, vr, pass.subjectCode), subjectRule);
  }
  const override = pass.overrides.overrideOf(dataSet, scope, element.tag);
  const tableRule = place.keepsUid && element.tag === contentUid ? keptUidRule : rules(element.tag);
  if (override === undefined) {
    const isUnlisted = place.isListed === true && listedDisposition(element, dataSet, scope) === undefined;
    if (isUnlisted) return remove(pass, place, element, notListedRule);
    if (tableRule.rule === overlayByBitmap) return walkOverlay(pass, place, element);
    return walkByRule(pass, place, element, tableRule);
  }
  const { vr } = tableRule;
  const rule: ElementRule = { ...ruleOfOverride(override), vr };
  if (typeof override.action === 'object')
    return setByOverride(pass, place, element, override.action.set, rule);
  walkByRule(pass, place, element, rule);
}

function removeWalked({ dataSet, removed }: Place): void {
  if (removed.length === 0) return;
  let next = 0;
  dataSet.deleteWhere((element) => {
    if (element !== removed[next]) return false;
    next += 1;
    return true;
  });
}

function walkDataSet(pass: Pass, place: Place): void {
  const rules = pass.rules.rulesIn(place.scope.sequenceTag);
  let creators: ReadonlySet<number> | undefined;
  for (const element of place.dataSet.elements) {
    if (isOddGroup(element.tag)) {
      creators ??= keptCreators(pass, place);
      walkPrivate(pass, place, element, creators);
    } else walkElement(pass, place, element, rules);
  }
  if (creators !== undefined && place.removed.some(({ tag }) => isPrivateValue(tag)))
    pass.find('private-removed', '');
  if (place.removed.some(({ tag }) => tag >>> 24 === 0x60)) pass.find('overlay-removed', '');
  removeWalked(place);
}

/** Treats every element of a data set at every depth, in place. */
export function walkHeader(pass: Pass, header: DataSet, root: Scope): void {
  walkDataSet(pass, { dataSet: header, scope: root, mode: 'keep', isStructured: false, removed: [] });
}
