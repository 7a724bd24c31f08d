import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, canonicalSha256, type JsonValue } from './canonical-json.ts';
import {
  basicProfile,
  builtInProfiles,
  profileReference,
  profileSha256,
  researchProfile,
  temporalModeOf,
  validateProfile,
} from './profile.ts';

describe('canonical JSON', () => {
  it('follows the examples of RFC 8785', () => {
    // Section 3.2.2 (numbers, strings) and 3.2.3 (order by UTF-16 code units).
    const numbers = [333_333_333.333_333_3, 1e30, 4.5, 2e-3, 0.000_000_000_000_000_000_000_000_001];
    expect(canonicalJson(numbers)).toBe('[333333333.3333333,1e+30,4.5,0.002,1e-27]');
    expect(canonicalJson({ string: '€$\u000f\nA\'B"\\\\"/' })).toBe(
      '{"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    const keys = { '\u20ac': 1, '\r': 2, '\ufb33': 3, 1: 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
    expect(canonicalJson(keys)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
  });

  it('does not depend on the order in which members were put, and leaves undefined ones out', () => {
    expect(canonicalJson({ b: 1, a: [null, true, 'x'], c: undefined })).toBe('{"a":[null,true,"x"],"b":1}');
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = value as JsonValue;
        expect(canonicalJson(JSON.parse(canonicalJson(json)) as JsonValue)).toBe(canonicalJson(json));
      }),
    );
  });

  it('refuses what has no one text', () => {
    expect(() => canonicalJson(Number.NaN)).toThrow(TypeError);
    expect(() => canonicalJson(['\ud800'])).toThrow(TypeError);
  });

  it('is hashed as UTF-8', () => {
    expect(canonicalSha256({ a: 'ö' })).toBe(createHash('sha256').update('{"a":"ö"}').digest('hex'));
  });
});

describe('a profile', () => {
  it('that is built in is valid, and has a name of its own', () => {
    for (const profile of builtInProfiles) expect(validateProfile(profile)).toEqual([]);
    expect(new Set(builtInProfiles.map(profileSha256)).size).toBe(builtInProfiles.length);
    expect(builtInProfiles[0]?.id).toBe('research');
  });

  it('is named by its content', () => {
    expect(profileReference(researchProfile())).toBe(
      `research-1@${profileSha256(researchProfile()).slice(0, 12)}`,
    );
    expect(profileSha256({ ...researchProfile(), ageCapYears: 80 })).not.toBe(
      profileSha256(researchProfile()),
    );
  });

  it('says by its options what becomes of dates', () => {
    expect(temporalModeOf(basicProfile())).toBe('remove');
    expect(temporalModeOf(basicProfile({ dates: 'shift' }))).toBe('shift');
    expect(temporalModeOf(basicProfile({ dates: 'keep' }))).toBe('keep');
    expect(temporalModeOf(researchProfile())).toBe('shift');
  });

  it.each([
    ['/id', { id: 'Research' }],
    ['/version', { version: 0 }],
    ['/title', { title: ' ' }],
    ['/edition', { edition: '2020b' }],
    ['/ageCapYears', { ageCapYears: 0.5 }],
    ['/options/0', { options: ['113100'] }],
    ['/options/1', { options: ['113107', '113105'] }],
    ['/options', { options: ['113106', '113107'] }],
    ['/options', { options: 'all' }],
    ['/overrides', { overrides: {} }],
    ['/overrides/0/path', { overrides: [{ path: 'PatientName', action: 'X', why: 'x' }] }],
    ['/overrides/0/path', { overrides: [{ path: '0010,0020', action: 'K', why: 'x' }] }],
    ['/overrides/0/action', { overrides: [{ path: '0008,1030', action: 'Q', why: 'x' }] }],
    ['/overrides/0/action/set', { overrides: [{ path: '0008,1030', action: { set: 'é' }, why: 'x' }] }],
    ['/overrides/0/why', { overrides: [{ path: '0008,1030', action: 'X', why: '' }] }],
    ['/descriptorTerms/0', { descriptorTerms: ['two words'] }],
    ['/review', { review: 'always' }],
  ])('is told what is wrong at %s', (pointer, change) => {
    const problems = validateProfile({ ...researchProfile(), ...change });
    expect(problems.map((problem) => problem.pointer)).toEqual([pointer]);
  });

  it('is told that it must be an object', () => {
    expect(validateProfile(null)).toEqual([{ pointer: '', detail: 'must be an object.' }]);
    expect(validateProfile({}).length).toBeGreaterThan(4);
  });
});
