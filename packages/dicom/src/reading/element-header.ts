import { vrOf } from '../dictionary/dictionary.ts';
import { type Tag, wellKnownTags } from '../dictionary/tags.ts';
import { vrFromCodes } from '../dictionary/value-representations.ts';

/** The 32-bit length that means "until the delimiter" (PS3.5 7.1.1). */
export const undefinedLength = 0xffffffff;

/** What stands before a value. One object is reused for every element of a reader: copy what you keep. */
export type ElementHeader = {
  tag: Tag;
  vr: string;
  valueStart: number;
  length: number;
  /** The header had no VR field although the encoding has one. */
  implicitInExplicit: boolean;
  unknownVr: boolean;
};

export function createElementHeader(): ElementHeader {
  return { tag: 0, vr: 'UN', valueStart: 0, length: 0, implicitInExplicit: false, unknownVr: false };
}

export function readUint16(bytes: Uint8Array, at: number, littleEndian: boolean): number {
  const first = bytes[at] as number;
  const second = bytes[at + 1] as number;
  return littleEndian ? first | (second << 8) : (first << 8) | second;
}

export function readUint32(bytes: Uint8Array, at: number, littleEndian: boolean): number {
  const low = readUint16(bytes, littleEndian ? at : at + 2, littleEndian);
  const high = readUint16(bytes, littleEndian ? at + 2 : at, littleEndian);
  return (high * 0x10000 + low) >>> 0;
}

export function readTag(bytes: Uint8Array, at: number, littleEndian: boolean): Tag {
  const group = readUint16(bytes, at, littleEndian);
  return ((group << 16) | readUint16(bytes, at + 2, littleEndian)) >>> 0;
}

/** Reads an implicit VR header (PS3.5 7.1.3); 8 bytes must be there. */
export function readImplicitHeader(
  header: ElementHeader,
  bytes: Uint8Array,
  at: number,
  littleEndian: boolean,
  signedPixels: boolean,
): void {
  header.tag = readTag(bytes, at, littleEndian);
  header.vr = vrOf(header.tag, signedPixels);
  header.length = readUint32(bytes, at + 4, littleEndian);
  header.valueStart = at + 8;
  header.implicitInExplicit = false;
  header.unknownVr = false;
}

/**
 * Reads an explicit VR header (PS3.5 7.1.2); `available` is where the bytes end for now, at least 8 after `at`.
 * 'more' when a 32-bit length lies beyond; 'bad-vr' when the two VR bytes are not capital letters.
 */
export function readExplicitHeader(
  header: ElementHeader,
  bytes: Uint8Array,
  at: number,
  littleEndian: boolean,
  available: number,
): 'read' | 'more' | 'bad-vr' {
  const first = bytes[at + 4] as number;
  const second = bytes[at + 5] as number;
  const entry = vrFromCodes(first, second);
  header.tag = readTag(bytes, at, littleEndian);
  header.implicitInExplicit = false;
  header.unknownVr = entry === undefined;
  if (entry === undefined) {
    if (!isCapital(first) || !isCapital(second)) return 'bad-vr';
    header.vr = String.fromCharCode(first, second);
    // PS3.5 6.2 gives every VR to come the long form, but some devices invent short ones: the reserved bytes tell.
    if (bytes[at + 6] !== 0 || bytes[at + 7] !== 0) return readShortLength(header, bytes, at, littleEndian);
  } else {
    header.vr = entry.vr;
    if (!entry.longLength) return readShortLength(header, bytes, at, littleEndian);
  }
  if (at + 12 > available) return 'more';
  header.length = readUint32(bytes, at + 8, littleEndian);
  header.valueStart = at + 12;
  return 'read';
}

function readShortLength(
  header: ElementHeader,
  bytes: Uint8Array,
  at: number,
  littleEndian: boolean,
): 'read' {
  header.length = readUint16(bytes, at + 6, littleEndian);
  header.valueStart = at + 8;
  return 'read';
}

export function isCapital(code: number): boolean {
  return code >= 65 && code <= 90;
}

/** Items and delimiters have no VR field in any encoding (PS3.5 7.5). */
export function isDelimiter(tag: Tag): boolean {
  return (
    tag === wellKnownTags.item ||
    tag === wellKnownTags.itemDelimitation ||
    tag === wellKnownTags.sequenceDelimitation
  );
}
