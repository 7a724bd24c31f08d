import { deflateRawSync } from 'node:zlib';
import {
  buildFileMeta,
  createItem,
  type DataSet,
  setBytes,
  setNumbers,
  setSequence,
  setText,
} from '@pesscara/dicom';
import { centres, makeSeries, type PhantomInstance, patients } from '@pesscara/phantom';
import { changed } from '../../../apps/server/test/kit/objects.ts';

/** What should become of an object, by whatever door it comes. */
export type Fate = 'stored' | 'held' | 'refused';

/** An object with something wrong, to be sent as a file or as a bare data set. */
export interface BadObject {
  name: string;
  fate: Fate;
  sopClassUid: string;
  sopInstanceUid: string;
  transferSyntaxUid: string;
  dataSet: Uint8Array;
  /** Stands where 128 zeros usually do. */
  preamble?: Uint8Array;
}

export const patient = patients.quillfeather;
export const centre = centres.northgate;
const deflated = '1.2.840.10008.1.2.1.99';
let made = 0;

function whole(): PhantomInstance {
  const [instance] = makeSeries({
    kind: 't1',
    slices: 1,
    size: 64,
    seriesNumber: 1000 + made++,
    patient,
    centre,
  });
  return instance as PhantomInstance;
}

function edited(name: string, fate: Fate, change: (dataSet: DataSet) => void): BadObject {
  return { name, fate, ...changed(whole(), change) };
}

/** An object whose bytes are changed after they were written well. */
function spoilt(name: string, fate: Fate, spoil: (dataSet: Buffer) => Uint8Array): BadObject {
  const instance = whole();
  return { name, fate, ...instance, dataSet: spoil(Buffer.from(instance.dataSet)) };
}

/** The object as a file (PS3.10 7). */
export function fileOf(object: Omit<BadObject, 'name' | 'fate'>): Buffer {
  const meta = buildFileMeta({
    mediaStorageSopClassUid: object.sopClassUid,
    mediaStorageSopInstanceUid: object.sopInstanceUid,
    transferSyntaxUid: object.transferSyntaxUid,
  });
  const file = Buffer.concat([meta, object.dataSet]);
  if (object.preamble !== undefined) file.set(object.preamble.subarray(0, 128));
  return file;
}

/** Where an element in explicit VR begins: group, element, VR. */
function elementAt(dataSet: Buffer, group: number, element: number, vr: string): number {
  const head = Buffer.alloc(6);
  head.writeUInt16LE(group, 0);
  head.writeUInt16LE(element, 2);
  head.write(vr, 4, 'latin1');
  const at = dataSet.indexOf(head);
  if (at < 0) throw new Error(`There is no such ${vr} element`);
  return at;
}

const patientName = (dataSet: Buffer) => elementAt(dataSet, 0x0010, 0x0010, 'PN');
const pixelData = (dataSet: Buffer) => elementAt(dataSet, 0x7fe0, 0x0010, 'OW');

function overwritten(dataSet: Buffer, at: number, bytes: string | Uint8Array): Buffer {
  dataSet.set(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes, at);
  return dataSet;
}

function inserted(dataSet: Buffer, at: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([dataSet.subarray(0, at), bytes, dataSet.subarray(at)]);
}

export function truncated(): BadObject[] {
  return [
    spoilt('ends behind a tag', 'held', (bytes) => bytes.subarray(0, patientName(bytes) + 4)),
    spoilt('ends inside a value', 'held', (bytes) => bytes.subarray(0, patientName(bytes) + 14)),
    spoilt('ends inside the header of its pixels', 'held', (bytes) =>
      bytes.subarray(0, pixelData(bytes) + 9),
    ),
    spoilt('ends before its pixels begin', 'refused', (bytes) => bytes.subarray(0, pixelData(bytes) + 12)),
    spoilt('ends in the middle of its pixels', 'refused', (bytes) =>
      bytes.subarray(0, pixelData(bytes) + 2000),
    ),
    spoilt('lacks its last byte', 'refused', (bytes) => bytes.subarray(0, -1)),
  ];
}

