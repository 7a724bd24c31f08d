import { type Tag, type Vr, vrProperties } from '../src/index.ts';

/** Hand-made encodings for tests: what a writer of ours would never produce included. */
export function concat(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

export function ascii(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

function numbers(littleEndian: boolean, ...fields: [byteLength: 2 | 4, value: number][]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((sum, [byteLength]) => sum + byteLength, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [byteLength, value] of fields) {
    if (byteLength === 2) view.setUint16(at, value, littleEndian);
    else view.setUint32(at, value, littleEndian);
    at += byteLength;
  }
  return bytes;
}

export const undefinedLength = 0xffffffff;

export function implicitElement(tag: Tag, value: Uint8Array, length = value.length): Uint8Array {
  return concat(numbers(true, [2, tag >>> 16], [2, tag & 0xffff], [4, length]), value);
}

export function explicitElement(
  tag: Tag,
  vr: Vr,
  value: Uint8Array,
  { length = value.length, littleEndian = true } = {},
): Uint8Array {
  const head = numbers(littleEndian, [2, tag >>> 16], [2, tag & 0xffff]);
  const tail = vrProperties[vr].longLength
    ? numbers(littleEndian, [2, 0], [4, length])
    : numbers(littleEndian, [2, length]);
  return concat(head, ascii(vr), tail, value);
}

export function item(content: Uint8Array, length = content.length): Uint8Array {
  return implicitElement(0xfffee000, content, length);
}

export const itemEnd = implicitElement(0xfffee00d, new Uint8Array(0));
export const sequenceEnd = implicitElement(0xfffee0dd, new Uint8Array(0));

/** `depth` sequences in one another, each of one item. */
export function nested(depth: number): Uint8Array {
  const opening = concat(
    explicitElement(0x00081140, 'SQ', new Uint8Array(0), { length: undefinedLength }),
    item(new Uint8Array(0), undefinedLength),
  );
  const closing = concat(itemEnd, sequenceEnd);
  const parts = [...Array<Uint8Array>(depth).fill(opening), ...Array<Uint8Array>(depth).fill(closing)];
  return new Uint8Array(Buffer.concat(parts));
}
