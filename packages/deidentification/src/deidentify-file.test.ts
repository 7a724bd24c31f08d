import {
  concatBytes,
  DicomReadError,
  deflatedExplicitVrLittleEndian,
  type Encoding,
  explicitLittleEndian,
  explicitVrBigEndian,
  implicitLittleEndian,
  orThrow,
  parsePart10,
} from '@pesscara/dicom';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deidentifyFile } from './index.ts';
import {
  fileOf,
  madeObject,
  sopClassUids,
  testDeidentifier,
  testSubject,
  textOf,
} from './testing/made-objects.ts';

const bigEndian: Encoding = { explicitVr: true, littleEndian: false };
const context = { subject: testSubject };

const elements = {
  SeriesDescription: 'AX T1 Kowalska',
  '00290010 LO': 'ACME',
  '00291010 LO': 'Kowalska',
  ReferencedSeriesSequence: [
    { SeriesInstanceUID: '1.2.3.4.5.6', RequestAttributesSequence: [{ RequestedProcedureID: 'Kowalska' }] },
  ],
  PixelData: Uint8Array.of(1, 2, 3, 4),
};

describe('de-identifying a file', () => {
  it.each<[string, Encoding, string | undefined]>([
    ['explicit little endian', explicitLittleEndian, undefined],
    ['implicit little endian', implicitLittleEndian, undefined],
    ['big endian', bigEndian, explicitVrBigEndian],
    ['deflated', explicitLittleEndian, deflatedExplicitVrLittleEndian],
  ])('keeps its transfer syntax and pixels: %s', (_, encoding, transferSyntaxUid) => {
    const input = fileOf(madeObject(sopClassUids.MR, elements, encoding), transferSyntaxUid);
    input.fill(0x4b, 0, 128);
    const result = deidentifyFile(testDeidentifier(), input, context);
    if (result.kind !== 'deidentified') throw new Error(result.reason);
    const output = concatBytes(result.file);
    const [before, after] = [orThrow(parsePart10(input)), orThrow(parsePart10(output))];
    expect(after.transferSyntaxUid).toBe(before.transferSyntaxUid);
    expect(after.preamble).toEqual(new Uint8Array(128));
    expect(after.fileMeta && textOf(after.fileMeta, 'MediaStorageSOPInstanceUID')).toBe(
      result.sopInstanceUid,
    );
    expect(textOf(after.dataSet, 'PatientID')).toBe(testSubject.code);
    expect(after.dataSet.get('PixelData')).toMatchObject({ bytes: Uint8Array.of(1, 2, 3, 4) });
    expect(Buffer.from(output).includes('Kowalska')).toBe(false);
  });

  it('says why it cannot read one', () => {
    expect(deidentifyFile(testDeidentifier(), Buffer.from('no DICOM at all, sorry'), context)).toMatchObject({
      kind: 'unreadable',
      code: 'not-dicom',
    });
  });

  it('never throws, and never writes what cannot be read, whatever bytes are damaged', () => {
    const deidentifier = testDeidentifier();
    const intact = fileOf(madeObject(sopClassUids.MR, elements));
    const damage = fc.array(fc.tuple(fc.nat(intact.length - 129), fc.nat(255)), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(damage, fc.nat(intact.length), (changes, cut) => {
        const bytes = intact.slice(0, cut % 5 === 0 ? cut : intact.length);
        for (const [at, value] of changes) bytes[128 + at] = value;
        const result = deidentifyFile(deidentifier, bytes, context);
        if (result.kind !== 'deidentified') return;
        expect(parsePart10(concatBytes(result.file))).not.toBeInstanceOf(DicomReadError);
      }),
      { numRuns: 2000 },
    );
  });
});
