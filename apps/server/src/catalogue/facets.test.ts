import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FacetName } from './catalogue.schema.ts';
import { facetCounts, tagFacet } from './facets.ts';
import { keyedFacets, readFilter } from './series-filter.ts';
import { fittingTags } from './tags.ts';

const names = keyedFacets.map(([name]) => name);
const key = (values: Partial<Record<FacetName, string>>) =>
  names.map((name) => values[name] ?? '').join('\x1f');
const valuesOf = (facets: ReturnType<typeof facetCounts>, name: FacetName) =>
  Object.fromEntries(
    facets.find((facet) => facet.name === name)?.values.map(({ value, count }) => [value, count]) ?? [],
  );

test('a facet ignores its own selection and obeys the others', () => {
  const groups = [
    { key: key({ modality: 'MR', weighting: 'T1' }), count: 5 },
    { key: key({ modality: 'MR', weighting: 'T2' }), count: 3 },
    { key: key({ modality: 'CT' }), count: 2 },
  ];
  const counts = facetCounts(groups, readFilter({ modality: ['MR'], weighting: ['T1', 'ASL'] }));
  expect(valuesOf(counts, 'modality')).toEqual({ MR: 5 });
  expect(valuesOf(counts, 'weighting')).toEqual({ T1: 5, T2: 3, ASL: 0 });
  expect(valuesOf(counts, 'plane')).toEqual({ '': 5 });
  const unselected = facetCounts(groups, readFilter({}));
  expect(valuesOf(unselected, 'modality')).toEqual({ MR: 8, CT: 2 });
  expect(unselected.find((facet) => facet.name === 'modality')?.values[0]).toEqual({ value: 'MR', count: 8 });
});

test('a selected tag that nothing has any more stays visible', () => {
  expect(tagFacet([{ value: 'good', count: 2 }], readFilter({ tag: ['gone'] })).values).toEqual([
    { value: 'good', count: 2 },
    { value: 'gone', count: 0 },
  ]);
});

test('counts equal those of looking at every series', () => {
  const value = fc.constantFrom('', 'a', 'b');
  const series = fc.array(fc.tuple(value, value, value), { maxLength: 40 });
  const selection = fc.uniqueArray(value, { maxLength: 2 });
  fc.assert(
    fc.property(series, selection, selection, (rows, modality, plane) => {
      const groups = rows.map(([m, w, p]) => ({
        key: key({ modality: m, weighting: w, plane: p }),
        count: 1,
      }));
      const counts = facetCounts(groups, readFilter({ modality, plane }));
      const meets = (selected: string[], one: string) => selected.length === 0 || selected.includes(one);
      for (const candidate of ['', 'a', 'b']) {
        const expected = rows.filter(([m, , p]) => m === candidate && meets(plane, p)).length;
        expect(valuesOf(counts, 'modality')[candidate] ?? 0).toBe(expected);
        const weighting = rows.filter(
          ([m, w, p]) => w === candidate && meets(modality, m) && meets(plane, p),
        ).length;
        expect(valuesOf(counts, 'weighting')[candidate] ?? 0).toBe(weighting);
      }
    }),
  );
});

test('tags that come with a route are cleaned, and cut where a series cannot have more', () => {
  expect(fittingTags([' b ', 'a', 'a', '', 'c\u0007d'])).toEqual(['a', 'b', 'c d']);
  expect(fittingTags(Array.from({ length: 50 }, (_, n) => `t${n}`))).toHaveLength(30);
  const long = fittingTags(Array.from({ length: 20 }, (_, n) => `${n}${'ö'.repeat(40)}`));
  expect(Buffer.byteLength(long.join(' '))).toBeLessThanOrEqual(1000);
  expect(long.length).toBeGreaterThan(10);
});