export function wronglyTyped(): BadObject[] {
  const shared = `${patient.name} ${patient.patientId} ${centre.institutionName}`;
  return [
    spoilt('calls a short number OB', 'held', (bytes) =>
      overwritten(bytes, elementAt(bytes, 0x0028, 0x0010, 'US') + 4, 'OB'),
    ),
    spoilt('calls a text a sequence', 'held', (bytes) =>
      overwritten(bytes, elementAt(bytes, 0x0010, 0x0020, 'LO') + 4, 'SQ'),
    ),
    edited('has names in numbers, dates and codes', 'stored', (dataSet) => {
      for (const keyword of ['StudyDate', 'PatientBirthDate', 'SeriesDate'] as const)
        setText(dataSet, keyword, 'LO', patient.name);
      for (const keyword of ['SeriesNumber', 'InstanceNumber', 'EchoTime', 'PixelSpacing'] as const)
        setText(dataSet, keyword, 'LO', shared);
      for (const keyword of ['ScanningSequence', 'SequenceVariant', 'ImageType'] as const)
        setText(dataSet, keyword, 'LO', shared);
    }),
    edited('has the patient in bytes, and bytes in texts', 'stored', (dataSet) => {
      setBytes(dataSet, 'PatientName', 'OB', Buffer.from(patient.name));
      setBytes(dataSet, 'PatientAddress', 'OW', Buffer.from(patient.address.padEnd(64)));
      setBytes(dataSet, 'SeriesDescription', 'LO', Buffer.of(0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0, 0x80, 0x41));
      setText(dataSet, 'ProtocolName', 'LO', 'a\0b\x1b$)C\x07');
      setText(dataSet, 'StudyDescription', 'LO', 'x'.repeat(9000));
    }),
    edited('has no rows, and no size that a number could hold', 'stored', (dataSet) => {
      setText(dataSet, 'Rows', 'LO', 'many');
      setNumbers(dataSet, 'Columns', 'UL', 4_294_967_295);
      setText(dataSet, 'NumberOfFrames', 'IS', '99999999999');
      setText(dataSet, 'SeriesNumber', 'IS', '1e999');
    }),
  ];
}

/** Texts in places that a file has for UIDs, and that are kept as they are. No association could be made for them. */
export function wronglyNamed(): BadObject[] {
  const { transferSyntaxUid: _replaced, ...other } = edited('', 'stored', () => undefined);
  return [
    edited('names a class that is none', 'held', (dataSet) =>
      setText(dataSet, 'SOPClassUID', 'UI', patient.name),
    ),
    edited('names a class with a NUL', 'held', (dataSet) =>
      setText(dataSet, 'SOPClassUID', 'UI', '1.2.840\0.10008'),
    ),
    { ...other, name: 'names a transfer syntax that is none', transferSyntaxUid: patient.name },
  ];
}

export function wronglyMeasured(): BadObject[] {
  const length = (count: 2 | 4, value: number) => {
    const bytes = Buffer.alloc(count);
    bytes.writeUIntLE(value, 0, count);
    return bytes;
  };
  const sequence = (itemBytes: number, sequenceBytes: number) =>
    Buffer.concat([
      Buffer.from('4000750253510000', 'hex'), // (0040,0275) Request Attributes Sequence
      length(4, sequenceBytes),
      Buffer.from('feff00e0', 'hex'),
      length(4, itemBytes),
    ]);
  return [
    spoilt('has a text longer than the file', 'held', (bytes) =>
      overwritten(bytes, patientName(bytes) + 6, length(2, 0xfffe)),
    ),
    spoilt('has pixels of four gigabytes, it says', 'refused', (bytes) =>
      overwritten(bytes, pixelData(bytes) + 8, length(4, 0xfffffffe)),
    ),
    spoilt('has a sequence longer than the file', 'held', (bytes) =>
      inserted(bytes, pixelData(bytes), sequence(8, 0x10000000)),
    ),
    spoilt('has an item longer than its sequence', 'held', (bytes) =>
      inserted(bytes, pixelData(bytes), sequence(0xfffffff0, 8)),
    ),
    // What is missing at the end is closed there, as toolkits do. The pixels are in the item then, and not an image's.
    spoilt('has an item without end', 'stored', (bytes) =>
      inserted(bytes, pixelData(bytes), sequence(0xffffffff, 0xffffffff)),
    ),
    spoilt('has a text without end', 'held', (bytes) =>
      inserted(bytes, pixelData(bytes), Buffer.from('40000021' + '55540000' + 'ffffffff', 'hex')),
    ),
    spoilt('has a bulk value of four gigabytes, it says', 'held', (bytes) =>
      inserted(bytes, pixelData(bytes), Buffer.from('42001100' + '4f420000' + 'feffffff', 'hex')),
    ),
  ];
}

function nest(dataSet: DataSet, depth: number): DataSet {
  let item = createItem(dataSet);
  setText(item, 'PatientName', 'PN', patient.name);
  for (let level = 1; level < depth; level++) {
    const outer = createItem(dataSet);
    setSequence(outer, 'ContentSequence', [item], { undefinedLength: level % 2 === 0 });
    item = outer;
  }
  return item;
}

// By hand: what writes data sets calls itself for each level, and refuses to go so deep.
function openLevels(depth: number): Buffer {
  const level = Buffer.from('400030a7' + '53510000' + 'ffffffff' + 'feff00e0' + 'ffffffff', 'hex');
  const close = Buffer.from('feff0de000000000' + 'feffdde000000000', 'hex');
  return Buffer.concat([...Array<Buffer>(depth).fill(level), ...Array<Buffer>(depth).fill(close)]);
}

