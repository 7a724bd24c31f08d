import type { DataSet, Tag } from '@pesscara/dicom';

/** Below this many bytes, building the text here is faster than the call into the runtime. */
const shortBytes = 24;

/** Bytes as text, one character a byte: for VRs of the default repertoire, and for searching. */
export function latin1Of(bytes: Uint8Array): string {
  if (bytes.length > shortBytes) {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  }
  let text = '';
  for (let at = 0; at < bytes.length; at += 1) text += String.fromCharCode(bytes[at] as number);
  return text;
}

/** ASCII text as a DICOM value: padded to even length (PS3.5 6.2). Characters beyond Latin-1 must not occur. */
export function paddedAscii(text: string, padding: 0x20 | 0x00 = 0x20): Uint8Array {
  const bytes = new Uint8Array(text.length + (text.length & 1));
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  if (text.length & 1) bytes[text.length] = padding;
  return bytes;
}

/** The text without the spaces and NULs that pad it at either end. */
export function trimPadding(text: string): string {
  let start = 0;
  let end = text.length;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end -= 1;
  while (start < end && text.charCodeAt(start) <= 0x20) start += 1;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

/** The value of an attribute of the default repertoire (UI, CS, DA, …) without padding; '' when absent. */
export function plainText(dataSet: DataSet, tag: Tag): string {
  const element = dataSet.get(tag);
  return element?.kind === 'value' ? trimPadding(latin1Of(element.bytes)) : '';
}
