import { type AttributeRef, resolveTag } from '../dictionary/dictionary.ts';
import { formatTag } from '../dictionary/tags.ts';
import { type Vr, vrProperties } from '../dictionary/value-representations.ts';
import { characterSetIn } from './character-sets.ts';
import { DataSet } from './data-set.ts';

/** Puts bytes as they are, padded to even length as the VR demands (PS3.5 6.2). */
export function setBytes(dataSet: DataSet, attribute: AttributeRef, vr: Vr, bytes: Uint8Array): void {
  const tag = resolveTag(attribute);
  const { littleEndian } = dataSet.encoding;
  dataSet.set({ kind: 'value', tag, vr, bytes: padded(bytes, vrProperties[vr].paddingByte), littleEndian });
}

function padded(bytes: Uint8Array, paddingByte: number): Uint8Array {
  if (bytes.length % 2 === 0) return bytes;
  const even = new Uint8Array(bytes.length + 1);
  even.set(bytes);
  even[bytes.length] = paddingByte;
  return even;
}

/**
 * Puts text, several values joined by backslashes, in the character set in force. Throws RangeError when that cannot
 * express the text: set (0008,0005) first, or ask `characterSetIn(dataSet).encode`.
 */
export function setText(
  dataSet: DataSet,
  attribute: AttributeRef,
  vr: Vr,
  values: string | readonly string[],
): void {
  const text = typeof values === 'string' ? values : values.join('\\');
  const bytes = vrProperties[vr].characterSetApplies
    ? characterSetIn(dataSet).encode(text)
    : encodeAscii(text);
  if (!bytes) {
    const name = formatTag(resolveTag(attribute));
    throw new RangeError(`The text for ${name} has characters outside the character set of its data set`);
  }
  setBytes(dataSet, attribute, vr, bytes);
}

function encodeAscii(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) return undefined;
    bytes[at] = code;
  }
  return bytes;
}

/** Puts one or more UIDs (PS3.5 9.1); no check of their form. */
export function setUid(dataSet: DataSet, attribute: AttributeRef, uids: string | readonly string[]): void {
  setText(dataSet, attribute, 'UI', uids);
}

/** Puts a zero-length value, or a sequence without items. */
export function setEmpty(dataSet: DataSet, attribute: AttributeRef, vr: Vr): void {
  if (vr === 'SQ') setSequence(dataSet, attribute, []);
  else setBytes(dataSet, attribute, vr, new Uint8Array(0));
}

type NumberWriter = (view: DataView, at: number, value: number | bigint, littleEndian: boolean) => void;

const numberWriters: Partial<Record<Vr, NumberWriter>> = {
  US: (view, at, value, littleEndian) => view.setUint16(at, Number(value), littleEndian),
  SS: (view, at, value, littleEndian) => view.setInt16(at, Number(value), littleEndian),
  UL: (view, at, value, littleEndian) => view.setUint32(at, Number(value), littleEndian),
  SL: (view, at, value, littleEndian) => view.setInt32(at, Number(value), littleEndian),
  FL: (view, at, value, littleEndian) => view.setFloat32(at, Number(value), littleEndian),
  FD: (view, at, value, littleEndian) => view.setFloat64(at, Number(value), littleEndian),
  UV: (view, at, value, littleEndian) => view.setBigUint64(at, BigInt(value), littleEndian),
  SV: (view, at, value, littleEndian) => view.setBigInt64(at, BigInt(value), littleEndian),
};

/** Puts numbers: binary in the data set's byte order, AT from tags, DS and IS as text. */
export function setNumbers(
  dataSet: DataSet,
  attribute: AttributeRef,
  vr: Vr,
  numbers: number | bigint | readonly (number | bigint)[],
): void {
  const list = typeof numbers === 'object' ? numbers : [numbers];
  if (vr === 'IS')
    return setText(
      dataSet,
      attribute,
      vr,
      list.map((value) => BigInt(value).toString()),
    );
  if (vr === 'DS')
    return setText(
      dataSet,
      attribute,
      vr,
      list.map((value) => formatDecimalString(Number(value))),
    );
  setBytes(dataSet, attribute, vr, encodeNumbers(vr, list, dataSet.encoding.littleEndian));
}

function encodeNumbers(vr: Vr, numbers: readonly (number | bigint)[], littleEndian: boolean): Uint8Array {
  const write = vr === 'AT' ? writeTag : numberWriters[vr];
  if (!write) throw new RangeError(`${vr} does not hold numbers`);
  const wordBytes = vr === 'AT' ? 4 : vrProperties[vr].wordBytes;
  const bytes = new Uint8Array(numbers.length * wordBytes);
  const view = new DataView(bytes.buffer);
  numbers.forEach((value, index) => write(view, index * wordBytes, value, littleEndian));
  return bytes;
}

function writeTag(view: DataView, at: number, value: number | bigint, littleEndian: boolean): void {
  const tag = Number(value);
  view.setUint16(at, tag >>> 16, littleEndian);
  view.setUint16(at + 2, tag & 0xffff, littleEndian);
}

/** A number in the at most 16 characters of DS, as precisely as they allow (PS3.5 6.2). */
export function formatDecimalString(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError('DS holds finite numbers only');
  const text = String(value);
  if (text.length <= 16) return text;
  for (let precision = 16; precision > 0; precision--) {
    const shorter = String(Number(value.toPrecision(precision)));
    if (shorter.length <= 16) return shorter;
  }
  return value.toExponential(8);
}

/** Puts a sequence. Items made for it become part of the data set: they inherit its character set. */
export function setSequence(
  dataSet: DataSet,
  attribute: AttributeRef,
  items: readonly DataSet[],
  { undefinedLength = false } = {},
): void {
  for (const item of items) item.parent ??= dataSet;
  dataSet.set({ kind: 'sequence', tag: resolveTag(attribute), vr: 'SQ', items, undefinedLength });
}

/** A new item for a sequence of the data set, in its encoding and under its character set. */
export function createItem(parent: DataSet, { undefinedLength = false } = {}): DataSet {
  return new DataSet({ encoding: parent.encoding, parent, undefinedLength });
}
