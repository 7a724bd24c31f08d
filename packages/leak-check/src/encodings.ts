import { type CharacterSet, characterSetOf } from '@pesscara/dicom';

/** How the characters of a form lie in bytes: what stands before and after it is read the same way. */
export type CodeUnits = 'bytes' | 'utf-16le' | 'utf-16be';

export interface EncodedForm {
  readonly bytes: Uint8Array;
  readonly units: CodeUnits;
}

const asciiOnly = /^[\x00-\x7f]*$/;
const latin1Only = /^[\x00-\xff]*$/;

/** The multi-byte character sets of PS3.3 C.12.1.1.2 that a name of Japan, Korea or China may be in; others are the object's own. */
const eastAsian: readonly (readonly string[])[] = [
  ['', 'ISO 2022 IR 87'],
  ['', 'ISO 2022 IR 159'],
  ['ISO 2022 IR 13', 'ISO 2022 IR 87'],
  ['', 'ISO 2022 IR 149'],
  ['', 'ISO 2022 IR 58'],
  ['GB18030'],
  ['GBK'],
];
const eastAsianLetters = /[\u1100-\u11ff\u2e80-\uffdc]/;

function utf16(text: string): EncodedForm[] {
  const little = Buffer.from(text, 'utf16le');
  return [
    { bytes: little, units: 'utf-16le' },
    { bytes: Buffer.from(little).swap16(), units: 'utf-16be' },
  ];
}

/** Code extensions begin with an escape sequence and end by restoring the state: neither need stand next to the text (PS3.5 6.1.2.5). */
function withoutEscapes(bytes: Uint8Array): Uint8Array {
  let start = 0;
  let end = bytes.length;
  if (bytes[0] === 0x1b) start = bytes[1] === 0x24 && bytes[2] !== 0x42 && bytes[2] !== 0x40 ? 4 : 3;
  if (end - start > 3 && bytes[end - 3] === 0x1b) end -= 3;
  return bytes.subarray(start, end);
}

/** The bytes of a text in every encoding that an object may hold it in; `own` is the object's Specific Character Set. */
export function encodedForms(text: string, own: CharacterSet | undefined): EncodedForm[] {
  const forms: EncodedForm[] = [{ bytes: Buffer.from(text, 'utf8'), units: 'bytes' }, ...utf16(text)];
  if (asciiOnly.test(text)) return forms;
  if (latin1Only.test(text)) forms.push({ bytes: Buffer.from(text, 'latin1'), units: 'bytes' });
  const sets = own === undefined ? [] : [own];
  if (eastAsianLetters.test(text)) sets.push(...eastAsian.map((terms) => characterSetOf(terms)));
  for (const set of sets) {
    const bytes = set.encode(text);
    if (bytes !== undefined) forms.push({ bytes: withoutEscapes(bytes), units: 'bytes' });
  }
  return forms;
}

/**
 * The characters that base64 of a text has for sure, wherever its bytes begin within a group of three, in both alphabets
 * (RFC 4648 4 and 5). Their case counts.
 */
export function base64Forms(bytes: Uint8Array): Uint8Array[] {
  const forms = [0, 1, 2].map((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    const code = padded.toString('base64').replaceAll('=', '');
    return code.slice(Math.ceil((before * 8) / 6), Math.floor((padded.length * 8) / 6));
  });
  const urls = forms
    .filter((form) => /[+/]/.test(form))
    .map((form) => form.replaceAll('+', '-').replaceAll('/', '_'));
  return [...forms, ...urls].map((form) => Buffer.from(form));
}
