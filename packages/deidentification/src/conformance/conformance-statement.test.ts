import { describe, expect, it } from 'vitest';
import {
  basicProfile,
  builtInProfiles,
  conformanceMarkdown,
  conformanceStatement,
  diffProfiles,
  effectiveActionsOf,
  option,
  pathFromText,
  profileReference,
  profileSha256,
  researchProfile,
} from '../index.ts';

describe('the conformance statement', () => {
  it('says everything that PS3.15 asks for, of every built-in profile', () => {
    for (const profile of builtInProfiles) {
      const statement = conformanceStatement(profile);
      expect(statement.profile).toMatchObject({
        reference: profileReference(profile),
        sha256: profileSha256(profile),
      });
      expect(statement.options.map(({ code }) => code)).toEqual(['113100', ...profile.options]);
      for (const { meaning, effect } of statement.options) expect(meaning && effect).not.toBe('');
      expect(statement.choices.length).toBeGreaterThan(10);
      const text = conformanceMarkdown(statement);
      for (const title of ['Private attributes', 'Pixels', 'Dates and times', 'UIDs', 'Encrypted attributes'])
        expect(text).toContain(`## ${title}`);
      expect(conformanceMarkdown(conformanceStatement(structuredClone(profile)))).toBe(text);
    }
  });

  it('names the private elements that are kept, with the reason, and how choices are made', () => {
    const statement = conformanceStatement({
      ...researchProfile(),
      options: [...researchProfile().options, option.retainSafePrivate].sort(),
      privateLists: ['tcia-2024-02'],
      basis: 'limited-data-set',
    });
    expect(statement.privateAttributes.join(' ')).toContain('2005[Philips MR Imaging DD 001]0E: Scale slope');
    expect(statement.privateAttributes.join(' ')).toContain('TCIA');
    expect(statement.basis?.name).toBe('limited-data-set');
    expect(statement.choices.find(({ keyword }) => keyword === 'StationName')).toMatchObject({
      tableAction: 'X/Z/D',
      type1: 'D',
      type2: 'Z',
      type3: 'X',
      unknownSopClass: 'D',
    });
  });

  it('keeps its tables whole when a reason has a bar or a line break in it', () => {
    const overrides = [{ path: '0008,1030', action: 'K' as const, why: 'one | two\nthree' }];
    const text = conformanceMarkdown(conformanceStatement({ ...basicProfile(), overrides }));
    expect(text).toContain('| 0008,1030 | StudyDescription | K | one \\| two three |');
  });
});

describe('the difference of two profiles', () => {
  it('is nothing between a profile and its next version', () => {
    const { actions, settings, overrides } = diffProfiles(researchProfile(), {
      ...researchProfile(),
      version: 2,
    });
    expect([actions, settings, overrides]).toEqual([[], [], { added: [], removed: [], changed: [] }]);
  });

  it('lists options, overrides and the attributes whose action changes', () => {
    const before = researchProfile();
    const after = {
      ...before,
      options: before.options.filter((code) => code !== option.retainPatientCharacteristics),
      overrides: [
        ...before.overrides.slice(1),
        { path: '0010,1010', action: 'K' as const, why: 'Age is the outcome.' },
        { path: '0028,0010', action: 'X' as const, why: 'To see it.' },
      ],
      ageCapYears: null,
    };
    const diff = diffProfiles(before, after);
    expect(diff.options).toEqual({ added: [], removed: ['113108'] });
    expect(diff.overrides.removed.map(({ path }) => path)).toEqual(['0019[SIEMENS MR HEADER]0A']);
    expect(diff.settings).toEqual([{ member: 'ageCapYears', before: '89', after: null }]);
    const changed = new Map(diff.actions.map((one) => [one.keyword, one]));
    expect(changed.get('PatientSex')).toMatchObject({ before: { action: 'K' }, after: { action: 'Z' } });
    expect(changed.has('PatientAge')).toBe(false);
    expect(changed.get('Rows')).toMatchObject({ before: null, after: { action: 'X', by: 'override:4' } });
    expect(diffProfiles(after, before).actions.find(({ keyword }) => keyword === 'Rows')?.after).toBeNull();
  });
});

describe('the effective actions', () => {
  it('are those of the table, an option, or an override', () => {
    const actions = effectiveActionsOf(researchProfile());
    expect(actions).toHaveLength(621);
    const of = (keyword: string) => actions.find((one) => one.keyword === keyword);
    expect(of('StudyDate')).toMatchObject({ action: 'C', by: '113107' });
    expect(of('PatientSex')).toMatchObject({ action: 'K', by: '113108' });
    expect(of('AccessionNumber')).toMatchObject({ action: 'Z', by: '113100' });
  });
});

describe('a path as people write it', () => {
  it.each([
    ['PatientID', '0010,0020'],
    ['(0010,0020)', '0010,0020'],
    ['00100020', '0010,0020'],
    ['0010,0020', '0010,0020'],
    ['RequestAttributesSequence > ScheduledProcedureStepDescription', '0040,0275>0040,0007'],
    ['(0040,0275)[0]/(0040,0007)', '0040,0275>0040,0007'],
    ['0029[SIEMENS CSA HEADER]10', '0029[SIEMENS CSA HEADER]10'],
    ['NoSuchAttribute', undefined],
    ['', undefined],
  ])('%s is %s', (text, path) => {
    expect(pathFromText(text)).toBe(path);
  });
});
