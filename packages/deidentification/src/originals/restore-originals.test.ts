import { describe, expect, it } from 'vitest';
import { researchProfile, restoreOriginals } from '../index.ts';
import {
  deidentified,
  type MadeElements,
  madeObject,
  reread,
  sopClassUids,
  textOf,
} from '../testing/made-objects.ts';

const elements: MadeElements = {
  StudyDescription: 'MR brain of Kowalska',
  RequestAttributesSequence: [{ ScheduledProcedureStepID: 'S1', ScheduledProcedureStepDescription: 'Brain' }],
  ReferencedStudySequence: [{ ReferencedSOPClassUID: sopClassUids.MR, ReferencedSOPInstanceUID: '1.2.3.9' }],
  '00290010 LO': 'ACME',
  '00291010 LO': 'Zbigniewska',
};

describe('original values put back', () => {
  it('give an object that is de-identified to the same bytes again', () => {
    const first = deidentified(reread(madeObject(sopClassUids.MR, elements)));
    const originals = first.originals();
    const stored = reread(first.dataSet);
    restoreOriginals(stored, originals);
    expect(textOf(stored, 'PatientID')).toBe('MRN7731902');
    expect(textOf(stored, 'RequestAttributesSequence/ScheduledProcedureStepID')).toBe('S1');
    expect(textOf(stored, '00291010')).toBe('Zbigniewska');
    expect(stored.has(0x00120063)).toBe(false);
    const again = deidentified(stored, researchProfile());
    expect(again.sopInstanceUid).toBe(first.sopInstanceUid);
    expect(textOf(again.dataSet, 'StudyDate')).toBe(textOf(first.dataSet, 'StudyDate'));
    expect(again.report.entries.map(({ path }) => path)).toEqual(
      first.report.entries.map(({ path }) => path),
    );
  });

  it('leave paths out that are none', () => {
    const header = madeObject(sopClassUids.MR);
    const bytes = new Uint8Array(2);
    const before = header.size;
    restoreOriginals(header, [
      { path: 'nonsense', vr: 'LO', bytes, byteLength: 2 },
      { path: '(0040,0275)[4000000000]/(0040,0007)', vr: 'LO', bytes, byteLength: 2 },
    ]);
    expect(header.size).toBe(before);
  });
});
