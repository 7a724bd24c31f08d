import { implicitLittleEndian, sequenceItems } from '@pesscara/dicom';
import { describe, expect, it } from 'vitest';
import { basicProfile, createDeidentifier, option, reportSha256, researchProfile } from './index.ts';
import {
  basicWith,
  deidentified,
  fileOf,
  madeObject,
  profileWith,
  reread,
  sopClassUids,
  testDeidentifier,
  testSubject,
  testUidKey,
  textOf,
} from './testing/made-objects.ts';

describe('a de-identified object', () => {
  const header = reread(
    madeObject(sopClassUids.CT, {
      PatientAge: '073Y',
      SeriesDescription: 'AX T1 for Kowalska',
      FrameOfReferenceUID: '1.2.3.4.5.9',
      SliceThickness: '1.25',
    }),
  );
  const result = deidentified(header);

  it('names the subject instead of the patient', () => {
    expect(textOf(result.dataSet, 'PatientName')).toBe('GLIO-0042');
    expect(textOf(result.dataSet, 'PatientID')).toBe('GLIO-0042');
    expect(textOf(result.dataSet, 'PatientBirthDate')).toBe('');
    expect(textOf(result.dataSet, 'AccessionNumber')).toBe('');
    expect(textOf(result.dataSet, 'InstitutionName')).toBeUndefined();
  });

  it('keeps what research needs', () => {
    expect(textOf(result.dataSet, 'PatientSex')).toBe('F');
    expect(textOf(result.dataSet, 'PatientAge')).toBe('073Y');
    expect(textOf(result.dataSet, 'SeriesDescription')).toBe('AX T1 for');
    expect(textOf(result.dataSet, 'SliceThickness')).toBe('1.25');
    expect(textOf(result.dataSet, 'StudyDate')).toBe('20231121');
    expect(textOf(result.dataSet, 'StudyTime')).toBe('101112.5');
  });

  it('says how it was made', () => {
    expect(textOf(result.dataSet, 'PatientIdentityRemoved')).toBe('YES');
    expect(textOf(result.dataSet, 'LongitudinalTemporalInformationModified')).toBe('MODIFIED');
    const texts = textOf(result.dataSet, 'DeidentificationMethod')?.split('\\') ?? [];
    expect(texts[0]).toBe('PESSCARA 0.0.0');
    expect(texts[1]).toMatch(/^research-1@[0-9a-f]{12}$/);
    const codes = sequenceItems(result.dataSet, 'DeidentificationMethodCodeSequence').map((item) => [
      textOf(item, 'CodeValue'),
      textOf(item, 'CodingSchemeDesignator'),
      textOf(item, 'CodeMeaning'),
    ]);
    expect(codes).toEqual([
      ['113100', 'DCM', 'Basic Application Confidentiality Profile'],
      ['113105', 'DCM', 'Clean Descriptors Option'],
      ['113107', 'DCM', 'Retain Longitudinal Temporal Information Modified Dates Option'],
      ['113108', 'DCM', 'Retain Patient Characteristics Option'],
    ]);
  });

  it('has the UIDs that the answer names', () => {
    expect(textOf(result.dataSet, 'SOPInstanceUID')).toBe(result.sopInstanceUid);
    expect(textOf(result.dataSet, 'SeriesInstanceUID')).toBe(result.seriesInstanceUid);
    expect(textOf(result.dataSet, 'StudyInstanceUID')).toBe(result.studyInstanceUid);
    expect(textOf(result.dataSet, 'FrameOfReferenceUID')).toBe(result.frameOfReferenceUid);
    expect(result.sopInstanceUid).toMatch(/^2\.25\.\d+$/);
    expect(textOf(result.dataSet, 'SOPClassUID')).toBe(sopClassUids.CT);
  });

  it('comes with a report of what was done, without values', () => {
    expect(result.report.entries).toContainEqual({
      path: '(0008,0080)',
      keyword: 'InstitutionName',
      vr: 'LO',
      action: 'X',
      rule: 'E.1-1:2024e:X/Z/D',
      outcome: 'removed',
    });
    expect(result.report.entries).toContainEqual({
      path: '(0008,0020)',
      keyword: 'StudyDate',
      vr: 'DA',
      action: 'C',
      rule: 'E.1-1:2024e:C:113107',
      outcome: 'replaced',
    });
    const text = JSON.stringify(result.report);
    for (const value of ['Kowalska', 'MRN7731902', '19510303', 'GLIO-0042', '1.2.3.4.5']) {
      expect(text).not.toContain(value);
    }
  });

  it('comes with the originals of what was changed', () => {
    const originals = new Map(
      result.originals().map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]),
    );
    expect(originals.get('(0010,0010)')).toBe('Kowalska^Janina ');
    expect(originals.get('(0008,0080)')?.trim()).toBe('Gryfino Szpital Powiatowy');
    expect(originals.has('(0018,0050)')).toBe(false);
    const [first] = result.originals({ maxValueBytes: 3, maxValues: 1 });
    expect([first?.bytes.length, result.originals({ maxValueBytes: 3, maxValues: 1 }).length]).toEqual([
      3, 1,
    ]);
  });
});

