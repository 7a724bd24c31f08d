import { describe, expect, it } from 'vitest';
import {
  basicProfile,
  type DeidentificationProfile,
  lintObstacles,
  lintProfile,
  option,
  type ProfileOverride,
  researchProfile,
} from '../index.ts';

function withOverrides(...overrides: [string, ProfileOverride['action']][]): DeidentificationProfile {
  return {
    ...researchProfile(),
    basis: 'authorization',
    overrides: overrides.map(([path, action]) => ({ path, action, why: 'For the test.' })),
  };
}

function codesOf(document: unknown, seen: readonly string[] = []): string[] {
  const findings = lintProfile(document, { isSeenCreator: (creator) => seen.includes(creator) });
  return findings.map(({ severity, code, pointer }) => `${severity} ${code} ${pointer}`);
}

describe('Safe Harbor', () => {
  it('asks for a basis wherever the profile lets through what it does not allow', () => {
    const profile: DeidentificationProfile = {
      ...basicProfile(),
      options: [
        option.retainModifiedDates,
        option.retainPatientCharacteristics,
        option.retainDeviceIdentity,
        option.retainUids,
        option.retainInstitutionIdentity,
      ],
      ageCapYears: null,
      overrides: [{ path: '0010,0030', action: 'Z', why: 'x' }].slice(1) as ProfileOverride[],
    };
    const obstacles = lintObstacles(lintProfile(profile)).map(({ code }) => code);
    expect(obstacles).toEqual([
      'safe-harbor-dates',
      'safe-harbor-device',
      'safe-harbor-codes',
      'safe-harbor-place',
      'safe-harbor-age',
      'safe-harbor-face',
    ]);
    expect(lintObstacles(lintProfile({ ...profile, basis: 'limited-data-set' }))).toEqual([]);
  });

  it('has nothing against the Basic Profile with faces removed', () => {
    const profile = { ...basicProfile(), options: [option.cleanVisualFeatures] };
    expect(codesOf(profile)).toEqual(['note claim-needs-proof /options']);
  });

  it('sees names and dates that an override keeps', () => {
    const profile = { ...basicProfile(), options: [option.cleanVisualFeatures] };
    const overrides = [{ path: '0008,0090', action: 'K', why: 'Asked for.' }];
    expect(codesOf({ ...profile, overrides })).toContain('basis safe-harbor-override /overrides/0/action');
  });
});

describe('overrides', () => {
  it.each([
    [
      'an attribute that no dictionary knows',
      withOverrides(['0008,FFF1', 'K']),
      'override-unknown-attribute',
    ],
    ['a UID that comes apart', withOverrides(['0020,0052', 'X']), 'override-uid'],
    ['a UID that leads back', withOverrides(['0020,0052', 'K']), 'override-uid'],
    ['U on a text', withOverrides(['0008,1030', 'U']), 'override-action'],
    ['a text for a sequence', withOverrides(['0008,1115', { set: 'A' }]), 'override-action'],
    ['cleaning of a number', withOverrides(['0028,0010', 'C']), 'override-action'],
    ['identity that is kept', withOverrides(['0010,1040', 'K']), 'override-keeps-identity'],
    [
      'a path behind a wider one',
      withOverrides(['0040,0007', 'X'], ['0040,0275>0040,0007', 'K']),
      'override-shadowed',
    ],
  ])('are warned of: %s', (_, profile, code) => {
    expect(codesOf(profile).some((one) => one.startsWith(`warning ${code}`))).toBe(true);
  });

  it('are told to have no effect when the profile does the same', () => {
    expect(codesOf(withOverrides(['0008,1070', 'C']))).not.toContain('note override-no-effect /overrides/0');
    expect(codesOf(withOverrides(['0010,4000', 'C']))).toContain('note override-no-effect /overrides/0');
  });

  it('are warned of private creators that nobody has met, letter by letter', () => {
    const profile = withOverrides(['0029[ACME SCANNER]10', 'K'], ['0019[SIEMENS MR HEADER]0A', 'K']);
    const warning = 'warning override-unseen-creator /overrides/0/path';
    expect(codesOf(profile)).toContain(warning);
    expect(codesOf(profile, ['ACME SCANNER'])).not.toContain(warning);
  });
});

describe('a document that is no profile', () => {
  it('gets its mistakes as errors', () => {
    expect(codesOf({ ...basicProfile(), options: ['113107', '113106'] })).toContain(
      'error invalid /options/1',
    );
    expect(codesOf({ ...basicProfile(), basis: 'because' })).toEqual(['error invalid /basis']);
    expect(codesOf({ ...basicProfile(), privateLists: ['mine'] })).toEqual(['error invalid /privateLists/0']);
    expect(lintProfile(null)).toHaveLength(1);
  });
});

describe('combinations', () => {
  it('are warned of when one takes the sense of the other', () => {
    const base = { ...basicProfile(), basis: 'authorization' as const };
    expect(codesOf({ ...base, options: [option.retainUids] })).toContain('warning uids-hold-dates /options');
    expect(codesOf({ ...base, descriptorTerms: ['GLIOMA'] })).toContain(
      'warning terms-unused /descriptorTerms',
    );
    expect(codesOf({ ...base, privateLists: ['tcia-2024-02'] })).toContain(
      'warning private-list-unused /privateLists',
    );
    expect(
      codesOf({ ...base, options: [option.retainModifiedDates, option.retainDeviceIdentity] }),
    ).toContain('note clean-wins-over-keep /options');
    expect(codesOf({ ...base, options: ['113105'], descriptorTerms: ['AXIAL', 'QQ', 'QQ'] })).toEqual(
      expect.arrayContaining(['note term-known /descriptorTerms/0', 'note term-twice /descriptorTerms/2']),
    );
  });
});
