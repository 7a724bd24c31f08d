import { describe, expect, it } from 'vitest';
import type { LocalHeader } from './dicom-header.ts';
import { createGrouping, ignoredCsv, maskedPatient, totalsOf } from './grouping.ts';
import type { MeasuredSource } from './local-source.ts';

const header = (part: Partial<LocalHeader>): LocalHeader => ({
  sopInstanceUid: '1',
  studyInstanceUid: 'exam',
  seriesInstanceUid: 'series',
  patientId: 'MRN1',
  patientName: 'DOE^JANE',
  studyDate: '20190304',
  studyDescription: '',
  modality: 'MR',
  seriesDescription: '',
  seriesNumber: 1,
  ...part,
});
const source = (sizeBytes: number): MeasuredSource => ({
  kind: 'file',
  path: 'x',
  sizeBytes,
  file: new File([], 'x'),
});

describe('a patient on screen', () => {
  it('shows the id and the beginning of the family name only', () => {
    expect(maskedPatient('MRN1004', 'DOE^JANE^M')).toBe('MRN1004 (DOE…)');
    expect(maskedPatient('MRN1004', '')).toBe('MRN1004');
    expect(maskedPatient('', 'Yamada^Tarou=山田^太郎')).toBe('no patient ID (Yam…)');
  });
});

describe('grouping', () => {
  it('gathers by patient, exam and series, in order', () => {
    const grouping = createGrouping();
    grouping.add(header({ seriesInstanceUid: 's2', seriesNumber: 2 }), source(10));
    grouping.add(header({ seriesInstanceUid: 's1', seriesNumber: 1 }), source(20));
    grouping.add(header({ seriesInstanceUid: 's1', seriesNumber: 1, sopInstanceUid: '2' }), source(30));
    grouping.add(header({ patientId: 'MRN0', studyInstanceUid: 'other' }), source(5));
    const patients = grouping.patients();
    expect(patients.map((patient) => patient.label)).toEqual(['MRN0 (DOE…)', 'MRN1 (DOE…)']);
    expect(
      patients[1]?.exams[0]?.series.map((series) => [series.key, series.sources.length, series.sizeBytes]),
    ).toEqual([
      ['s1', 2, 50],
      ['s2', 1, 10],
    ]);
  });
  it('keeps patients without an id apart by name', () => {
    const grouping = createGrouping();
    grouping.add(header({ patientId: '', patientName: 'A' }), source(1));
    grouping.add(header({ patientId: '', patientName: 'B' }), source(1));
    expect(grouping.patients()).toHaveLength(2);
  });
  it('adds up only what is chosen', () => {
    const grouping = createGrouping();
    grouping.add(header({ seriesInstanceUid: 's1' }), source(10));
    grouping.add(header({ seriesInstanceUid: 's2', studyInstanceUid: 'e2' }), source(7));
    expect(totalsOf(grouping.patients(), (series) => series.key === 's2')).toEqual({
      patients: 1,
      exams: 1,
      series: 1,
      images: 1,
      sizeBytes: 7,
    });
    expect(totalsOf(grouping.patients(), () => false).patients).toBe(0);
  });
});

describe('the list of ignored files', () => {
  it('is CSV that a spreadsheet does not run', () => {
    expect(ignoredCsv([{ path: '=cmd()', reason: 'not "DICOM"' }])).toBe(
      'file,reason\r\n"\'=cmd()","not ""DICOM"""',
    );
  });
});
