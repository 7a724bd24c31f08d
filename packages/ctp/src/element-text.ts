import {
  characterSetIn,
  type DataSet,
  decodeTextValues,
  effectiveVr,
  type Tag,
  textValues,
} from '@pesscara/dicom';

/** A 32-bit number as Java writes it: as short as it can be told from its neighbours, with a fraction. */
function javaFloat(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  let text = String(value);
  for (let digits = 1; digits <= 9; digits += 1) {
    text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) break;
  }
  return javaDouble(text);
}

function javaDouble(text: string): string {
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/**
 * The text that scripts see: values joined by backslashes, padding taken away except of ages, numbers in decimal.
 * Undefined when the element is absent; empty for sequences and bytes.
 */
export function elementText(dataSet: DataSet, tag: Tag): string | undefined {
  const element = dataSet.get(tag);
  if (element === undefined) return undefined;
  if (element.kind !== 'value') return '';
  const vr = effectiveVr(element);
  if (vr === 'AS')
    return (
      decodeTextValues(element.bytes, 'LT', characterSetIn(dataSet)).join('') + agePadding(element.bytes)
    );
  const values = textValues(dataSet, tag);
  if (vr === 'FL') return values.map((value) => javaFloat(Number(value))).join('\\');
  if (vr === 'FD') return values.map(javaDouble).join('\\');
  return values.join('\\');
}

/** CTP does not trim ages, so that blanks behind one are part of it. */
function agePadding(bytes: Uint8Array): string {
  let length = 0;
  while (length < bytes.length && bytes[bytes.length - 1 - length] === 0x20) length += 1;
  return ' '.repeat(length);
}