describe('profiles', () => {
  it('basic removes descriptions, dates and characteristics', () => {
    const { dataSet } = deidentified(
      madeObject(sopClassUids.MR, { SeriesDescription: 'AX T1', PatientAge: '050Y', SeriesDate: '20240101' }),
      basicProfile(),
    );
    for (const keyword of ['SeriesDescription', 'PatientAge', 'SeriesDate']) {
      expect(textOf(dataSet, keyword)).toBeUndefined();
    }
    expect(textOf(dataSet, 'StudyDate')).toBe('');
    expect(textOf(dataSet, 'PatientSex')).toBe('');
    expect(textOf(dataSet, 'LongitudinalTemporalInformationModified')).toBe('REMOVED');
  });

  it('keeps full dates, UIDs, device and institution where options say so', () => {
    const profile = basicWith(
      option.retainFullDates,
      option.retainUids,
      option.retainDeviceIdentity,
      option.retainInstitutionIdentity,
    );
    const result = deidentified(madeObject(sopClassUids.CT, { DeviceSerialNumber: 'SN1' }), profile);
    expect(textOf(result.dataSet, 'StudyDate')).toBe('20240229');
    expect(result.sopInstanceUid).toBe('1.2.3.4.5.6.7');
    expect(textOf(result.dataSet, 'SOPInstanceUID')).toBe('1.2.3.4.5.6.7');
    expect(textOf(result.dataSet, 'DeviceSerialNumber')).toBe('SN1');
    expect(textOf(result.dataSet, 'InstitutionName')).toBe('Gryfino Szpital Powiatowy');
    expect(textOf(result.dataSet, 'LongitudinalTemporalInformationModified')).toBe('UNMODIFIED');
  });

  it('claim pixel options only when they are proven', () => {
    const profile = basicWith(option.cleanPixelData);
    const context = { subject: testSubject, sopClassUid: sopClassUids.US };
    const claimed = (proven: boolean): string[] => {
      const result = testDeidentifier(profile).deidentify(
        madeObject(sopClassUids.US, { BurnedInAnnotation: 'YES' }),
        proven ? { ...context, proven: { burnedInTextRemoved: true } } : context,
      );
      if (result.kind === 'refused') throw new Error(result.reason);
      const items = sequenceItems(result.dataSet, 'DeidentificationMethodCodeSequence');
      return [
        ...items.map((item) => textOf(item, 'CodeValue') ?? ''),
        textOf(result.dataSet, 'BurnedInAnnotation') ?? '',
      ];
    };
    expect(claimed(false)).toEqual(['113100', 'YES']);
    expect(claimed(true)).toEqual(['113100', '113101', 'NO']);
  });

  it('cap ages', () => {
    const ageAfter = (age: string): string | undefined =>
      textOf(deidentified(madeObject(sopClassUids.CT, { PatientAge: age })).dataSet, 'PatientAge');
    expect(ageAfter('089Y')).toBe('089Y');
    expect(ageAfter('090Y')).toBe('090Y');
    expect(ageAfter('104Y')).toBe('090Y');
    expect(ageAfter('006M')).toBe('006M');
    expect(ageAfter('old')).toBe('');
  });

  it('obey overrides by attribute, by path and by private creator', () => {
    const profile = profileWith({
      overrides: [
        { path: '0008,0080', action: { set: 'SITE 7' }, why: 'named by number' },
        { path: '0040,0275>0040,0007', action: 'X', why: 'not needed' },
        { path: '0029[ACME CSA]10', action: 'K', why: 'diffusion directions' },
      ],
    });
    const { dataSet, findings } = deidentified(
      reread(
        madeObject(sopClassUids.MR, {
          RequestAttributesSequence: [{ ScheduledProcedureStepDescription: 'BRAIN' }],
          ScheduledProcedureStepDescription: 'BRAIN',
          '00290010 LO': 'OTHER',
          '00290011 LO': 'ACME CSA',
          '00291010 LO': 'Kowalska was here',
          '00291110 LO': 'directions 64',
          '00291111 LO': 'else',
        }),
      ),
      profile,
    );
    expect(textOf(dataSet, 'InstitutionName')).toBe('SITE 7');
    expect(textOf(dataSet, 'RequestAttributesSequence/ScheduledProcedureStepDescription')).toBeUndefined();
    expect(textOf(dataSet, 'ScheduledProcedureStepDescription')).toBe('BRAIN');
    expect(textOf(dataSet, '00290011')).toBe('ACME CSA');
    expect(textOf(dataSet, '00291110')).toBe('directions 64');
    for (const tag of ['00290010', '00291010', '00291111']) expect(textOf(dataSet, tag)).toBeUndefined();
    expect(findings.map(({ code }) => code)).toContain('private-kept');
  });

  it('keep safe private elements with their creators, and nothing else of the block', () => {
    const { dataSet } = deidentified(
      reread(
        madeObject(sopClassUids.MR, {
          '00190010 LO': 'SIEMENS MR HEADER',
          '0019100C IS': '1000',
          '00191099 LO': 'Kowalska',
          '00290010 LO': 'SIEMENS CSA HEADER',
          '00291010 OB': new Uint8Array(8),
        }),
      ),
      basicWith(option.retainSafePrivate),
    );
    expect(textOf(dataSet, '0019100C')).toBe('1000');
    expect(textOf(dataSet, '00190010')).toBe('SIEMENS MR HEADER');
    for (const tag of ['00191099', '00290010', '00291010']) expect(textOf(dataSet, tag)).toBeUndefined();
  });
});

