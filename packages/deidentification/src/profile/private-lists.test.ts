import type { DataSet } from '@pesscara/dicom';
import { describe, expect, it } from 'vitest';
import { basicProfile, type DeidentificationProfile, option } from '../index.ts';
import { deidentified, madeObject, sopClassUids, textOf } from '../testing/made-objects.ts';
import { isListedCreator } from './private-lists.ts';

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

  describe('in items', () => {
    const block = { '00090010 LO': 'GEIIS_RA1000', '00091001 CS': 'LIN' } as const;
    const keeping = () => profileWithList(option.retainSafePrivate);
    const itemsOf = (dataSet: DataSet, tag: number) => {
      const sequence = dataSet.get(tag);
      return sequence?.kind === 'sequence' ? sequence.items : [];
    };

    it('is found below a standard sequence by its whole path, and nowhere else', () => {
      const made = madeObject(sopClassUids.MR, {
        ReferencedSeriesSequence: [{ ReferencedImageSequence: [block] }],
        ReferencedImageSequence: [block],
      });
      const { dataSet } = deidentified(made, keeping());
      const [series] = itemsOf(dataSet, 0x00081115);
      const [listed] = series === undefined ? [] : itemsOf(series, 0x00081140);
      expect(listed && textOf(listed, '00091001')).toBe('LIN');
      expect(listed && textOf(listed, '00090010')).toBe('GEIIS_RA1000');
      const [elsewhere] = itemsOf(dataSet, 0x00081140);
      expect(elsewhere?.elements).toEqual([]);
    });

    it('is found below private sequences by their creators, whatever the numbers of their blocks', () => {
      const inner = { '00290011 LO': 'MMCPrivate', '0029115D LO': 'HU', '0029115C LO': 'Zbigniewska' };
      const made = madeObject(sopClassUids.MR, {
        '00290012 LO': 'MMCPrivate',
        '00291232 SQ': [
          {
            '00290010 LO': 'MMCPrivate',
            '0029105C SQ': [inner],
            '00291099 LO': 'Zbigniewska',
            SeriesDescription: 'Zbigniewska',
            ImageComments: 'Zbigniewska',
            InstanceNumber: '3',
          },
        ],
      });
      const { dataSet } = deidentified(made, keeping());
      const [outer] = itemsOf(dataSet, 0x00291232);
      expect(outer?.elements.map(({ tag }) => tag)).toEqual([0x00290010, 0x0029105c]);
      const [item] = outer === undefined ? [] : itemsOf(outer, 0x0029105c);
      expect(item?.elements.map(({ tag }) => tag)).toEqual([0x00290011, 0x0029115d]);
      expect(item && textOf(item, '0029115D')).toBe('HU');
    });

    it('goes where another creator has the block, or the sequence itself is not listed', () => {
      const made = madeObject(sopClassUids.MR, {
        '00290012 LO': 'MMCPrivate',
        '00291232 SQ': [{ '00290010 LO': 'SOMEBODY ELSE', '0029105C SQ': [{ '00290010 LO': 'MMCPrivate' }] }],
        '00291299 SQ': [{ '00290010 LO': 'MMCPrivate', '0029105E SQ': [{}] }],
      });
      const { dataSet } = deidentified(made, keeping());
      expect(itemsOf(dataSet, 0x00291232)[0]?.elements).toEqual([]);
      expect(dataSet.has(0x00291299)).toBe(false);
    });

    it('keeps standard attributes four private sequences deep only where it lists them, and maps their UIDs', () => {
      const creator = { '00290010 LO': 'SIEMENS SYNGO ADVANCED PRESENTATION' } as const;
      const image = {
        SOPClassUID: sopClassUids.MR,
        SOPInstanceUID: '1.2.9999.7',
        PatientComments: 'Zbigniewska',
        StudyID: '7',
      };
      const made = madeObject(sopClassUids.MR, {
        ...creator,
        '00291002 SQ': [
          {
            ...creator,
            '00291003 SQ': [{ ...creator, '00291004 SQ': [{ ...creator, '00291010 SQ': [image] }] }],
          },
        ],
      });
      const { dataSet, report } = deidentified(made, keeping());
      const deepest = [0x00291002, 0x00291003, 0x00291004, 0x00291010].reduce<DataSet | undefined>(
        (at, tag) => at && itemsOf(at, tag)[0],
        dataSet,
      );
      expect(deepest?.elements.map(({ tag }) => tag)).toEqual([0x00080016, 0x00080018]);
      expect(deepest && textOf(deepest, 'SOPInstanceUID')).toMatch(/^2\.25\./);
      expect(report.entries).toContainEqual(
        expect.objectContaining({ keyword: 'StudyID', rule: 'private-list:tcia-2024-02:not-listed' }),
      );
    });
  });
});