/** A private sequence with so many items of so many elements of two bytes. */
function crowd(itemCount: number, elementsEach: number): Buffer {
  const creator = Buffer.from('09001000' + '4c4f0400' + '54455354', 'hex');
  const elements = Array.from({ length: elementsEach }, (_, index) => {
    const element = Buffer.from('09000110' + '53530200' + '3031', 'hex');
    element.writeUInt16LE(0x1000 + (index % 0x100), 2);
    return element;
  });
  const body = Buffer.concat([creator, ...elements]);
  const head = Buffer.from('feff00e000000000', 'hex');
  head.writeUInt32LE(body.length, 4);
  const sequence = Buffer.from('09002010' + '53510000' + '00000000', 'hex');
  sequence.writeUInt32LE(itemCount * (8 + body.length), 8);
  const items = Array<Buffer>(itemCount).fill(Buffer.concat([head, body]));
  return Buffer.concat([creator, sequence, ...items]);
}

export function deepAndWide(): BadObject[] {
  const deep = (depth: number, fate: Fate) =>
    edited(`is nested ${depth} deep`, fate, (dataSet) =>
      setSequence(dataSet, 'ContentSequence', [nest(dataSet, depth)]),
    );
  const behindPatient = (name: string, fate: Fate, more: Buffer) =>
    spoilt(name, fate, (bytes) => inserted(bytes, pixelData(bytes), more));
  const crowded = (name: string, fate: Fate, more: Buffer) =>
    spoilt(name, fate, (bytes) => inserted(bytes, elementAt(bytes, 0x0010, 0x0010, 'PN'), more));
  return [
    deep(31, 'stored'),
    deep(40, 'held'),
    behindPatient('is nested 5000 deep', 'held', openLevels(5000)),
    behindPatient('is nested 500,000 deep', 'held', openLevels(500_000)),
    crowded('has 1,000,000 elements', 'stored', crowd(4000, 249)),
    crowded('has more elements than are counted', 'held', crowd(8400, 249)),
    crowded('has 100,001 items', 'held', crowd(100_001, 1)),
  ];
}

/** Encapsulated pixels of fragments that their item headers describe. */
function inFragments(name: string, fate: Fate, fragments: Buffer): BadObject {
  const object = spoilt(name, fate, (bytes) =>
    Buffer.concat([
      bytes.subarray(0, pixelData(bytes)),
      Buffer.from('e07f1000' + '4f420000' + 'ffffffff', 'hex'),
      fragments,
    ]),
  );
  return { ...object, transferSyntaxUid: '1.2.840.10008.1.2.5' };
}

export function wronglyPacked(): BadObject[] {
  const packed = (name: string, pack: (dataSet: Buffer) => Uint8Array, fate: Fate = 'refused') => ({
    ...spoilt(name, fate, pack),
    transferSyntaxUid: deflated,
  });
  const withZeros = (bytes: Buffer, zeroBytes: number) => {
    const at = pixelData(bytes);
    const value = Buffer.alloc(12 + zeroBytes);
    value.set(bytes.subarray(at, at + 8));
    value.writeUInt32LE(zeroBytes, 8);
    return deflateRawSync(Buffer.concat([bytes.subarray(0, at), value]), { level: 9 });
  };
  const emptyFragment = Buffer.from('feff00e000000000', 'hex');
  return [
    packed('inflates to 100 MB', (bytes) => withZeros(bytes, 100e6)),
    packed('inflates to 400 MB', (bytes) => withZeros(bytes, 400e6)),
    packed(
      'inflates to a header without end',
      (bytes) => {
        const at = pixelData(bytes);
        const head = Buffer.from('42001100' + '4f420000' + '00c2eb0b', 'hex');
        return deflateRawSync(Buffer.concat([bytes.subarray(0, at), head, Buffer.alloc(200e6)]));
      },
      'held',
    ),
    packed('says that it is deflated and is not', (bytes) => bytes, 'held'),
    packed('is deflated and ends early', (bytes) => deflateRawSync(bytes).subarray(0, -200)),
    inFragments('has 1,000,001 fragments', 'refused', Buffer.alloc(8 * 1_000_002, emptyFragment)),
    inFragments(
      'has a fragment of four gigabytes, it says',
      'refused',
      Buffer.from('feff00e0feffffff', 'hex'),
    ),
    inFragments('has something else among its fragments', 'refused', Buffer.alloc(64, 'Q')),
  ];
}

/** Files that are something else as well, to whoever looks at their first bytes. */
export function polyglots(): BadObject[] {
  const also = (name: string, preamble: string | Buffer): BadObject => ({
    name: `is ${name} too`,
    fate: 'stored',
    ...whole(),
    preamble: Buffer.from(preamble),
  });
  return [
    also('a TIFF', Buffer.concat([Buffer.from('II*\0\x08\0\0\0', 'latin1'), Buffer.from(patient.name)])),
    also('a Windows program', `MZ\x90\0${patient.name}`),
    also('a page', `<html><script>alert("${patient.name}")</script>`),
    also('a zip', `PK\x03\x04${patient.name}`),
    also('an ELF program', `\x7fELF${patient.patientId}`),
    also('a PDF', `%PDF-1.7 ${patient.name}`),
  ];
}
