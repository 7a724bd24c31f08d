import { describe, expect, it } from 'vitest';
import { tagUse, undoOf } from './tagging.ts';

const series = [
  { id: 'a', tags: ['baseline', 'good'] },
  { id: 'b', tags: ['baseline'] },
  { id: 'c', tags: [] },
];

describe('bulk tagging', () => {
  it('counts how many of the chosen series carry each tag', () => {
    expect(tagUse(series)).toEqual([
      { tag: 'baseline', count: 2 },
      { tag: 'good', count: 1 },
    ]);
  });
  it('takes back only what it altered', () => {
    const change = { seriesIds: ['a', 'b', 'c'], add: ['good'], remove: ['baseline'] };
    expect(undoOf(change, series)).toEqual([
      { seriesIds: ['b', 'c'], add: [], remove: ['good'] },
      { seriesIds: ['a', 'b'], add: ['baseline'], remove: [] },
    ]);
  });
  it('has nothing to take back when nothing was altered', () => {
    expect(undoOf({ seriesIds: ['a'], add: ['good'], remove: [] }, series)).toEqual([]);
  });
});
