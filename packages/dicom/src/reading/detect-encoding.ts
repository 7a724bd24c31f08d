import { attributeOf } from '../dictionary/dictionary.ts';
import { vrFromCodes } from '../dictionary/value-representations.ts';
import type { Encoding } from '../encoding.ts';
import {
  isCapital,
  isDelimiter,
  readTag,
  readUint16,
  readUint32,
  undefinedLength,
} from './element-header.ts';

/**
 * Whether the element at `at` is written with explicit VR, given what the context promises. A promise is believed
 * unless the bytes cannot keep it: promised explicit without a VR, or promised implicit where the VR letters would
 * be a length that passes `hardEnd`, or are those of the dictionary. 8 bytes must be there.
 */
export function looksExplicit(bytes: Uint8Array, at: number, promised: Encoding, hardEnd: number): boolean {
  const vr = vrFromCodes(bytes[at + 4] as number, bytes[at + 5] as number);
  if (promised.explicitVr) {
    if (vr !== undefined || isDelimiter(readTag(bytes, at, promised.littleEndian))) return true;
    if (isCapital(bytes[at + 4] as number) && isCapital(bytes[at + 5] as number)) return true;
    const length = readUint32(bytes, at + 4, promised.littleEndian);
    return length !== undefinedLength && at + 8 + length > hardEnd;
  }
  if (vr === undefined) return false;
  // As a length, the letters of the very VR that the dictionary gives would make this element 16 KiB or more.
  if (attributeOf(readTag(bytes, at, promised.littleEndian))?.vrs.includes(vr.vr)) return true;
  return at + 8 + readUint32(bytes, at + 4, promised.littleEndian) > hardEnd;
}

/** The encoding the first element is written in, when it cannot be the one promised; 8 bytes must be there. */
export function detectEncoding(bytes: Uint8Array, at: number, promised: Encoding, end: number): Encoding {
  const hasVr = vrFromCodes(bytes[at + 4] as number, bytes[at + 5] as number) !== undefined;
  const swapsGroup =
    readUint16(bytes, at, promised.littleEndian) > 0x00ff &&
    readUint16(bytes, at, !promised.littleEndian) < 0x0030;
  if (swapsGroup) return { explicitVr: hasVr, littleEndian: !promised.littleEndian };
  const explicitVr = looksExplicit(bytes, at, promised, end);
  return explicitVr === promised.explicitVr ? promised : { explicitVr, littleEndian: promised.littleEndian };
}
