import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { basicProfile, option, reportedPath } from '../index.ts';
import {
  basicWith,
  deidentified,
  madeObject,
  reread,
  sopClassUids,
  testDeidentifier,
  testSubject,
  textOf,
} from '../testing/made-objects.ts';

function milliseconds(date: string, time: string): number {
  const part = (text: string, at: number, length: number): number =>
    Number(text.slice(at, at + length) || '0');
  const fraction = Number(`0.${time.split('.')[1] ?? '0'}`);
  return (
    Date.UTC(
      part(date, 0, 4),
      part(date, 4, 2) - 1,
      part(date, 6, 2),
      part(time, 0, 2),
      part(time, 2, 2),
      part(time, 4, 2),
    ) +
    fraction * 1000
  );
}

const day = fc.date({ min: new Date('1990-01-01'), max: new Date('2026-01-01'), noInvalidDate: true });

describe('time in a shifted object', () => {
  it('keeps every interval between dates, dates with times, and zones', () => {
    fc.assert(
      fc.property(day, day, fc.integer({ min: -3652, max: -1 }), (study, injection, dateShiftDays) => {
        const studyText = study.toISOString().replace(/[-:T]/g, '');
        const injectionText = injection.toISOString().replace(/[-:T]/g, '');
        const { dataSet } = deidentified(
          madeObject(sopClassUids.PT, {
            StudyDate: studyText.slice(0, 8),
            StudyTime: studyText.slice(8, 14),
            SeriesDate: studyText.slice(0, 8),
            SeriesTime: studyText.slice(8, 14),
            RadiopharmaceuticalInformationSequence: [
              {
                RadiopharmaceuticalStartTime: injectionText.slice(8, 14),
                RadiopharmaceuticalStartDateTime: `${injectionText.slice(0, 14)}.123456+0530`,
                RadionuclideHalfLife: '6586.2',
              },
            ],
          }),
          undefined,
          { code: 'S-1', dateShiftDays },
        );
        const radio = 'RadiopharmaceuticalInformationSequence';
        const started = textOf(dataSet, `${radio}/RadiopharmaceuticalStartDateTime`) ?? '';
        expect(started.slice(14)).toBe('.123456+0530');
        expect(textOf(dataSet, `${radio}/RadiopharmaceuticalStartTime`)).toBe(injectionText.slice(8, 14));
        expect(textOf(dataSet, 'SeriesDate')).toBe(textOf(dataSet, 'StudyDate'));
        const after =
          milliseconds(textOf(dataSet, 'StudyDate') ?? '', textOf(dataSet, 'StudyTime') ?? '') -
          milliseconds(started.slice(0, 8), started.slice(8, 14));
        const before =
          milliseconds(studyText.slice(0, 8), studyText.slice(8, 14)) -
          milliseconds(injectionText.slice(0, 8), injectionText.slice(8, 14));
        expect(after).toBe(before);
      }),
      { numRuns: 200 },
    );
  });

  it('loses dates that cannot be read, as far as the IOD lets it', () => {
    const { dataSet } = deidentified(
      madeObject(sopClassUids.PT, {
        SeriesDate: 'TODAY',
        StudyDate: '2024-02-29',
        AcquisitionDate: '20240230',
      }),
    );
    expect(textOf(dataSet, 'SeriesDate')).toBe('19000101');
    expect(textOf(dataSet, 'StudyDate')).toBe('');
    expect(textOf(dataSet, 'AcquisitionDate')).toBe('');
    const ct = deidentified(madeObject(sopClassUids.CT, { SeriesDate: 'TODAY' })).dataSet;
    expect(ct.has('SeriesDate')).toBe(false);
  });

  it('shifts every value of a list', () => {
    const { dataSet } = deidentified(
      madeObject(sopClassUids.CT, { DateOfLastCalibration: '20240101\\20240301' }),
    );
    expect(textOf(dataSet, 'DateOfLastCalibration')).toBe('20230923\\20231122');
  });
});

