import {
  characterSetIn,
  type DataSet,
  type Element,
  effectiveVr,
  propertiesOfVr,
  type Vr,
} from '@pesscara/dicom';
import { isTimeOfDay, shiftDate, shiftDateTime } from './cleaning/date-shift.ts';
import { type DescriptorCleaner, foldText } from './cleaning/descriptor-cleaning.ts';
import type { ElementRule } from './element-rules.ts';
import { latin1Of, paddedAscii, trimPadding } from './latin1.ts';

/** What changing values needs to know of the subject, and where it notes what a person should look at. */
export interface ValueContext {
  readonly dateShiftDays: number;
  readonly ageCapYears: number | null;
  /** Upper-case words that no cleaned text may keep. */
  readonly identifiers: ReadonlySet<string>;
  readonly cleaner: DescriptorCleaner;
  mapUid(uid: string): string;
  note(
    code: 'words-dropped' | 'date-unreadable' | 'age-unreadable' | 'uid-malformed' | 'value-undefined',
    tag: number,
  ): void;
}

const timezoneOffsetFromUtc = 0x00080201;
const reasonForTheAttributeModification = 0x04000565;

/** What stands in for a value of a VR (action D); other VRs get zero bytes. */
export const dummyTexts: Readonly<Partial<Record<Vr, string>>> = {
  AE: 'ANON',
  AS: '000D',
  CS: 'ANON',
  DA: '19000101',
  DS: '0',
  DT: '19000101000000',
  IS: '0',
  LO: 'REMOVED',
  LT: 'REMOVED',
  PN: 'REMOVED',
  SH: 'REMOVED',
  ST: 'REMOVED',
  TM: '000000',
  UC: 'REMOVED',
  UR: 'REMOVED',
  UT: 'REMOVED',
};

function valueElement(element: Element, vr: Vr, bytes: Uint8Array): Element {
  const littleEndian = element.kind === 'value' ? element.littleEndian : true;
  return { kind: 'value', tag: element.tag, vr, bytes, littleEndian };
}

/** An element with a text of ASCII characters in place of its value. */
export function withAscii(element: Element, vr: Vr, text: string): Element {
  return valueElement(element, vr, paddedAscii(text, propertiesOfVr(vr).paddingByte));
}

/** Zero length, or a sequence without items. */
export function emptied(element: Element): Element {
  if (element.kind === 'sequence') return { ...sequenceShape(element), items: [] };
  return valueElement(element, effectiveVr(element), new Uint8Array(0));
}

function sequenceShape(element: Element & { kind: 'sequence' }) {
  const { kind, tag, vr, undefinedLength } = element;
  return { kind, tag, vr, undefinedLength };
}

/** The sequence with other items. */
export function withItems(element: Element & { kind: 'sequence' }, items: readonly DataSet[]): Element {
  return { ...sequenceShape(element), items };
}

/** A value of the VR that says nothing, of non-zero length (PS3.15 E.1.1, action D). */
export function dummyOf(element: Element, context: ValueContext): Element {
  const vr = effectiveVr(element);
  if (vr === 'UI') return mappedUids(element, context);
  if (element.tag === reasonForTheAttributeModification) return withAscii(element, vr, 'COERCE');
  const text = dummyTexts[vr];
  if (text !== undefined) return withAscii(element, vr, text);
  return valueElement(element, vr, new Uint8Array(Math.max(2, propertiesOfVr(vr).wordBytes)));
}

/** Every value of a UI attribute replaced by the keyed map; the same element when nothing changed. */
export function mappedUids(element: Element, context: ValueContext): Element {
  if (element.kind !== 'value' || element.bytes.length === 0) return element;
  const text = trimPadding(latin1Of(element.bytes));
  const mapped = text.includes('\\') ? text.split('\\').map(context.mapUid).join('\\') : context.mapUid(text);
  if (mapped === text) return element;
  if (!/^[0-9.\\ \0]*$/.test(text)) context.note('uid-malformed', element.tag);
  return withAscii(element, 'UI', mapped);
}

function shiftedValues(
  text: string,
  days: number,
  shift: (value: string, days: number) => string | undefined,
) {
  if (!text.includes('\\')) return shift(text, days);
  const values = text.split('\\').map((value) => shift(value, days));
  return values.every((value) => value !== undefined) ? values.join('\\') : undefined;
}

/** The temporal text after the shift; undefined when it cannot be read. */
function shiftedText(tag: number, vr: Vr, text: string, days: number): string | undefined {
  if (vr === 'DA') return shiftedValues(text, days, shiftDate);
  if (vr === 'DT') return shiftedValues(text, days, shiftDateTime);
  // Whole days move, so a time of day stays; it only has to be one.
  if (vr === 'TM') return text.split('\\').every(isTimeOfDay) ? text : undefined;
  return tag === timezoneOffsetFromUtc && /^([+-]\d{4})?$/.test(text) ? text : undefined;
}

function shifted(element: Element, vr: Vr, rule: ElementRule, context: ValueContext): Element | undefined {
  if (element.kind !== 'value') return byFallback(element, rule, context);
  const text = trimPadding(latin1Of(element.bytes));
  if (text === '') return element;
  const result = shiftedText(element.tag, vr, text, context.dateShiftDays);
  if (result === undefined) {
    context.note('date-unreadable', element.tag);
    return byFallback(element, rule, context);
  }
  return result === text ? element : withAscii(element, vr, result);
}

