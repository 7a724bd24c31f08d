import { Inflate } from 'fflate';

/** What the upload page needs of a header to group files. It stays in this page's memory and is never stored. */
export interface LocalHeader {
  sopInstanceUid: string;
  studyInstanceUid: string;
  seriesInstanceUid: string;
  patientId: string;
  patientName: string;
  studyDate: string;
  studyDescription: string;
  modality: string;
  seriesDescription: string;
  seriesNumber: number | null;
}

export type HeaderReading =
  | { kind: 'dicom'; header: LocalHeader }
  /** The bytes end before the last wanted element. */
  | { kind: 'more' }
  | { kind: 'ignored'; reason: string };

const implicitLittle = '1.2.840.10008.1.2';
const explicitBig = '1.2.840.10008.1.2.2';
const deflated = '1.2.840.10008.1.2.1.99';
const dicomdirClass = '1.2.840.10008.1.3.10';
const undefinedLength = 0xffffffff;
const deepest = 16;
/** (0020,0011) SeriesNumber is the last element that is looked for; elements are in ascending order (PS3.5 7.1). */
const lastWanted = 0x00200011;
const wanted = new Set([
  0x00020010, 0x00080005, 0x00080016, 0x00080018, 0x00080020, 0x00080060, 0x00081030, 0x0008103e, 0x00100010,
  0x00100020, 0x0020000d, 0x0020000e, 0x00200011,
]);
/** VRs with a 32-bit length after two reserved bytes (PS3.5 7.1.2). */
const longVrs = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
/** Specific Character Set (PS3.3 C.12.1.1.2) → name for TextDecoder. */
const charsets: Record<string, string> = {
  'ISO_IR 100': 'iso-8859-1',
  'ISO_IR 101': 'iso-8859-2',
  'ISO_IR 109': 'iso-8859-3',
  'ISO_IR 110': 'iso-8859-4',
  'ISO_IR 144': 'iso-8859-5',
  'ISO_IR 127': 'iso-8859-6',
  'ISO_IR 126': 'iso-8859-7',
  'ISO_IR 138': 'iso-8859-8',
  'ISO_IR 148': 'iso-8859-9',
  'ISO_IR 13': 'shift_jis',
  'ISO_IR 166': 'windows-874',
  'ISO_IR 192': 'utf-8',
  GB18030: 'gb18030',
  GBK: 'gbk',
};

/** Thrown inside this file when the bytes run out. */
const outOfBytes = Symbol('out of bytes');

interface Cursor {
  view: DataView;
  at: number;
  little: boolean;
  explicit: boolean;
}
interface Element {
  tag: number;
  vr: string;
  length: number;
}

function need(cursor: Cursor, count: number): void {
  if (cursor.at + count > cursor.view.byteLength) throw outOfBytes;
}

function readTag(cursor: Cursor): number {
  need(cursor, 8);
  const group = cursor.view.getUint16(cursor.at, cursor.little);
  const element = cursor.view.getUint16(cursor.at + 2, cursor.little);
  cursor.at += 4;
  return group * 0x10000 + element;
}

function readLength(cursor: Cursor): number {
  const length = cursor.view.getUint32(cursor.at, cursor.little);
  cursor.at += 4;
  return length;
}

/** Reads tag, VR and length; the cursor then stands on the value. */
function readElement(cursor: Cursor): Element {
  const tag = readTag(cursor);
  // Items and delimiters have no VR in any encoding (PS3.5 7.5).
  if (!cursor.explicit || tag >>> 16 === 0xfffe) return { tag, vr: '', length: readLength(cursor) };
  const vr = String.fromCharCode(cursor.view.getUint8(cursor.at), cursor.view.getUint8(cursor.at + 1));
  if (longVrs.has(vr)) {
    need(cursor, 8);
    cursor.at += 4;
    return { tag, vr, length: readLength(cursor) };
  }
  const length = cursor.view.getUint16(cursor.at + 2, cursor.little);
  cursor.at += 4;
  return { tag, vr, length };
}

/** Moves past a value, walking through items where its length is not given. */
function skipValue(cursor: Cursor, element: Element, depth: number): void {
  if (element.length !== undefinedLength) {
    need(cursor, element.length);
    cursor.at += element.length;
    return;
  }
  if (depth > deepest) throw outOfBytes;
  for (;;) {
    const item = readElement(cursor);
    if (item.tag === 0xfffee0dd) return;
    if (item.length !== undefinedLength) {
      need(cursor, item.length);
      cursor.at += item.length;
      continue;
    }
    for (;;) {
      const inner = readElement(cursor);
      if (inner.tag === 0xfffee00d) break;
      skipValue(cursor, inner, depth + 1);
    }
  }
}