describe('attributes that the IOD demands', () => {
  const temporal = {
    SeriesDate: '20240101',
    SeriesTime: '1010',
    ContentDate: '20240101',
    ContentTime: '1010',
  };

  it('keep a value (Type 1) or their place (Type 2) in the Basic Profile', () => {
    const basic = (sopClassUid: string, elements = {}): ReturnType<typeof deidentified> =>
      deidentified(madeObject(sopClassUid, { ...temporal, ...elements }), basicProfile());
    expect(textOf(basic(sopClassUids.PT).dataSet, 'SeriesDate')).toBe('19000101');
    expect(textOf(basic(sopClassUids.CT).dataSet, 'SeriesDate')).toBeUndefined();
    expect(textOf(basic(sopClassUids.SEG).dataSet, 'ContentTime')).toBe('000000');
    expect(textOf(basic(sopClassUids.CT).dataSet, 'ContentTime')).toBe('');
    expect(textOf(basic(sopClassUids.SR).dataSet, 'ContentDate')).toBe('19000101');
    const structures = basic(sopClassUids.RTSTRUCT, {
      StructureSetLabel: 'LABEL',
      StructureSetDate: '20240101',
      OperatorsName: 'X^Y',
      ApprovalStatus: 'UNAPPROVED',
    }).dataSet;
    expect(textOf(structures, 'StructureSetLabel')).toBe('REMOVED');
    expect(textOf(structures, 'StructureSetDate')).toBe('');
    expect(textOf(structures, 'OperatorsName')).toBe('');
    expect(textOf(structures, 'ApprovalStatus')).toBe('UNAPPROVED');
    expect(textOf(basic(sopClassUids.SC, { StationName: 'X' }).dataSet, 'StationName')).toBeUndefined();
    expect(textOf(basic(sopClassUids.US, { ContrastBolusAgent: 'X' }).dataSet, 'ContrastBolusAgent')).toBe(
      '',
    );
    expect(textOf(basic('1.2.3.4').dataSet, 'SeriesDate')).toBe('19000101');
  });
});

