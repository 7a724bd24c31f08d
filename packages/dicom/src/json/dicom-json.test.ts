import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryDataSet } from '../../test/arbitrary-data-set.ts';
import {
  concatBytes,
  createItem,
  DataSet,
  DicomReadError,
  explicitVrLittleEndian,
  firstText,
  formatElementPath,
  fromDicomJson,
  numberValues,
  orThrow,
  sequenceItems,
  setBytes,
  setEmpty,
  setNumbers,
  setSequence,
  setText,
  toDicomJson,
  writeDataSet,
} from '../index.ts';

describe('the JSON model of a data set', () => {
  it('has each kind of value in its form', () => {
    const dataSet = new DataSet();
    setText(dataSet, 'SpecificCharacterSet', 'CS', 'ISO_IR 100');
    setText(dataSet, 'ImageType', 'CS', ['ORIGINAL', '', 'AXIAL']);
    setText(dataSet, 'PatientName', 'PN', 'Müller^Anna=');
    setText(dataSet, 'PixelSpacing', 'DS', ['0.5', 'x']);
    setText(dataSet, 'InstanceNumber', 'IS', ' 7');
    setNumbers(dataSet, 'Rows', 'US', 512);
    setNumbers(dataSet, 'FrameIncrementPointer', 'AT', 0x00181063);
    setNumbers(dataSet, 'DiffusionBValue', 'FD', [Number.NaN, Number.NEGATIVE_INFINITY]);
    setNumbers(dataSet, 0x00091001, 'UV', [1n, 2n ** 63n]);
    setBytes(dataSet, 0x00091002, 'UN', Uint8Array.of(1, 2));
    setEmpty(dataSet, 'PatientID', 'LO');
    expect(toDicomJson(dataSet)).toEqual({
      '00080005': { vr: 'CS', Value: ['ISO_IR 192'] },
      '00080008': { vr: 'CS', Value: ['ORIGINAL', null, 'AXIAL'] },
      '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Müller^Anna' }] },
      '00100020': { vr: 'LO' },
      '00280030': { vr: 'DS', Value: [0.5, 'x'] },
      '00200013': { vr: 'IS', Value: [7] },
      '00280010': { vr: 'US', Value: [512] },
      '00280009': { vr: 'AT', Value: ['00181063'] },
      '00189087': { vr: 'FD', Value: ['NaN', '-inf'] },
      '00091001': { vr: 'UV', Value: [1, '9223372036854775808'] },
      '00091002': { vr: 'UN', InlineBinary: 'AQI=' },
    });
  });

  it('nests items, and leaves out group lengths', () => {
    const dataSet = new DataSet();
    setNumbers(dataSet, 0x00080000, 'UL', 4);
    const item = createItem(dataSet);
    setText(item, 'CodeValue', 'SH', 'T-A0100');
    setSequence(dataSet, 'ProcedureCodeSequence', [item, createItem(dataSet)]);
    setSequence(dataSet, 'ReferencedImageSequence', []);
    expect(toDicomJson(dataSet)).toEqual({
      '00081032': { vr: 'SQ', Value: [{ '00080100': { vr: 'SH', Value: ['T-A0100'] } }, {}] },
      '00081140': { vr: 'SQ' },
    });
  });

  it('asks for the URI of large and of encapsulated values', () => {
    const dataSet = new DataSet();
    const item = createItem(dataSet);
    setBytes(item, 'PixelData', 'OW', new Uint8Array(2000));
    setSequence(dataSet, 'IconImageSequence', [item]);
    dataSet.set({ kind: 'fragments', tag: 0x7fe00010, vr: 'OB', fragments: [] });
    const json = toDicomJson(dataSet, { bulkDataUri: (path) => `bulk/${formatElementPath(path)}` });
    expect(json['00880200']?.Value?.[0]).toEqual({
      '7FE00010': { vr: 'OW', BulkDataURI: 'bulk/00880200/0/7FE00010' },
    });
    expect(json['7FE00010']).toEqual({ vr: 'OB', BulkDataURI: 'bulk/7FE00010' });
    expect(toDicomJson(dataSet, { bulkDataUri: () => undefined })['7FE00010']).toEqual({ vr: 'OB' });
  });

  it('shows public attributes that arrived as UN with their VR', () => {
    const dataSet = new DataSet();
    setBytes(dataSet, 'PatientID', 'UN', Buffer.from('ID01'));
    setBytes(dataSet, 'ReferencedImageSequence', 'UN', Buffer.from('opaque'));
    expect(toDicomJson(dataSet)).toEqual({
      '00081140': { vr: 'UN', InlineBinary: 'b3BhcXVl' },
      '00100020': { vr: 'LO', Value: ['ID01'] },
    });
  });

  it('has binary values in little endian', () => {
    const dataSet = new DataSet({ encoding: { explicitVr: true, littleEndian: false } });
    setBytes(dataSet, 'LUTData', 'OW', Uint8Array.of(1, 2));
    expect(toDicomJson(dataSet)['00283006']).toEqual({ vr: 'OW', InlineBinary: 'AgE=' });
  });
});