function textOf(cursor: Cursor, length: number, charset: string): string {
  const bytes = new Uint8Array(cursor.view.buffer, cursor.view.byteOffset + cursor.at, length);
  return new TextDecoder(charset)
    .decode(bytes)
    .replace(/[\0 ]+$/, '')
    .trim();
}

/** Reads the wanted elements up to `until`; what was read so far is kept when the bytes run out. */
function readValues(cursor: Cursor, until: number, values: Map<number, string>): 'end' | 'out-of-bytes' {
  let charset = 'iso-8859-1';
  try {
    for (;;) {
      if (cursor.at === cursor.view.byteLength) return 'end';
      const start = cursor.at;
      const element = readElement(cursor);
      if (element.tag > until) {
        cursor.at = start;
        return 'end';
      }
      if (wanted.has(element.tag) && element.length !== undefinedLength) {
        need(cursor, element.length);
        const text = textOf(cursor, element.length, charset);
        values.set(element.tag, text);
        if (element.tag === 0x00080005) charset = charsets[text.split('\\').at(-1)?.trim() ?? ''] ?? charset;
      }
      skipValue(cursor, element, 0);
    }
  } catch (error) {
    if (error === outOfBytes || error instanceof RangeError) return 'out-of-bytes';
    throw error;
  }
}

function inflatePrefix(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  const inflate = new Inflate((part) => parts.push(part));
  inflate.push(bytes, false);
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Where the data set begins and how it is encoded; null when the bytes are no DICOM object. */
function openDataSet(bytes: Uint8Array, values: Map<number, string>): Cursor | null | 'more' {
  const hasPreamble = bytes.length >= 132 && String.fromCharCode(...bytes.subarray(128, 132)) === 'DICM';
  if (hasPreamble) {
    const meta: Cursor = { view: viewOf(bytes), at: 132, little: true, explicit: true };
    if (readValues(meta, 0x0002ffff, values) === 'out-of-bytes') return 'more';
    const syntax = values.get(0x00020010) ?? '';
    if (syntax === deflated)
      return { view: viewOf(inflatePrefix(bytes.subarray(meta.at))), at: 0, little: true, explicit: true };
    return { ...meta, little: syntax !== explicitBig, explicit: syntax !== implicitLittle };
  }
  // Old files have no preamble: a data set begins in group 0008, and explicit VRs are two capital letters.
  if (bytes.length < 16) return null;
  const view = viewOf(bytes);
  const group = view.getUint16(0, true);
  if (group !== 0x0008 && group !== 0x0002) return null;
  const explicit = /^[A-Z]{2}$/.test(String.fromCharCode(view.getUint8(4), view.getUint8(5)));
  return { view, at: 0, little: true, explicit };
}

function headerOf(values: ReadonlyMap<number, string>): HeaderReading {
  const text = (tag: number) => values.get(tag) ?? '';
  if (text(0x00080016) === dicomdirClass)
    return { kind: 'ignored', reason: 'DICOMDIR: an index, not an image' };
  const [sop, study, series] = [text(0x00080018), text(0x0020000d), text(0x0020000e)];
  if (sop === '' || study === '' || series === '')
    return { kind: 'ignored', reason: 'DICOM without the UIDs of image, exam and series' };
  const number = Number.parseInt(text(0x00200011), 10);
  return {
    kind: 'dicom',
    header: {
      sopInstanceUid: sop,
      studyInstanceUid: study,
      seriesInstanceUid: series,
      patientId: text(0x00100020),
      patientName: text(0x00100010),
      studyDate: text(0x00080020),
      studyDescription: text(0x00081030),
      modality: text(0x00080060),
      seriesDescription: text(0x0008103e),
      seriesNumber: Number.isNaN(number) ? null : number,
    },
  };
}

/**
 * Reads what the page needs from the beginning of a file. `complete`: these are all bytes of the file.
 * Hostile bytes cost no more than the given ones: nothing is allocated by a length that the file claims.
 */
export function readHeader(bytes: Uint8Array, complete: boolean): HeaderReading {
  const values = new Map<number, string>();
  const cursor = openDataSet(bytes, values);
  if (cursor === 'more')
    return complete ? { kind: 'ignored', reason: 'the file is cut off' } : { kind: 'more' };
  if (cursor === null) return { kind: 'ignored', reason: 'not DICOM' };
  const end = readValues(cursor, lastWanted, values);
  if (end === 'out-of-bytes' && !complete && !values.has(lastWanted)) return { kind: 'more' };
  return headerOf(values);
}