describe('references', () => {
  const deidentifier = testDeidentifier();
  const image = madeObject(sopClassUids.CT, { FrameOfReferenceUID: '1.2.3.4.5.9' });
  const uids = {
    study: '1.2.3.4.5',
    series: '1.2.3.4.5.6',
    instance: '1.2.3.4.5.6.7',
    frameOfReference: '1.2.3.4.5.9',
  };
  const derivedUids = { SOPInstanceUID: '1.2.3.8.1', SeriesInstanceUID: '1.2.3.8' };
  const reference = { ReferencedSOPClassUID: sopClassUids.CT, ReferencedSOPInstanceUID: uids.instance };

  it('of segmentations, reports and structure sets lead to the images they led to', () => {
    const run = (header: ReturnType<typeof madeObject>, sopClassUid: string) => {
      const result = deidentifier.deidentify(reread(header), { subject: testSubject, sopClassUid });
      if (result.kind === 'refused') throw new Error(result.reason);
      return result;
    };
    const mapped = run(image, sopClassUids.CT);
    const segmentation = run(
      madeObject(sopClassUids.SEG, {
        ...derivedUids,
        FrameOfReferenceUID: uids.frameOfReference,
        ReferencedSeriesSequence: [
          { SeriesInstanceUID: uids.series, ReferencedInstanceSequence: [reference] },
        ],
        PerFrameFunctionalGroupsSequence: [
          { DerivationImageSequence: [{ SourceImageSequence: [reference] }] },
          { DerivationImageSequence: [{ SourceImageSequence: [reference] }] },
        ],
      }),
      sopClassUids.SEG,
    );
    expect(segmentation.studyInstanceUid).toBe(mapped.studyInstanceUid);
    expect(segmentation.frameOfReferenceUid).toBe(mapped.frameOfReferenceUid);
    const series = 'ReferencedSeriesSequence';
    expect(textOf(segmentation.dataSet, `${series}/SeriesInstanceUID`)).toBe(mapped.seriesInstanceUid);
    expect(
      textOf(segmentation.dataSet, `${series}/ReferencedInstanceSequence/ReferencedSOPInstanceUID`),
    ).toBe(mapped.sopInstanceUid);
    const frame = 'PerFrameFunctionalGroupsSequence[1]/DerivationImageSequence/SourceImageSequence';
    expect(textOf(segmentation.dataSet, `${frame}/ReferencedSOPInstanceUID`)).toBe(mapped.sopInstanceUid);
    // All frames are one entry of the report.
    const paths = segmentation.report.entries
      .map(({ path }) => path)
      .filter((path) => path.startsWith('(5200,9230)'));
    expect(paths).toContain('(5200,9230)[*]/(0008,9124)[0]/(0008,2112)[0]/(0008,1155)');
    expect(new Set(paths).size).toBe(paths.length);
    const originals = segmentation.originals().map(({ path }) => path);
    expect(originals).toContain('(5200,9230)[1]/(0008,9124)[0]/(0008,2112)[0]/(0008,1155)');
    expect(reportedPath('(5200,9230)[17]/(0008,9124)[0]/(0008,2112)[0]/(0008,1155)')).toBe(
      '(5200,9230)[*]/(0008,9124)[0]/(0008,2112)[0]/(0008,1155)',
    );

    const report = run(
      madeObject(sopClassUids.SR, {
        ...derivedUids,
        CurrentRequestedProcedureEvidenceSequence: [
          {
            StudyInstanceUID: uids.study,
            ReferencedSeriesSequence: [
              { SeriesInstanceUID: uids.series, ReferencedSOPSequence: [reference] },
            ],
          },
        ],
        ContentSequence: [{ ValueType: 'IMAGE', ReferencedSOPSequence: [reference] }],
      }),
      sopClassUids.SR,
    );
    const evidence = 'CurrentRequestedProcedureEvidenceSequence';
    expect(textOf(report.dataSet, `${evidence}/StudyInstanceUID`)).toBe(mapped.studyInstanceUid);
    expect(textOf(report.dataSet, 'ContentSequence/ReferencedSOPSequence/ReferencedSOPInstanceUID')).toBe(
      mapped.sopInstanceUid,
    );

    const structures = run(
      madeObject(sopClassUids.RTSTRUCT, {
        ...derivedUids,
        ReferencedFrameOfReferenceSequence: [{ FrameOfReferenceUID: uids.frameOfReference }],
        ROIContourSequence: [{ ContourSequence: [{ ContourImageSequence: [reference] }] }],
      }),
      sopClassUids.RTSTRUCT,
    );
    expect(textOf(structures.dataSet, 'ReferencedFrameOfReferenceSequence/FrameOfReferenceUID')).toBe(
      mapped.frameOfReferenceUid,
    );
    expect(
      textOf(
        structures.dataSet,
        'ROIContourSequence/ContourSequence/ContourImageSequence/ReferencedSOPInstanceUID',
      ),
    ).toBe(mapped.sopInstanceUid);
  });

  it('of an object made from a released image lead to that image when it comes back', () => {
    const released = deidentified(reread(image));
    const derived = reread(
      madeObject(sopClassUids.SEG, {
        ...derivedUids,
        PatientName: testSubject.code,
        PatientID: testSubject.code,
        StudyInstanceUID: released.studyInstanceUid,
        StudyDate: textOf(released.dataSet, 'StudyDate') ?? '',
        PatientIdentityRemoved: 'YES',
        LongitudinalTemporalInformationModified: 'MODIFIED',
        DeidentificationMethod: textOf(released.dataSet, 'DeidentificationMethod') ?? '',
        SourceImageSequence: [
          { ReferencedSOPClassUID: sopClassUids.CT, ReferencedSOPInstanceUID: released.sopInstanceUid },
        ],
      }),
    );
    const result = deidentified(derived);
    expect(result.studyInstanceUid).toBe(released.studyInstanceUid);
    expect(textOf(result.dataSet, 'SourceImageSequence/ReferencedSOPInstanceUID')).toBe(
      released.sopInstanceUid,
    );
    expect(textOf(result.dataSet, 'StudyDate')).toBe(textOf(released.dataSet, 'StudyDate'));
    expect(result.sopInstanceUid).not.toBe(derivedUids.SOPInstanceUID);
  });

  it('stay as they are when UIDs are retained', () => {
    const { dataSet } = deidentified(
      madeObject(sopClassUids.SEG, {
        SourceImageSequence: [reference],
        ReferencedImageSequence: [reference],
      }),
      basicWith(option.retainUids),
    );
    expect(textOf(dataSet, 'SourceImageSequence/ReferencedSOPInstanceUID')).toBe(uids.instance);
    expect(textOf(dataSet, 'ReferencedImageSequence/ReferencedSOPInstanceUID')).toBe(uids.instance);
  });
});