describe('determinism', () => {
  it('gives the same bytes and the same report for the same object', () => {
    const made = (): Uint8Array => fileOf(deidentified(reread(madeObject(sopClassUids.CT))).dataSet);
    expect(made()).toEqual(made());
  });

  it('shares one report among the instances of a series', () => {
    const deidentifier = testDeidentifier();
    const reports = Array.from({ length: 5 }, (_, index) => {
      const header = madeObject(sopClassUids.CT, { SOPInstanceUID: `1.2.3.${index + 1}` });
      const result = deidentifier.deidentify(header, { subject: testSubject, sopClassUid: sopClassUids.CT });
      return result.kind === 'deidentified' ? result.report : undefined;
    });
    expect(new Set(reports).size).toBe(1);
    const [report] = reports;
    expect(report && reportSha256(report)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('tells series that interleave apart', () => {
    const deidentifier = testDeidentifier();
    const reportOf = (elements: Record<string, string>) => {
      const header = madeObject(sopClassUids.CT, elements);
      const result = deidentifier.deidentify(header, { subject: testSubject, sopClassUid: sopClassUids.CT });
      return result.kind === 'deidentified' ? result.report : undefined;
    };
    const one = reportOf({});
    const other = reportOf({ StationName: 'CT7' });
    expect(other).not.toBe(one);
    expect(reportOf({})).toBe(one);
    expect(reportOf({ StationName: 'CT8' })).toBe(other);
    expect(other?.entries.length).toBe((one?.entries.length ?? 0) + 1);
  });

  it('changes nothing the second time', () => {
    const elements = { PatientAge: '095Y', SeriesDescription: 'T1 Kowalska', SeriesDate: '20240101' };
    for (const profile of [researchProfile(), basicProfile(), basicWith(option.retainFullDates)]) {
      const once = fileOf(deidentified(reread(madeObject(sopClassUids.CT, elements)), profile).dataSet);
      const again = deidentified(
        reread(deidentified(reread(madeObject(sopClassUids.CT, elements)), profile).dataSet),
        profile,
      );
      expect(fileOf(again.dataSet)).toEqual(once);
      expect(again.findings.map(({ code }) => code)).toContain('already-deidentified-here');
    }
  });

  it('appends to the methods of others, and maps their UIDs', () => {
    const foreign = madeObject(sopClassUids.CT, {
      PatientIdentityRemoved: 'YES',
      DeidentificationMethod: 'OTHER TOOL',
      SOPInstanceUID: '2.25.303304384564566077306896808785150525303',
      DeidentificationMethodCodeSequence: [
        { CodeValue: '113110', CodingSchemeDesignator: 'DCM', CodeMeaning: 'Retain UIDs Option' },
      ],
    });
    const { dataSet, findings, sopInstanceUid } = deidentified(foreign);
    expect(textOf(dataSet, 'DeidentificationMethod')).toMatch(/^OTHER TOOL\\PESSCARA 0\.0\.0\\/);
    const codes = sequenceItems(dataSet, 'DeidentificationMethodCodeSequence').map((item) =>
      textOf(item, 'CodeValue'),
    );
    expect(codes).toEqual(['113110', '113100', '113105', '113107', '113108']);
    expect(sopInstanceUid).not.toBe('2.25.303304384564566077306896808785150525303');
    expect(findings.map(({ code }) => code)).toContain('already-deidentified');
  });

  it('shifts the dates of its own output when that belongs to another subject', () => {
    const { dataSet } = deidentified(reread(madeObject(sopClassUids.CT)));
    const moved = deidentified(reread(dataSet), researchProfile(), { code: 'GLIO-0043', dateShiftDays: -7 });
    expect(textOf(moved.dataSet, 'StudyDate')).toBe('20231114');
  });
});

describe('refusals', () => {
  function refusalOf(
    header = madeObject(sopClassUids.CT),
    subject = testSubject,
    sopClassUid: string = sopClassUids.CT,
  ) {
    const result = testDeidentifier().deidentify(header, { subject, sopClassUid });
    return result.kind === 'refused' ? result.code : result.kind;
  }

  it('name what is missing or wrong', () => {
    expect(refusalOf(madeObject(sopClassUids.CT, { SOPInstanceUID: '' }))).toBe('missing-uid');
    expect(refusalOf(madeObject(sopClassUids.MR))).toBe('sop-class-mismatch');
    expect(refusalOf(undefined, undefined, '1.2.840.10008.1.3.10')).toBe('media-directory');
    expect(refusalOf(undefined, { code: '', dateShiftDays: -5 })).toBe('unusable-subject');
    expect(refusalOf(undefined, { code: 'A\\B', dateShiftDays: -5 })).toBe('unusable-subject');
    expect(refusalOf(undefined, { code: 'A', dateShiftDays: 0 })).toBe('unusable-subject');
    expect(refusalOf(undefined, { code: 'A', dateShiftDays: 0.5 })).toBe('unusable-subject');
  });

  it('happen when a value that must be treated was left unread', () => {
    const header = madeObject(sopClassUids.CT);
    const bulk = {
      kind: 'bulk',
      tag: 0x00180015,
      vr: 'LT',
      byteLength: 9,
      valueOffset: 0,
      littleEndian: true,
    } as const;
    header.set(bulk);
    expect(refusalOf(header)).toBe('unread-value');
  });

  it('happen when anything fails, without a word of the values', () => {
    const header = madeObject(sopClassUids.CT, { SliceThickness: '1' });
    const failing = { kind: 'value', tag: 0x00081030, vr: 'LO', littleEndian: true } as const;
    header.set({
      ...failing,
      get bytes(): Uint8Array {
        throw new RangeError('Kowalska');
      },
    });
    const result = testDeidentifier().deidentify(header, {
      subject: testSubject,
      sopClassUid: sopClassUids.CT,
    });
    expect(result).toEqual({
      kind: 'refused',
      code: 'failure',
      reason: 'The object could not be de-identified (RangeError).',
    });
  });

  it('do not leak into the next object', () => {
    const deidentifier = testDeidentifier();
    const context = { subject: testSubject, sopClassUid: sopClassUids.CT };
    const clean = deidentifier.deidentify(madeObject(sopClassUids.CT), context);
    const header = madeObject(sopClassUids.CT);
    header.set({
      kind: 'bulk',
      tag: 0x00180015,
      vr: 'LT',
      byteLength: 9,
      valueOffset: 0,
      littleEndian: true,
    });
    deidentifier.deidentify(header, context);
    const after = deidentifier.deidentify(madeObject(sopClassUids.CT), context);
    expect(
      after.kind === 'deidentified' && clean.kind === 'deidentified' && after.report === clean.report,
    ).toBe(true);
  });

  it('a profile that is not valid makes no deidentifier', () => {
    const profile = profileWith({ options: ['113107', '113106'] });
    expect(() => createDeidentifier({ profile, uidKey: testUidKey, engineVersion: '0' })).toThrow(
      /\/options/,
    );
  });
});

describe('implicit VR', () => {
  it('is treated like explicit VR, private elements included', () => {
    const header = reread(
      madeObject(
        sopClassUids.MR,
        { '00190010 LO': 'SIEMENS MR HEADER', '0019100C IS': '1000', '00191099 LO': 'Kowalska' },
        implicitLittleEndian,
      ),
    );
    const { dataSet } = deidentified(header, basicWith(option.retainSafePrivate));
    expect(textOf(dataSet, '0019100C')).toBe('1000');
    expect(textOf(dataSet, '00191099')).toBeUndefined();
    expect(Buffer.from(fileOf(dataSet)).includes('Kowalska')).toBe(false);
  });
});
