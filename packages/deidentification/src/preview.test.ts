import type { DataSet } from '@pesscara/dicom';
import { describe, expect, it } from 'vitest';
import { option, previewDeidentification, researchProfile, ruleInWords } from './index.ts';
import {
  basicWith,
  madeObject,
  profileWith,
  reread,
  sopClassUids,
  testDeidentifier,
  testSubject,
} from './testing/made-objects.ts';

function previewed(header: DataSet, sopClassUid: string, profile = researchProfile()) {
  const context = { subject: testSubject, sopClassUid };
  const result = previewDeidentification(testDeidentifier(profile), header, context);
  if (result.kind === 'refused') throw new Error(result.reason);
  const byPath = new Map(result.rows.map((row) => [row.path, row]));
  return { ...result, row: (path: string) => byPath.get(path) };
}

describe('a preview', () => {
  it('shows each element before and after, with the rule that acted', () => {
    const header = reread(
      madeObject(sopClassUids.MR, {
        StudyDescription: 'MR brain of Kowalska',
        OtherPatientIDs: 'X1',
        Rows: new Uint8Array([0, 2]),
        RequestAttributesSequence: [{ ScheduledProcedureStepID: 'S1' }],
        '00291010 OB': new Uint8Array(4),
        '00290010 LO': 'ACME',
      }),
    );
    const { row, rows, isComplete } = previewed(header, sopClassUids.MR);
    expect(isComplete).toBe(true);
    expect(row('(0010,0020)')).toMatchObject({
      keyword: 'PatientID',
      change: 'replaced',
      before: 'MRN7731902',
      after: 'GLIO-0042',
    });
    expect(row('(0008,0020)')).toMatchObject({ change: 'shifted', before: '20240229', after: '20231121' });
    expect(row('(0008,1030)')).toMatchObject({ change: 'cleaned', before: 'MR brain of Kowalska' });
    expect(row('(0008,1030)')?.after).not.toContain('Kowalska');
    expect(row('(0020,000D)')).toMatchObject({ change: 'remapped', before: '1.2.3.4.5' });
    expect(row('(0028,0010)')).toMatchObject({ change: 'kept', before: '512', after: '512', rule: null });
    expect(row('(0029,1010)')).toMatchObject({ change: 'removed', after: null });
    expect(row('(0012,0062)')).toMatchObject({ change: 'added', before: null, after: 'YES' });
    expect(row('(0040,0275)[0]/(0040,0009)')?.change).toBe('removed');
    expect(row('(0040,0275)[0]/(0040,0009)')?.rule).not.toBeNull();
    expect(new Set(rows.map(({ path }) => path)).size).toBe(rows.length);
  });

  it('keeps the numbers of items when one is removed', () => {
    const item = (code: string, text: string) => ({
      ValueType: 'TEXT',
      ConceptNameCodeSequence: [{ CodeValue: code, CodingSchemeDesignator: 'DCM', CodeMeaning: 'C' }],
      TextValue: text,
    });
    const header = reread(
      madeObject(sopClassUids.SR, { ContentSequence: [item('121022', 'A77'), item('999999', 'axial')] }),
    );
    const profile = basicWith(option.cleanStructuredContent, option.cleanDescriptors);
    const { row } = previewed(header, sopClassUids.SR, profile);
    expect(row('(0040,A730)[0]/(0040,A160)')).toMatchObject({
      change: 'removed',
      before: 'A77',
      after: null,
    });
    expect(row('(0040,A730)[1]/(0040,A160)')).toMatchObject({ before: 'axial', after: 'axial' });
  });

  it('tells why an object would be refused', () => {
    const header = madeObject(sopClassUids.MR);
    header.delete('StudyInstanceUID');
    const context = { subject: testSubject, sopClassUid: sopClassUids.MR };
    expect(previewDeidentification(testDeidentifier(profileWith({})), header, context)).toMatchObject({
      kind: 'refused',
      code: 'missing-uid',
    });
  });
});

describe('a rule in words', () => {
  it.each([
    [
      'E.1-1:2024e:C:113107',
      'Table E.1-1: C by Retain Longitudinal Temporal Information Modified Dates Option (113107).',
    ],
    ['E.1-1:2024e:X/Z', 'Table E.1-1: X/Z.'],
    ['override:0', 'Override 1 of the profile.'],
    ['private-list:tcia-2024-02', 'Private list tcia-2024-02.'],
    ['not-in-dictionary', 'Not in the dictionary of attributes.'],
  ])('%s', (rule, words) => {
    expect(ruleInWords(rule)).toBe(words);
  });
});
