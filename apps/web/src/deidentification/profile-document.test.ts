import { describe, expect, it } from 'vitest';
import {
  actionInWords,
  documentFrom,
  isSameDocument,
  overrideOf,
  termsFrom,
  withBasis,
  withOption,
  withPrivateList,
} from './profile-document.ts';

const empty = documentFrom({});

describe('a document in the editor', () => {
  it('is made from anything, and left as it is when it is whole', () => {
    expect(documentFrom({ options: 7, overrides: null, ageCapYears: 'x' })).toEqual(empty);
    const whole = { ...empty, options: ['113107'], basis: 'authorization', privateLists: ['tcia-2024-02'] };
    expect(documentFrom({ ...whole })).toEqual(whole);
  });

  it('keeps its options in order, and lets one kind of dates take the other’s place', () => {
    const shifted = withOption(withOption(empty, '113108', true), '113107', true);
    expect(shifted.options).toEqual(['113107', '113108']);
    expect(withOption(shifted, '113106', true).options).toEqual(['113106', '113108']);
    expect(withOption(shifted, '113107', false).options).toEqual(['113108']);
  });

  it('is the same in whatever order its members were set', () => {
    const override = { path: '0010,1010', action: 'X', why: 'Not needed.' };
    const one = { ...withBasis(empty, 'authorization'), overrides: [override] };
    const stored = {
      overrides: [{ why: override.why, action: 'X', path: '0010,1010' }],
      basis: 'authorization',
    };
    expect(isSameDocument(one, documentFrom(stored))).toBe(true);
    expect(isSameDocument(one, empty)).toBe(false);
  });

  it('takes words as people type them', () => {
    expect(termsFrom(['glioma', 'MR-Perf, dsc', 'GLIOMA', ''])).toEqual(['GLIOMA', 'MR', 'PERF', 'DSC']);
  });

  it('has no basis and no list rather than an empty one', () => {
    expect(withBasis({ ...empty, basis: 'authorization' }, null)).toEqual(empty);
    expect(withPrivateList(withPrivateList(empty, 'a', true), 'a', false)).toEqual(empty);
  });

  it('says the letters of the table in words', () => {
    expect(['X', 'X/Z/D', 'X/Z/U*', 'K'].map(actionInWords)).toEqual([
      'X remove',
      'X/Z/D remove or empty or replace',
      'X/Z/U* remove or empty or remap UID',
      'K keep',
    ]);
    expect(actionInWords({ set: 'ANON' })).toBe('set “ANON”');
  });

  it('knows which override a finding is about', () => {
    expect(overrideOf('/overrides/12/path')).toBe(12);
    expect(overrideOf('/options/0')).toBeUndefined();
  });
});
