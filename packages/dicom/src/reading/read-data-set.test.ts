import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  ascii,
  concat,
  explicitElement,
  implicitElement,
  item,
  itemEnd,
  nested,
  sequenceEnd,
  undefinedLength,
} from '../../test/bytes.ts';
import {
  type DataSet,
  DicomReadError,
  deflatedExplicitVrLittleEndian,
  explicitVrBigEndian,
  explicitVrLittleEndian,
  firstNumber,
  firstText,
  implicitVrLittleEndian,
  orThrow,
  type ParseOptions,
  parseDataSet,
  parseUnknownAsSequence,
  sequenceItems,
} from '../index.ts';

const explicit = { transferSyntaxUid: explicitVrLittleEndian };
const implicit = { transferSyntaxUid: implicitVrLittleEndian };
const empty = new Uint8Array(0);
const patientId = explicitElement(0x00100020, 'LO', ascii('ID01'));
const sequenceOpen = explicitElement(0x00081140, 'SQ', empty, { length: undefinedLength });

function read(bytes: Uint8Array, options: ParseOptions = explicit): DataSet {
  return orThrow(parseDataSet(bytes, options)).dataSet;
}

function errorOf(bytes: Uint8Array, options: ParseOptions = explicit): DicomReadError {
  const result = parseDataSet(bytes, options);
  if (!(result instanceof DicomReadError)) throw new Error('it was read');
  return result;
}

function warningsOf(bytes: Uint8Array, options: ParseOptions = explicit): string[] {
  return orThrow(parseDataSet(bytes, options)).warnings.map(({ code }) => code);
}

