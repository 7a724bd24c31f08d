import { describe, expect, test } from 'vitest';
import { encodeCursor } from '../kernel/http/index.ts';
import { seriesQuery, seriesSorts } from './catalogue.schema.ts';
import { containing, isUnfiltered, readFilter, seriesOrder } from './series-filter.ts';

const parse = (query: Record<string, unknown>) => readFilter(seriesQuery.parse(query));

describe('a filter', () => {
  test('reads parameters given once or several times, and none as an empty value', () => {
    expect(
      parse({
        q: ' T1  Axial ',
        modality: 'MR',
        weighting: ['T1', 'T2', 'T1'],
        contrast: '',
        subject: 'A-1',
      }),
    ).toEqual({
      words: ['t1', 'axial'],
      facets: { modality: ['MR'], weighting: ['T1', 'T2'], contrast: [''] },
      subjectCodes: ['A-1'],
      examIds: [],
    });
  });

  test('knows when it is empty', () => {
    expect(isUnfiltered(parse({}))).toBe(true);
    expect(isUnfiltered(parse({ q: '  ' }))).toBe(true);
    for (const query of [{ q: 'x' }, { tag: 'x' }, { subject: 'x' }, { exam: 'x' }, { centre: '' }])
      expect(isUnfiltered(parse(query))).toBe(false);
  });

  test('an exam that is no id matches nothing instead of everything', () => {
    expect(parse({ exam: 'rubbish' }).examIds).toEqual(['00000000-0000-0000-0000-000000000000']);
  });

  test('wildcards in words stand for themselves', () => {
    expect(containing('50%_\\')).toBe('%50\\%\\_\\\\%');
  });
});

describe('a cursor', () => {
  const id = '0190b2a4-0000-7000-8000-000000000000';
  test.each([
    ['rubbish'],
    [encodeCursor(['2020-01-01', 'no id'])],
    [encodeCursor(["'; drop table", id])],
    [encodeCursor([1, id])],
    [encodeCursor([null, id])],
    [encodeCursor(['2020-01-01', id, 'more'])],
  ])('%s is refused', (cursor) => {
    expect(() => seriesOrder('-studyDate', cursor)).toThrow(
      expect.objectContaining({ kind: expect.objectContaining({ status: 400 }) as object }) as Error,
    );
  });

  test('of every order is taken back', () => {
    const values = {
      '-studyDate': '-infinity',
      studyDate: '2020-12-31',
      subject: 'A-1',
      modality: '',
      '-releasedAt': '2026-11-22 15:40:00.123+00',
    };
    for (const sort of seriesSorts)
      expect(seriesOrder(sort, encodeCursor([values[sort], id])).after).toHaveLength(1);
  });
});
