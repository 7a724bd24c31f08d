import { listOf, oneOf, textOf } from '../shared/search-params.ts';

export const filterNames = [
  'modality',
  'weighting',
  'plane',
  'contrast',
  'centre',
  'manufacturer',
  'tag',
  'subject',
  'exam',
  'conversion',
] as const;
export type FilterName = (typeof filterNames)[number];
/** What is asked for: values inside a name are alternatives, names narrow each other. */
export type Filters = { q?: string } & Partial<Record<FilterName, string[]>>;

export const levels = ['subjects', 'exams', 'series', 'images'] as const;
export type Level = (typeof levels)[number];
export const sorts = ['-studyDate', 'studyDate', 'subject', 'modality', '-releasedAt'] as const;
export type Sort = (typeof sorts)[number];

export interface BrowseSearch extends Filters {
  level?: Level;
  sort?: Sort;
  /** The row under the cursor, whose particulars the inspector shows. */
  row?: string;
  /** The series whose images level `images` lists. */
  series?: string;
}

/** Reads the filters of a URL; unknown parameters and empty values are left out. */
export function readFilters(raw: Record<string, unknown>): Filters {
  const filters: Filters = {};
  const q = textOf(raw, 'q');
  if (q !== undefined) filters.q = q;
  for (const name of filterNames) {
    const values = [...new Set(listOf(raw, name))];
    if (values.length > 0) filters[name] = values;
  }
  return filters;
}

/** Reads browse's whole state from its URL; what is not understood is dropped, never an error. */
export function readBrowseSearch(raw: Record<string, unknown>): BrowseSearch {
  const level = oneOf(raw, 'level', levels);
  const sort = oneOf(raw, 'sort', sorts);
  const row = textOf(raw, 'row');
  const series = textOf(raw, 'series');
  return {
    ...readFilters(raw),
    ...(level === undefined ? {} : { level }),
    ...(sort === undefined ? {} : { sort }),
    ...(row === undefined ? {} : { row }),
    ...(series === undefined ? {} : { series }),
  };
}

/** Adds or takes away one value of one filter. */
export function toggleValue(filters: Filters, name: FilterName, value: string): Filters {
  const before = filters[name] ?? [];
  const after = before.includes(value) ? before.filter((one) => one !== value) : [...before, value];
  const { [name]: _, ...rest } = filters;
  return after.length === 0 ? rest : { ...rest, [name]: after };
}

/** Only the filters of a browse state: what facets and bulk actions are asked with. */
export function filtersOf(search: BrowseSearch): Filters {
  return readFilters(search as Record<string, unknown>);
}

const token = /(\w+):(?:"((?:[^"\\]|\\.)*)"|(\S*))|"((?:[^"\\]|\\.)*)"|(\S+)/g;
const unescape = (text: string) => text.replace(/\\(.)/g, '$1');

/** `modality:MR,CT tag:"first scan" words` → filters. A name that is not a filter stays part of the words. */
export function parseQueryText(text: string): Filters {
  const filters: Filters = {};
  const words: string[] = [];
  for (const match of text.matchAll(token)) {
    const [whole, key, quoted, bare, quotedWord] = match;
    const name = filterNames.find((one) => one === key?.toLowerCase());
    if (name === undefined) {
      words.push(quotedWord === undefined ? whole : unescape(quotedWord));
      continue;
    }
    const values = quoted === undefined ? (bare ?? '').split(',') : [unescape(quoted)];
    const filled = values.filter((value) => value !== '');
    if (filled.length > 0) filters[name] = [...new Set([...(filters[name] ?? []), ...filled])];
  }
  const q = words.join(' ').trim();
  return q === '' ? filters : { ...filters, q };
}

/** The query text that gives the same filters back. */
export function formatQueryText(filters: Filters): string {
  const parts: string[] = [];
  for (const name of filterNames)
    for (const value of filters[name] ?? [])
      parts.push(`${name}:${/[\s",\\]/.test(value) ? `"${value.replace(/[\\"]/g, '\\$&')}"` : value}`);
  if (filters.q !== undefined) parts.push(filters.q);
  return parts.join(' ');
}
