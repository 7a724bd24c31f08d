import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryDataSet, describeDataSet } from '../../test/arbitrary-data-set.ts';
import {
  ascii,
  concat,
  explicitElement,
  implicitElement,
  item,
  itemEnd,
  sequenceEnd,
  undefinedLength,
} from '../../test/bytes.ts';
import {
  concatBytes,
  createDataSetStream,
  createItem,
  DataSet,
  DicomReadError,
  explicitVrBigEndian,
  explicitVrLittleEndian,
  firstText,
  implicitVrLittleEndian,
  numberValues,
  orThrow,
  parseDataSet,
  parsePart10,
  sequenceItems,
  setBytes,
  setNumbers,
  setSequence,
  setText,
  setUid,
  transferSyntaxOf,
  writeDataSet,
  writePart10,
} from '../index.ts';

const explicit = { transferSyntaxUid: explicitVrLittleEndian };
const empty = new Uint8Array(0);

function read(bytes: Uint8Array): DataSet {
  return orThrow(parseDataSet(bytes, explicit)).dataSet;
}

function written(dataSet: DataSet, transferSyntaxUid?: string): Uint8Array {
  return concatBytes(writeDataSet(dataSet, transferSyntaxUid === undefined ? {} : { transferSyntaxUid }));
}

/** What devices do: group length, odd length, duplicate, wrong order, stray delimiter, both length forms, UN, private. */
const untidy = concat(
  explicitElement(0x00080000, 'UL', Uint8Array.of(9, 9, 0, 0)),
  explicitElement(
    0x00081140,
    'SQ',
    concat(item(explicitElement(0x00100020, 'LO', ascii('in1'))), item(empty)),
  ),
  explicitElement(0x00080018, 'UI', ascii('1.2 ')),
  explicitElement(0x00082112, 'SQ', empty, { length: undefinedLength }),
  item(explicitElement(0x00100020, 'LO', ascii('in2 ')), undefinedLength),
  itemEnd,
  sequenceEnd,
  itemEnd,
  explicitElement(0x00091001, 'UN', empty, { length: undefinedLength }),
  item(implicitElement(0x00100020, ascii('in3'))),
  sequenceEnd,
  explicitElement(0x00100020, 'LO', ascii('odd')),
  explicitElement(0x00100020, 'LO', ascii('again ')),
  explicitElement(0x00204000, 'LT', ascii('y'.repeat(5000))),
  explicitElement(0x7fe00010, 'OB', empty, { length: undefinedLength }),
  item(empty),
  item(ascii('abcd')),
  sequenceEnd,
);

