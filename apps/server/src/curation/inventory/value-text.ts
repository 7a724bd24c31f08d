import { characterSetIn, decodeTextValues, effectiveVr, isVr } from '@pesscara/dicom';
import type { PlacedValue } from './value-paths.ts';

const textVrs: ReadonlySet<string> = new Set([
  'AE',
  'AS',
  'CS',
  'LO',
  'LT',
  'PN',
  'SH',
  'ST',
  'UC',
  'UR',
  'UT',
]);
const mayBeText: ReadonlySet<string> = new Set(['DS', 'IS', 'DA', 'DT', 'TM']);

/** The VR that a value is read by. */
export function vrOfValue({ element }: PlacedValue): string {
  return element.vr === 'UN' ? effectiveVr(element) : element.vr;
}

function holdsLetters(bytes: Uint8Array): boolean {
  return bytes.some((byte) => {
    const lower = byte | 0x20;
    return (lower >= 0x61 && lower <= 0x7a && lower !== 0x65) || byte >= 0x80;
  });
}

/** A value as text; null: a number, time, UID or bytes, whose values stand together in the inventory. */
export function textOfValue(value: PlacedValue): string | null {
  const { element, dataSet } = value;
  const vr = vrOfValue(value);
  const isText = textVrs.has(vr) || (mayBeText.has(vr) && holdsLetters(element.bytes));
  if (!isText || !isVr(vr)) return null;
  return decodeTextValues(element.bytes, vr, characterSetIn(dataSet)).join('\\');
}
