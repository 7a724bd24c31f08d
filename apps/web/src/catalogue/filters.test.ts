import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSearch, stringifySearch } from '../shared/search-params.ts';
import {
  type Filters,
  filterNames,
  formatQueryText,
  parseQueryText,
  readBrowseSearch,
  toggleValue,
} from './filters.ts';

describe('query text', () => {
  it('reads names as filters and the rest as words', () => {
    expect(parseQueryText('modality:MR tag:baseline t1 mprage')).toEqual({
      modality: ['MR'],
      tag: ['baseline'],
      q: 't1 mprage',
    });
  });
  it('reads several values of one name as alternatives', () => {
    expect(parseQueryText('modality:MR modality:CT weighting:T1,T2')).toEqual({
      modality: ['MR', 'CT'],
      weighting: ['T1', 'T2'],
    });
  });
  it('keeps quoted values with spaces and commas whole', () => {
    expect(parseQueryText('centre:"Site 1, north" "two words"')).toEqual({
      centre: ['Site 1, north'],
      q: 'two words',
    });
  });
  it('leaves a name that is no filter among the words', () => {
    expect(parseQueryText('te:30 flair')).toEqual({ q: 'te:30 flair' });
  });
  it('drops a filter without a value', () => {
    expect(parseQueryText('modality: tag:""')).toEqual({});
  });
  it('gives the same filters back for any values', () => {
    const value = fc.string({ minLength: 1 }).filter((text) => text.trim() === text);
    const filters = fc.record(
      Object.fromEntries(
        filterNames.map((name) => [name, fc.uniqueArray(value, { minLength: 1, maxLength: 3 })]),
      ),
      { requiredKeys: [] },
    ) as fc.Arbitrary<Filters>;
    fc.assert(
      fc.property(filters, (given) => {
        expect(parseQueryText(formatQueryText(given))).toEqual(given);
      }),
    );
  });
});

describe('browse state in the URL', () => {
  it('survives writing and reading', () => {
    const state = readBrowseSearch({
      level: 'series',
      modality: ['MR', 'CT'],
      tag: 'a b',
      sort: 'subject',
      row: 'x',
    });
    expect(readBrowseSearch(parseSearch(stringifySearch({ ...state })))).toEqual(state);
  });
  it('drops what it does not know', () => {
    expect(readBrowseSearch({ level: 'planets', sort: 'size', colour: 'red' })).toEqual({});
  });
});

describe('toggling a facet value', () => {
  it('adds, then takes away, then drops the name', () => {
    const once = toggleValue({}, 'modality', 'MR');
    expect(once).toEqual({ modality: ['MR'] });
    expect(toggleValue(toggleValue(once, 'modality', 'CT'), 'modality', 'MR')).toEqual({ modality: ['CT'] });
    expect(toggleValue(once, 'modality', 'MR')).toEqual({});
  });
});
