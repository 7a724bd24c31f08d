import { describe, expect, it } from 'vitest';
import { changeLines, typeWords } from './words.ts';

describe('audit words', () => {
  it('reads a type aloud', () => {
    expect(typeWords('curation.case.first-approved')).toBe('curation: case first approved');
    expect(typeWords('odd')).toBe('odd');
  });
  it('lists only the fields that changed', () => {
    expect(
      changeLines({ before: { name: 'a', tags: ['x'], same: 1 }, after: { name: 'b', tags: [], same: 1 } }),
    ).toEqual([
      { field: 'name', before: 'a', after: 'b' },
      { field: 'tags', before: 'x', after: '' },
    ]);
  });
  it('shows what was created and what was removed', () => {
    expect(changeLines({ after: { key: 'k' } })).toEqual([{ field: 'key', before: null, after: 'k' }]);
    expect(changeLines({ before: 'old', after: null })).toEqual([
      { field: 'value', before: 'old', after: null },
    ]);
  });
});
