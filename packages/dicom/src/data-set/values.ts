import { type AttributeRef, vrOf } from '../dictionary/dictionary.ts';
import { isPrivateCreatorTag, isPrivateTag, type Tag } from '../dictionary/tags.ts';
import { isVr, propertiesOfVr, type Vr } from '../dictionary/value-representations.ts';
import { decodeLatin1 } from './character-repertoires.ts';
import { type CharacterSet, characterSetIn } from './character-sets.ts';
import type { DataSet, Element, ValueElement } from './data-set.ts';

/** The VR to interpret a value with: the dictionary's for public elements that arrived as UN (PS3.5 6.2.2). */
export function effectiveVr(element: Element): Vr {
  return element.vr !== 'UN' && isVr(element.vr) ? element.vr : vrOf(element.tag);
}

function valueOf(dataSet: DataSet, attribute: AttributeRef): ValueElement | undefined {
  const element = dataSet.get(attribute);
  return element?.kind === 'value' ? element : undefined;
}

/**
 * The values as text: decoded by the character set in force, separated at backslashes where the VR is multi-valued,
 * padding removed; numbers of binary VRs in decimal. Empty when the attribute is absent, empty, or has no text form.
 */
export function textValues(dataSet: DataSet, attribute: AttributeRef): string[] {
  const element = valueOf(dataSet, attribute);
  if (!element || element.bytes.length === 0) return [];
  const vr = effectiveVr(element);
  if (!propertiesOfVr(vr).text) return numbersOf(element, vr).map(String);
  return decodeTextValues(element.bytes, vr, characterSetIn(dataSet));
}

/** Decodes a value of a text VR and separates it. */
export function decodeTextValues(bytes: Uint8Array, vr: Vr, characterSet: CharacterSet): string[] {
  const properties = propertiesOfVr(vr);
  const text = properties.characterSetApplies ? characterSet.decode(bytes) : decodeLatin1(bytes);
  if (!properties.multiValued) return [text.replace(/[\0 ]+$/, '')];
  return text.split('\\').map((value) => value.replace(/^[\0 ]+|[\0 ]+$/g, ''));
}

/** The first value as text; undefined when absent or empty. */
export function firstText(dataSet: DataSet, attribute: AttributeRef): string | undefined {
  return textValues(dataSet, attribute)[0] || undefined;
}

/**
 * The values as numbers: DS and IS parsed, binary VRs by byte order, AT as tags. 64-bit integers lose precision past
 * 2^53 (see bigintValues). Values that are no number are NaN, so that positions stay; empty when absent.
 */
export function numberValues(dataSet: DataSet, attribute: AttributeRef): number[] {
  const element = valueOf(dataSet, attribute);
  if (!element || element.bytes.length === 0) return [];
  const vr = effectiveVr(element);
  if (!propertiesOfVr(vr).text) return numbersOf(element, vr).map(Number);
  return decodeLatin1(element.bytes).split('\\').map(parseNumber);
}

function parseNumber(text: string): number {
  const trimmed = text.replace(/[\0 ]+$/, '').trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed) ? Number(trimmed) : Number.NaN;
}

/** The first value as a number; undefined when absent or not a number. */
export function firstNumber(dataSet: DataSet, attribute: AttributeRef): number | undefined {
  const [first] = numberValues(dataSet, attribute);
  return first === undefined || Number.isNaN(first) ? undefined : first;
}

/** The values of SV and UV exactly; those of other integer VRs too. */
export function bigintValues(dataSet: DataSet, attribute: AttributeRef): bigint[] {
  const element = valueOf(dataSet, attribute);
  if (!element) return [];
  return bigintsOf(element, effectiveVr(element));
}

/** The integers of a binary VR exactly. */
export function bigintsOf(element: ValueElement, vr: Vr): bigint[] {
  return numbersOf(element, vr)
    .filter((value) => typeof value === 'bigint' || Number.isInteger(value))
    .map(BigInt);
}

type NumberReader = (view: DataView, at: number, littleEndian: boolean) => number | bigint;

const numberReaders: Partial<Record<Vr, NumberReader>> = {
  US: (view, at, littleEndian) => view.getUint16(at, littleEndian),
  SS: (view, at, littleEndian) => view.getInt16(at, littleEndian),
  UL: (view, at, littleEndian) => view.getUint32(at, littleEndian),
  SL: (view, at, littleEndian) => view.getInt32(at, littleEndian),
  FL: (view, at, littleEndian) => view.getFloat32(at, littleEndian),
  FD: (view, at, littleEndian) => view.getFloat64(at, littleEndian),
  UV: (view, at, littleEndian) => view.getBigUint64(at, littleEndian),
  SV: (view, at, littleEndian) => view.getBigInt64(at, littleEndian),
};

/** The numbers of a binary VR; none for byte strings. A trailing part of a word is left out. */
export function numbersOf({ bytes, littleEndian }: ValueElement, vr: Vr): (number | bigint)[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (vr === 'AT') {
    const tags: Tag[] = [];
    for (let at = 0; at + 4 <= bytes.length; at += 4) {
      tags.push(((view.getUint16(at, littleEndian) << 16) | view.getUint16(at + 2, littleEndian)) >>> 0);
    }
    return tags;
  }
  const read = numberReaders[vr];
  if (!read) return [];
  const { wordBytes } = propertiesOfVr(vr);
  const numbers: (number | bigint)[] = [];
  for (let at = 0; at + wordBytes <= bytes.length; at += wordBytes)
    numbers.push(read(view, at, littleEndian));
  return numbers;
}

/** The items of a sequence; none when the attribute is absent or no sequence. */
export function sequenceItems(dataSet: DataSet, attribute: AttributeRef): readonly DataSet[] {
  const element = dataSet.get(attribute);
  return element?.kind === 'sequence' ? element.items : [];
}

/** The tag that reserves the block of a private element: (gggg,00bb) for (gggg,bbee) (PS3.5 7.8.1). */
export function privateCreatorTagOf(tag: Tag): Tag | undefined {
  if (!isPrivateTag(tag) || isPrivateCreatorTag(tag)) return undefined;
  const block = (tag >>> 8) & 0xff;
  return block >= 0x10 ? (((tag >>> 16) << 16) | block) >>> 0 : undefined;
}

/** The private creator of an element's block; undefined for public elements and blocks nobody reserved. */
export function privateCreatorOf(dataSet: DataSet, tag: Tag): string | undefined {
  const creatorTag = privateCreatorTagOf(tag);
  return creatorTag === undefined ? undefined : firstText(dataSet, creatorTag);
}