describe('writing', () => {
  it('gives back the bytes of what was not edited, as one view', () => {
    const { chunks, byteLength } = writeDataSet(read(untidy));
    expect(chunks).toHaveLength(1);
    expect(byteLength).toBe(untidy.length);
    expect(chunks[0]?.buffer).toBe(untidy.buffer);
  });

  it('copies the bytes around an edit and drops the group lengths', () => {
    const dataSet = read(untidy);
    setText(dataSet, 'SOPInstanceUID', 'UI', '1.2.3.4');
    const again = written(dataSet);
    const [start, end] = [Buffer.from(untidy).indexOf('1.2 ') + 4, untidy.length];
    const tail = untidy.subarray(start, end);
    expect(Buffer.from(again).includes(Buffer.from(tail.subarray(0, 40)))).toBe(true);
    expect(read(again).has(0x00080000)).toBe(false);
    expect(firstText(read(again), 'SOPInstanceUID')).toBe('1.2.3.4');
    expect(read(again).elements.filter(({ tag }) => tag === 0x00100020)).toHaveLength(2);
  });

  it('keeps the length forms of edited sequences, and what is beside the edit', () => {
    const dataSet = read(untidy);
    const edits = [
      [0x00081140, 'IN1!'],
      [0x00082112, 'IN2!'],
      [0x00091001, 'IN3!'],
    ] as const;
    for (const [tag, text] of edits) {
      const [first] = sequenceItems(dataSet, tag);
      if (first) setText(first, 'PatientID', 'LO', text);
    }
    const again = read(written(dataSet));
    for (const [tag, text] of edits) {
      const [first] = sequenceItems(again, tag);
      expect(first && firstText(first, 'PatientID')).toBe(text);
    }
    const forms = [0x00081140, 0x00082112, 0x00091001].map((tag) => {
      const element = again.get(tag);
      return (
        element?.kind === 'sequence' && [
          element.vr,
          element.undefinedLength,
          element.items[0]?.undefinedLength,
        ]
      );
    });
    expect(forms).toEqual([
      ['SQ', false, false],
      ['SQ', true, true],
      ['UN', true, false],
    ]);
    expect(sequenceItems(again, 0x00081140)).toHaveLength(2);
  });

  it('gives the delimiter that was missing to what is written before something else', () => {
    const open = explicitElement(0x00082112, 'SQ', empty, { length: undefinedLength });
    const bytes = concat(explicitElement(0x00080018, 'UI', ascii('1.2 ')), open, item(open, undefinedLength));
    const dataSet = read(bytes);
    expect(written(dataSet)).toEqual(bytes);
    setText(dataSet, 'PatientID', 'LO', 'ID');
    const again = orThrow(parseDataSet(written(dataSet), explicit));
    expect(again.warnings).toEqual([]);
    expect(again.dataSet.elements.map(({ tag }) => tag)).toEqual([0x00080018, 0x00082112, 0x00100020]);
  });

  it('changes the encoding and back without changing values', () => {
    fc.assert(
      fc.property(arbitraryDataSet, (dataSet) => {
        const before = written(dataSet, explicitVrLittleEndian);
        for (const transferSyntaxUid of [explicitVrBigEndian, explicitVrLittleEndian]) {
          const there = orThrow(
            parseDataSet(written(dataSet, transferSyntaxUid), { transferSyntaxUid }),
          ).dataSet;
          expect(written(there, explicitVrLittleEndian)).toEqual(before);
        }
        const implicit = orThrow(
          parseDataSet(written(dataSet, implicitVrLittleEndian), {
            transferSyntaxUid: implicitVrLittleEndian,
          }),
        ).dataSet;
        expect(written(implicit, implicitVrLittleEndian)).toEqual(written(dataSet, implicitVrLittleEndian));
      }),
      { numRuns: 200 },
    );
  });

  it('writes numbers in the byte order of the target', () => {
    const dataSet = new DataSet({ encoding: { explicitVr: true, littleEndian: false } });
    setNumbers(dataSet, 'Rows', 'US', 512);
    setNumbers(dataSet, 'FrameIncrementPointer', 'AT', 0x00181063);
    setNumbers(dataSet, 'PixelSpacing', 'DS', [0.5, 0.5]);
    const little = read(written(dataSet, explicitVrLittleEndian));
    expect(numberValues(little, 'Rows')).toEqual([512]);
    expect(numberValues(little, 'FrameIncrementPointer')).toEqual([0x00181063]);
  });

  it('writes values too long for a 16-bit length as UN', () => {
    const dataSet = new DataSet();
    setText(dataSet, 'PatientID', 'LO', 'z'.repeat(70_000));
    const again = read(written(dataSet));
    expect(again.get('PatientID')?.vr).toBe('UN');
    expect(firstText(again, 'PatientID')).toHaveLength(70_000);
  });

  it('shows private sequences as such in implicit VR', () => {
    const dataSet = new DataSet();
    const inner = createItem(dataSet);
    setText(inner, 'PatientID', 'LO', 'ID');
    setSequence(dataSet, 0x00091001, [inner]);
    const bytes = written(dataSet, implicitVrLittleEndian);
    const again = orThrow(parseDataSet(bytes, { transferSyntaxUid: implicitVrLittleEndian })).dataSet;
    expect(again.get(0x00091001)).toMatchObject({ kind: 'sequence', undefinedLength: true });
  });

  it('ends with the header of a streamed value, for the value to follow', async () => {
    const body = concat(
      untidy.subarray(0, untidy.length - 8 - 12 - 8 - 12),
      explicitElement(0x7fe00010, 'OW', new Uint8Array(300)),
    );
    const streamed: Uint8Array[] = [];
    let header = new DataSet();
    const stream = createDataSetStream({
      ...explicit,
      onHeader: (dataSet) => void (header = dataSet),
      onBulk: (bytes) => void streamed.push(bytes),
    });
    await stream.feed(body);
    expect(concat(written(header), ...streamed)).toEqual(body);
    setText(header, 'SOPInstanceUID', 'UI', '1.2.3.4');
    const edited = read(concat(written(header), ...streamed));
    expect(edited.get('PixelData')).toMatchObject({ kind: 'value', vr: 'OW' });
    header.set({ kind: 'value', tag: 0xfffcfffc, vr: 'OB', bytes: new Uint8Array(2), littleEndian: true });
    expect(() => writeDataSet(header)).toThrow(RangeError);
  });

  it('makes whole files, deflated too', () => {
    const dataSet = new DataSet();
    setUid(dataSet, 'SOPClassUID', '1.2.840.10008.5.1.4.1.1.7');
    setUid(dataSet, 'SOPInstanceUID', '1.2.3');
    setBytes(dataSet, 'PixelData', 'OW', new Uint8Array(5000));
    for (const transferSyntaxUid of [
      explicitVrLittleEndian,
      implicitVrLittleEndian,
      '1.2.840.10008.1.2.1.99',
    ]) {
      const file = orThrow(parsePart10(concatBytes(writePart10(dataSet, { transferSyntaxUid }))));
      expect(file.transferSyntaxUid).toBe(transferSyntaxUid);
      expect(file.preamble).toEqual(new Uint8Array(128));
      expect(file.warnings).toEqual([]);
      expect(file.fileMeta && firstText(file.fileMeta, 'MediaStorageSOPInstanceUID')).toBe('1.2.3');
      expect(file.dataSet.get('PixelData')).toMatchObject({ kind: 'value' });
      expect(transferSyntaxOf(transferSyntaxUid)).toBeDefined();
    }
    expect(() => writePart10(new DataSet())).toThrow(/SOP Class UID/);
  });
});

