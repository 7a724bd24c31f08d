import { describe, expect, it } from 'vitest';
import { maskRows } from './preview-mask.ts';

const row = {
  path: '(0010,0040)',
  vr: 'CS',
  change: 'kept',
  rule: 'E.1-1:2024e:K:113108',
  before: 'F',
  after: 'F',
};
const originals = new Set([row.path]);

describe('a preview for who may not see originals', () => {
  it('shows what did not change on arrival', () => {
    expect(maskRows([row], new Set(), new Map())).toEqual([{ ...row, masked: false }]);
  });

  it.each([
    ['what a draft would keep', row, null],
    ['what it would cap', { ...row, vr: 'AS', change: 'replaced', after: '090Y' }, null],
    [
      'what it would leave of a text',
      { ...row, vr: 'LO', change: 'cleaned', rule: 'E.1-1:2024e:C:113105' },
      null,
    ],
    [
      'a time of day that would stay',
      { ...row, vr: 'TM', change: 'shifted', rule: 'E.1-1:2024e:C:113107' },
      null,
    ],
    ['a dummy', { ...row, change: 'replaced', rule: 'E.1-1:2024e:D', after: 'ANON' }, 'ANON'],
    [
      'a shifted date',
      { ...row, vr: 'DA', change: 'shifted', rule: 'E.1-1:2024e:C', after: '20200101' },
      '20200101',
    ],
    [
      'a mapped UID',
      { ...row, vr: 'UI', change: 'remapped', rule: 'E.1-1:2024e:U', after: '2.25.1' },
      '2.25.1',
    ],
  ])('takes originals out, before and after: %s', (_, given, after) => {
    expect(maskRows([given], originals, new Map())[0]).toMatchObject({ before: null, after, masked: true });
  });

  it('shows after what the archive holds already', () => {
    expect(maskRows([row], originals, new Map([[row.path, 'F']]))[0]).toMatchObject({
      before: null,
      after: 'F',
    });
  });

  it('takes out what a script made of originals, even in an element that was not there', () => {
    const made = { ...row, change: 'added', rule: 'ctp:3', before: null, after: 'QUILL', mayTell: true };
    expect(maskRows([made], new Set(), new Map())[0]).toMatchObject({ after: null, masked: true });
    const replaced = { ...made, change: 'replaced', before: 'F' };
    expect(maskRows([replaced], originals, new Map())[0]).toMatchObject({ after: null, masked: true });
    expect(maskRows([made], new Set(), new Map(), true)[0]).toMatchObject({ after: 'QUILL', masked: false });
    const constant = { ...replaced, mayTell: false, after: 'ANON' };
    expect(maskRows([constant], originals, new Map())[0]).toMatchObject({ after: 'ANON', masked: true });
  });
});