describe('a data set from JSON', () => {
  it('is explicit little endian in UTF-8', () => {
    const dataSet = orThrow(
      fromDicomJson(
        {
          '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Yamada^Tarou', Ideographic: '山田^太郎' }] },
          '00280030': { vr: 'DS', Value: [0.1, null] },
          '00091001': { vr: 'UV', Value: ['9223372036854775808'] },
          '00081140': { vr: 'SQ', Value: [{ '00081155': { vr: 'UI', Value: ['1.2'] } }, null] },
          '00091002': { vr: 'OB', BulkDataURI: 'there' },
        },
        { bulkData: (uri) => (uri === 'there' ? Uint8Array.of(1, 2) : undefined) },
      ),
    );
    expect(firstText(dataSet, 'SpecificCharacterSet')).toBe('ISO_IR 192');
    expect(firstText(dataSet, 'PatientName')).toBe('Yamada^Tarou=山田^太郎');
    expect(numberValues(dataSet, 'PixelSpacing')).toEqual([0.1, Number.NaN]);
    expect(sequenceItems(dataSet, 'ReferencedImageSequence')).toHaveLength(2);
    expect(dataSet.get(0x00091002)).toMatchObject({ bytes: Uint8Array.of(1, 2) });
  });

  it('needs no character set for ASCII', () => {
    const dataSet = orThrow(fromDicomJson({ '00100020': { vr: 'LO', Value: ['ID'] } }));
    expect(dataSet.elements.map(({ tag }) => tag)).toEqual([0x00100020]);
  });

  it('is refused when the JSON does not follow the model, without repeating it', () => {
    let deep: unknown = {};
    for (let depth = 0; depth < 33; depth++) deep = { '00081140': { vr: 'SQ', Value: [deep] } };
    const cases: [unknown, string][] = [
      [[], 'bad-json'],
      ['text', 'bad-json'],
      [{ PatientName: { vr: 'PN' } }, 'bad-json'],
      [{ '00100010': { vr: 'XX' } }, 'bad-json'],
      [{ '00100010': { vr: 'PN', Value: 'Doe' } }, 'bad-json'],
      [{ '00100010': { vr: 'PN', Value: [7] } }, 'bad-json'],
      [{ '00280010': { vr: 'US', Value: ['Doe'] } }, 'bad-json'],
      [{ '00080060': { vr: 'CS', Value: ['Döe'] } }, 'bad-json'],
      [{ '00091002': { vr: 'OB', Value: [1] } }, 'bad-json'],
      [{ '00091002': { vr: 'OB', BulkDataURI: 'nowhere' } }, 'bad-json'],
      [deep, 'depth'],
    ];
    for (const [json, code] of cases) {
      const result = fromDicomJson(json);
      expect(result).toBeInstanceOf(DicomReadError);
      expect(result).toMatchObject({ code });
      expect((result as DicomReadError).message).not.toMatch(/D.e/);
    }
  });

  it('takes no object for a number, whatever it says of itself', () => {
    expect(fromDicomJson({ '00100010': { vr: 'FD', Value: [{ toString: 0 }] } } as never)).toBeInstanceOf(
      DicomReadError,
    );
  });

  it('never fails otherwise than by its result', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('00100010', '00280010', '00081140', 'x'),
          fc.record({
            vr: fc.constantFrom('PN', 'US', 'SQ', 'DS', 'UV', 'AT', 'OB', 'FD'),
            Value: fc.jsonValue(),
          }),
        ),
        (json) => {
          fromDicomJson(json);
        },
      ),
    );
  });

  it('has the binary values that went into the JSON', () => {
    fc.assert(
      fc.property(arbitraryDataSet, (dataSet) => {
        const once = toDicomJson(dataSet, { inlineLimitBytes: 10_000 });
        const again = fromDicomJson(JSON.parse(JSON.stringify(once)));
        if (again instanceof DicomReadError) {
          expect(again.code).toBe('bad-json');
          return;
        }
        expect(concatBytes(writeDataSet(again, { transferSyntaxUid: explicitVrLittleEndian }))).toBeDefined();
        for (const [tag, { InlineBinary }] of Object.entries(once)) {
          if (InlineBinary !== undefined)
            expect(toDicomJson(again, { inlineLimitBytes: 10_000 })[tag]).toMatchObject({ InlineBinary });
        }
      }),
    );
  });
});