describe('reading', () => {
  it('takes VRs from the bytes or from the dictionary', () => {
    const rows = Uint8Array.of(0, 2);
    expect(firstNumber(read(explicitElement(0x00280010, 'US', rows)), 'Rows')).toBe(512);
    expect(firstNumber(read(implicitElement(0x00280010, rows), implicit), 'Rows')).toBe(512);
    const big = explicitElement(0x00280010, 'US', Uint8Array.of(2, 0), { littleEndian: false });
    expect(firstNumber(read(big, { transferSyntaxUid: explicitVrBigEndian }), 'Rows')).toBe(512);
  });

  it('gives pixel values in implicit VR the sign of Pixel Representation', () => {
    const bytes = concat(
      implicitElement(0x00280103, Uint8Array.of(1, 0)),
      implicitElement(0x00280106, Uint8Array.of(0xff, 0xff)),
    );
    expect(firstNumber(read(bytes, implicit), 'SmallestImagePixelValue')).toBe(-1);
  });

  it('reads sequences in every length form', () => {
    const forms = [
      explicitElement(0x00081140, 'SQ', item(patientId)),
      concat(sequenceOpen, item(patientId), sequenceEnd),
      concat(sequenceOpen, item(patientId, undefinedLength), itemEnd, sequenceEnd),
      explicitElement(0x00081140, 'SQ', concat(item(patientId, undefinedLength), itemEnd)),
    ];
    for (const bytes of forms) {
      const [first] = sequenceItems(read(bytes), 'ReferencedImageSequence');
      expect(first && firstText(first, 'PatientID')).toBe('ID01');
    }
  });

  it('reads UN of undefined length as an implicit VR sequence', () => {
    const inner = implicitElement(0x00100020, ascii('ID01'));
    const un = concat(
      explicitElement(0x00091001, 'UN', empty, { length: undefinedLength }),
      item(inner),
      sequenceEnd,
    );
    const element = read(concat(un, patientId)).get(0x00091001);
    expect(element).toMatchObject({ kind: 'sequence', vr: 'UN', undefinedLength: true });
    const [first] = element?.kind === 'sequence' ? element.items : [];
    expect(first && firstText(first, 'PatientID')).toBe('ID01');
  });

  it('leaves UN of defined length alone, and opens it on request when items fill it exactly', () => {
    const value = item(implicitElement(0x00100020, ascii('ID01')));
    const element = read(explicitElement(0x00091001, 'UN', value)).get(0x00091001);
    expect(element?.kind).toBe('value');
    const [first] = parseUnknownAsSequence(value) ?? [];
    expect(first && firstText(first, 'PatientID')).toBe('ID01');
    expect(parseUnknownAsSequence(concat(value, Uint8Array.of(0)))).toBeUndefined();
    expect(parseUnknownAsSequence(ascii('no items at all'))).toBeUndefined();
  });

  it('accepts private items written in implicit VR inside an explicit VR data set', () => {
    const inner = implicitElement(0x00091002, ascii('some private text'));
    const bytes = concat(explicitElement(0x00091001, 'SQ', item(inner)), patientId);
    expect(warningsOf(bytes)).toEqual(['encoding-differs-from-transfer-syntax']);
    expect(firstText(read(bytes), 'PatientID')).toBe('ID01');
  });

  it('accepts an element without VR among those with one', () => {
    const bytes = concat(implicitElement(0x00091002, ascii('text')), patientId);
    const middle = concat(explicitElement(0x00080018, 'UI', ascii('1.2\0')), bytes);
    expect(warningsOf(middle)).toEqual(['implicit-element-in-explicit-data-set']);
    expect(firstText(read(middle), 'PatientID')).toBe('ID01');
  });

  it('gives way when the first element contradicts the transfer syntax', () => {
    expect(firstText(read(patientId, implicit), 'PatientID')).toBe('ID01');
    expect(firstText(read(implicitElement(0x00100020, ascii('ID01')), explicit), 'PatientID')).toBe('ID01');
    const big = explicitElement(0x00080018, 'UI', ascii('1.2\0'), { littleEndian: false });
    expect(firstText(read(big, explicit), 'SOPInstanceUID')).toBe('1.2');
    expect(warningsOf(big)).toEqual(['encoding-differs-from-transfer-syntax']);
  });

  it('takes an undefined length for a sequence, whatever the dictionary has for the tag', () => {
    const rows = concat(
      implicitElement(0x00280010, empty, undefinedLength),
      item(implicitElement(0x00100020, ascii('ID01')), undefinedLength),
      itemEnd,
      sequenceEnd,
    );
    expect(read(rows, implicit).get('Rows')).toMatchObject({ kind: 'sequence', vr: 'SQ' });
  });

  it('accepts missing delimiters at the end and where the next thing begins', () => {
    for (const bytes of [
      concat(sequenceOpen, item(patientId, undefinedLength)),
      concat(sequenceOpen, item(patientId, undefinedLength), sequenceEnd),
      concat(sequenceOpen, item(patientId), explicitElement(0x00100010, 'PN', ascii('A^'))),
    ]) {
      expect(warningsOf(bytes)).toContain('missing-delimiter');
      expect(sequenceItems(read(bytes), 'ReferencedImageSequence')).toHaveLength(1);
    }
  });

  it('keeps odd lengths, skips stray delimiters and zeros at the end', () => {
    const odd = explicitElement(0x00100020, 'LO', ascii('ID1'));
    const bytes = concat(odd, itemEnd, patientId, new Uint8Array(21));
    expect(read(bytes).elements.map((element) => element.kind === 'value' && element.bytes.length)).toEqual([
      3, 4,
    ]);
    expect(new Set(warningsOf(bytes))).toEqual(new Set(['stray-delimiter', 'padding']));
  });

  it('keeps VRs it does not know', () => {
    const unknown = concat(
      Uint8Array.of(9, 0, 1, 0x10),
      ascii('ZZ'),
      Uint8Array.of(0, 0, 4, 0, 0, 0),
      ascii('abcd'),
    );
    const element = read(concat(unknown, patientId)).get(0x00091001);
    expect(element).toMatchObject({ kind: 'value', vr: 'ZZ' });
    expect(warningsOf(concat(unknown, patientId))).toEqual(['unknown-vr']);
  });

  it('reads encapsulated pixel data as fragments, in icons too', () => {
    const fragments = concat(item(empty), item(ascii('abcd')), sequenceEnd);
    const pixels = concat(explicitElement(0x7fe00010, 'OB', empty, { length: undefinedLength }), fragments);
    const bytes = concat(explicitElement(0x00880200, 'SQ', item(pixels)), pixels);
    const element = read(bytes).get('PixelData');
    expect(element?.kind === 'fragments' && element.fragments.map(({ length }) => length)).toEqual([0, 4]);
    const [icon] = sequenceItems(read(bytes), 'IconImageSequence');
    expect(icon?.get('PixelData')?.kind).toBe('fragments');
  });

  it('stops at pixel data when asked, and says where the value is', () => {
    const bytes = concat(patientId, explicitElement(0x7fe00010, 'OW', new Uint8Array(64)));
    const parsed = orThrow(parseDataSet(bytes, { ...explicit, stopBeforePixelData: true }));
    expect(parsed.dataSet.get('PixelData')).toMatchObject({ kind: 'bulk', byteLength: 64, valueOffset: 24 });
    expect(parsed.endOffset).toBe(24);
    const cut = bytes.subarray(0, 30);
    expect(parseDataSet(cut, { ...explicit, stopBeforePixelData: true })).toMatchObject({ kind: 'parsed' });
  });

  it('makes no copy of values', () => {
    const bytes = concat(patientId);
    const element = read(bytes).get('PatientID');
    expect(element?.kind === 'value' && element.bytes.buffer).toBe(bytes.buffer);
  });

  it('inflates the deflated transfer syntax, padded or not', () => {
    const deflated = deflateRawSync(patientId);
    for (const bytes of [deflated, concat(deflated, Uint8Array.of(0))]) {
      expect(firstText(read(bytes, { transferSyntaxUid: deflatedExplicitVrLittleEndian }), 'PatientID')).toBe(
        'ID01',
      );
    }
  });
});