describe('random data sets', () => {
  it('come back as they went, and byte for byte the second time', () => {
    fc.assert(
      fc.property(arbitraryDataSet, (dataSet) => {
        const bytes = written(dataSet);
        const parsed = orThrow(parseDataSet(bytes, { encoding: dataSet.encoding }));
        expect(parsed.warnings).toEqual([]);
        expect(describeDataSet(parsed.dataSet)).toBe(describeDataSet(dataSet));
        expect(written(parsed.dataSet)).toEqual(bytes);
        parsed.dataSet.markEdited();
        for (const element of parsed.dataSet) {
          if (element.kind === 'sequence') for (const one of element.items) one.markEdited();
        }
        expect(written(parsed.dataSet)).toEqual(bytes);
      }),
      { numRuns: 300 },
    );
  });

  it('differ after an edit in the edited element only', () => {
    fc.assert(
      fc.property(arbitraryDataSet, fc.nat(), (dataSet, pick) => {
        const parsed = orThrow(parseDataSet(written(dataSet), { encoding: dataSet.encoding })).dataSet;
        const chosen = parsed.elements[pick % Math.max(1, parsed.size)];
        if (!chosen) return;
        parsed.delete(chosen.tag);
        const again = orThrow(parseDataSet(written(parsed), { encoding: dataSet.encoding })).dataSet;
        dataSet.delete(chosen.tag);
        expect(describeDataSet(again)).toBe(describeDataSet(dataSet));
      }),
      { numRuns: 200 },
    );
  });

  it('never crash the reader when bytes change', () => {
    fc.assert(
      fc.property(
        arbitraryDataSet,
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 8 }),
        (dataSet, changes) => {
          const bytes = new Uint8Array(written(dataSet));
          if (bytes.length === 0) return;
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          const result = parseDataSet(bytes, { encoding: dataSet.encoding });
          if (!(result instanceof DicomReadError)) expect(written(result.dataSet)).toEqual(bytes);
        },
      ),
      { numRuns: 500 },
    );
  });
});
