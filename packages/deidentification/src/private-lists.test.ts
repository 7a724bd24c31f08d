import { describe, expect, it } from 'vitest';
import { basicProfile, type DeidentificationProfile, option } from './index.ts';
import { isListedCreator } from './private-lists.ts';
import { deidentified, madeObject, sopClassUids, textOf } from './testing/made-objects.ts';

function profileWithList(...options: DeidentificationProfile['options']): DeidentificationProfile {
  return {
    ...basicProfile(),
    options: [...options].sort(),
    privateLists: ['tcia-2024-02'],
  };
}

const petBlock = { '00090010 LO': 'GEMS_PETD_01' };

describe('the private list of TCIA', () => {
  it('keeps what it lists when the VR agrees, and nothing without Retain Safe Private', () => {
    const object = () =>
      madeObject(sopClassUids.MR, {
        '00190010 LO': 'SIEMENS MR HEADER',
        '0019100C IS': '1000',
        '00191099 LO': 'Zbigniewska',
      });
    const { dataSet, findings } = deidentified(object(), profileWithList(option.retainSafePrivate));
    expect(textOf(dataSet, '0019100C')).toBe('1000');
    expect(textOf(dataSet, '00190010')).toBe('SIEMENS MR HEADER');
    expect(dataSet.has(0x00191099)).toBe(false);
    expect(findings.map(({ code }) => code)).not.toContain('private-listed');
    const without = deidentified(object(), profileWithList()).dataSet;
    expect(without.elements.some(({ tag }) => tag >>> 16 === 0x0019)).toBe(false);
  });

  it('maps what it calls a UID, and treats what it calls a date as the profile treats dates', () => {
    const object = () =>
      madeObject(sopClassUids.PT, {
        ...petBlock,
        '00091005 DT': '20240229101112',
        '0009109C UI': '1.2.9999.1',
      });
    const shifted = deidentified(
      object(),
      profileWithList(option.retainModifiedDates, option.retainSafePrivate),
    ).dataSet;
    expect(textOf(shifted, '00091005')).toBe('20231121101112');
    expect(textOf(shifted, '0009109C')).toMatch(/^2\.25\./);
    const removed = deidentified(object(), profileWithList(option.retainSafePrivate)).dataSet;
    expect(removed.has(0x00091005)).toBe(false);
  });

  it('yields to an override, and says which blocks an object has', () => {
    const profile = {
      ...profileWithList(option.retainSafePrivate),
      overrides: [{ path: '0019[SIEMENS MR HEADER]0C', action: 'X' as const, why: 'Not wanted.' }],
    };
    const { dataSet, privateCreators } = deidentified(
      madeObject(sopClassUids.MR, { '00190010 LO': 'SIEMENS MR HEADER', '0019100C IS': '1000' }),
      profile,
    );
    expect(dataSet.has(0x0019100c)).toBe(false);
    expect([...privateCreators]).toEqual(['SIEMENS MR HEADER']);
    expect(isListedCreator('SIEMENS MR HEADER')).toBe(true);
    expect(isListedCreator('SIEMENS MR HEADERS')).toBe(false);
  });
});