/** What cannot be cleaned goes the way the Basic Profile sends it. */
function byFallback(element: Element, { fallback }: ElementRule, context: ValueContext): Element | undefined {
  if (fallback === 'X') return undefined;
  return fallback === 'D' ? dummyOf(element, context) : emptied(element);
}

function isAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte > 0x7e || byte === 0x1b) return false;
  return true;
}

/** Words outside the dictionary taken out of every value (PS3.15 E.3.5); the same element when all may stay. */
export function cleanedText(
  element: Element,
  dataSet: DataSet,
  rule: ElementRule,
  context: ValueContext,
): Element | undefined {
  const vr = effectiveVr(element);
  if (element.kind !== 'value' || !propertiesOfVr(vr).text) return byFallback(element, rule, context);
  const { bytes } = element;
  const text = isAscii(bytes) ? latin1Of(bytes) : characterSetIn(dataSet).decode(bytes);
  const values = propertiesOfVr(vr).multiValued ? text.split('\\') : [text];
  let droppedWords = 0;
  const cleaned = values.map((value) => {
    const result = context.cleaner.clean(trimPadding(value), context.identifiers);
    droppedWords += result.droppedWords;
    return result.text;
  });
  if (droppedWords === 0) return element;
  context.note('words-dropped', element.tag);
  const joined = cleaned.join('\\');
  if (!/[^\\]/.test(joined)) return rule.type === 1 ? dummyOf(element, context) : emptied(element);
  const encoded = characterSetIn(dataSet).encode(joined);
  if (encoded === undefined) return withAscii(element, vr, foldText(joined).replace(/[^\x20-\x7e]/g, ''));
  return valueElement(element, vr, padded(encoded, propertiesOfVr(vr).paddingByte));
}

function padded(bytes: Uint8Array, padding: number): Uint8Array {
  if (bytes.length % 2 === 0) return bytes;
  const even = new Uint8Array(bytes.length + 1).fill(padding);
  even.set(bytes);
  return even;
}

/** Action C on a value: dates move, texts lose words, and what is neither falls back to the Basic Profile. */
export function cleaned(
  element: Element,
  dataSet: DataSet,
  rule: ElementRule,
  context: ValueContext,
): Element | undefined {
  const vr = effectiveVr(element);
  if (vr === 'DA' || vr === 'DT' || vr === 'TM' || element.tag === timezoneOffsetFromUtc) {
    return shifted(element, vr, rule, context);
  }
  return cleanedText(element, dataSet, rule, context);
}

const yearsPerUnit: Record<string, number> = { D: 1 / 365.25, W: 7 / 365.25, M: 1 / 12, Y: 1 };

/** Ages over the cap become one year more than it (HIPAA: "90 or older"); undefined when the text is no age. */
function cappedAge(text: string, capYears: number | null): string | undefined {
  const match = /^(\d{1,3})([DWMY])$/.exec(text);
  if (!match) return undefined;
  const years = Number(match[1]) * (yearsPerUnit[match[2] ?? 'Y'] ?? 1);
  // 89 years and 11 months is 89; only 90 and more are capped.
  return capYears === null || years < capYears + 1 ? text : `${String(capYears + 1).padStart(3, '0')}Y`;
}

/** Patient characteristics that have defined terms (PS3.3 C.7.1.1, C.7.2.2): anything else there may be anything. */
const definedTerms: ReadonlyMap<number, ReadonlySet<string>> = new Map([
  [0x00100040, new Set(['M', 'F', 'O'])],
  [0x001021a0, new Set(['YES', 'NO', 'UNKNOWN'])],
  [0x00102203, new Set(['ALTERED', 'UNALTERED'])],
]);

/** Action K on a value. */
export function kept(element: Element, rule: ElementRule, context: ValueContext): Element | undefined {
  const terms = definedTerms.get(element.tag);
  const isAge = effectiveVr(element) === 'AS';
  if (element.kind !== 'value' || !(isAge || terms !== undefined)) return element;
  const text = trimPadding(latin1Of(element.bytes));
  if (text === '') return element;
  if (terms !== undefined) {
    if (terms.has(text.toUpperCase())) return element;
    context.note('value-undefined', element.tag);
    return byFallback(element, rule, context);
  }
  const capped = cappedAge(text, context.ageCapYears);
  if (capped === text) return element;
  if (capped !== undefined) return withAscii(element, 'AS', capped);
  context.note('age-unreadable', element.tag);
  return byFallback(element, { ...rule, fallback: rule.fallback === 'D' ? 'D' : 'Z' }, context);
}

/** What an action leaves of a value: the same element, another one, or undefined when it goes. */
export function appliedTo(
  element: Element,
  dataSet: DataSet,
  rule: ElementRule,
  context: ValueContext,
): Element | undefined {
  switch (rule.action) {
    case 'X':
      return undefined;
    case 'Z':
      return element.kind === 'value' && element.bytes.length === 0 ? element : emptied(element);
    case 'D':
      return dummyOf(element, context);
    case 'U':
      return mappedUids(element, context);
    case 'C':
      return cleaned(element, dataSet, rule, context);
    case 'K':
      return kept(element, rule, context);
  }
}
