import { describe, expect, it } from 'vitest';
import { differingRows } from './differing-rows.ts';

const row = (path: string, after: string | null) => ({ path, keyword: null, after });

describe('the attributes in which two contents differ', () => {
  it('are those with another value, in element order', () => {
    expect(
      differingRows(
        [row('(0020,0013)', '1'), row('(0008,0008)', 'ORIGINAL'), row('(0008,0060)', 'MR')],
        [row('(0008,0060)', 'MR'), row('(0008,0008)', 'DERIVED'), row('(0020,0013)', '2')],
      ).map(({ path, first, later }) => [path, first, later]),
    ).toEqual([
      ['(0008,0008)', 'ORIGINAL', 'DERIVED'],
      ['(0020,0013)', '1', '2'],
    ]);
  });

  it('are those that only one of them has', () => {
    expect(differingRows([row('(0008,0008)', 'A')], [row('(0008,103E)', 'B')])).toEqual([
      { path: '(0008,0008)', keyword: null, first: 'A', later: null },
      { path: '(0008,103E)', keyword: null, first: null, later: 'B' },
    ]);
  });

  it('are not those that are empty in one and absent from the other', () => {
    expect(differingRows([row('(0010,0030)', '')], [])).toEqual([]);
  });
});