describe('refusing', () => {
  it('says where bytes end too early, for every cut', () => {
    const whole = concat(
      patientId,
      explicitElement(0x00081140, 'SQ', item(patientId)),
      sequenceOpen,
      item(
        concat(
          explicitElement(0x7fe00010, 'OB', empty, { length: undefinedLength }),
          item(ascii('abcd')),
          sequenceEnd,
        ),
        undefinedLength,
      ),
      itemEnd,
      sequenceEnd,
    );
    for (let length = 1; length < whole.length; length++) {
      const result = parseDataSet(whole.subarray(0, length), explicit);
      if (result instanceof DicomReadError) expect(result.code).toBe('truncated');
      else
        expect(length === patientId.length || result.warnings.length > 0 || result.dataSet.size >= 2).toBe(
          true,
        );
    }
  });

  it('stops at 32 nested sequences', () => {
    expect(parseDataSet(nested(32), explicit)).toMatchObject({ kind: 'parsed' });
    expect(errorOf(nested(33)).code).toBe('depth');
    expect(errorOf(nested(40)).code).toBe('depth');
    expect(errorOf(nested(100_000)).code).toBe('depth');
  });

  it('counts items, elements and fragments', () => {
    const items = concat(sequenceOpen, ...Array<Uint8Array>(20).fill(item(empty)), sequenceEnd);
    expect(errorOf(items, { ...explicit, limits: { maxItems: 19 } }).code).toBe('too-many-items');
    const elements = concat(...Array<Uint8Array>(20).fill(patientId));
    expect(errorOf(elements, { ...explicit, limits: { maxElements: 19 } }).code).toBe('too-many-elements');
    const pixels = explicitElement(0x7fe00010, 'OB', empty, { length: undefinedLength });
    const fragments = concat(pixels, ...Array<Uint8Array>(20).fill(item(empty)), sequenceEnd);
    expect(errorOf(fragments, { ...explicit, limits: { maxFragments: 19 } }).code).toBe('too-many-fragments');
  });

  it('does not follow lengths past their item, sequence or file', () => {
    const long = explicitElement(0x00100020, 'LO', ascii('ID01'), { length: 60 });
    expect(errorOf(explicitElement(0x00081140, 'SQ', item(long))).code).toBe('length-beyond-end');
    expect(errorOf(explicitElement(0x00081140, 'SQ', item(patientId, 60))).code).toBe('length-beyond-end');
    expect(errorOf(long).code).toBe('truncated');
  });

  it('wants items in sequences and among fragments', () => {
    expect(errorOf(explicitElement(0x00081140, 'SQ', patientId)).code).toBe('bad-sequence');
    expect(errorOf(concat(sequenceOpen, patientId)).code).toBe('bad-sequence');
    expect(errorOf(item(patientId)).code).toBe('bad-sequence');
    const pixels = explicitElement(0x7fe00010, 'OB', empty, { length: undefinedLength });
    expect(errorOf(concat(pixels, patientId)).code).toBe('bad-fragment');
  });

  it('finds no VR in garbage', () => {
    expect(errorOf(concat(patientId, new Uint8Array(64).fill(0xab))).code).toBe('bad-vr');
  });

  it('never repeats a value in the message', () => {
    const secret = explicitElement(0x00100010, 'PN', ascii('Doe^Jane'), { length: 60 });
    const error = errorOf(secret);
    expect(error.message).not.toMatch(/Doe/);
    expect(error.message).toMatch(/\(0010,0010\).*truncated at byte 0/);
  });

  it('limits what a deflated data set becomes', () => {
    const bomb = deflateRawSync(explicitElement(0x7fe00010, 'OW', new Uint8Array(4_000_000)));
    const deflated = { transferSyntaxUid: deflatedExplicitVrLittleEndian };
    expect(errorOf(bomb, deflated).code).toBe('inflate-ratio');
    expect(errorOf(bomb, { ...deflated, limits: { maxInflatedBytes: 500_000 } }).code).toBe(
      'inflate-too-large',
    );
    expect(errorOf(bomb.subarray(0, 20), { ...deflated, limits: { maxInflateRatio: 1e6 } }).code).toBe(
      'truncated',
    );
    expect(errorOf(new Uint8Array(40).fill(0xff), deflated).code).toBe('bad-deflate');
  });

  it('holds a million elements in memory that is bounded', () => {
    const one = explicitElement(0x00100020, 'LO', empty);
    const bytes = new Uint8Array(one.length * 1_000_000);
    for (let at = 0; at < bytes.length; at += one.length) bytes.set(one, at);
    const before = process.memoryUsage().heapUsed;
    const dataSet = read(bytes);
    expect(dataSet.size).toBe(1_000_000);
    expect((process.memoryUsage().heapUsed - before) / 2 ** 20).toBeLessThan(200);
  });
});
