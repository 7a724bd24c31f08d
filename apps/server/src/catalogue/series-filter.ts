import { type RawBuilder, sql } from 'kysely';
import { decodeCursor } from '../kernel/http/index.ts';
import { invalidRequest, problem } from '../kernel/problems/index.ts';
import { type FacetName, facetNames, type SeriesSort } from './catalogue.schema.ts';

/** Which visible series are meant. Within a facet any selected value will do, all facets with a selection must hold. */
export interface SeriesFilter {
  /** Words, lower case, that must all occur. */
  words: readonly string[];
  facets: Readonly<Partial<Record<FacetName, readonly string[]>>>;
  subjectCodes: readonly string[];
  examIds: readonly string[];
}

type FilterQuery = { q?: string | undefined; subject?: string[] | undefined; exam?: string[] | undefined } & {
  [Name in FacetName]?: string[] | undefined;
};

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Reads a query into a filter. Ids that are none match nothing. */
export function readFilter(query: FilterQuery): SeriesFilter {
  const facets: Partial<Record<FacetName, readonly string[]>> = {};
  for (const name of facetNames) {
    const selected = query[name];
    if (selected !== undefined && selected.length > 0) facets[name] = [...new Set(selected)];
  }
  const exams = query.exam ?? [];
  const examIds = exams.filter((id) => uuid.test(id));
  return {
    words: (query.q ?? '')
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== ''),
    facets,
    subjectCodes: query.subject ?? [],
    examIds: exams.length > 0 && examIds.length === 0 ? ['00000000-0000-0000-0000-000000000000'] : examIds,
  };
}

/** Whether the filter names anything at all. */
export function isUnfiltered(filter: SeriesFilter): boolean {
  const { words, facets, subjectCodes, examIds } = filter;
  return words.length + subjectCodes.length + examIds.length + Object.keys(facets).length === 0;
}

/** The facets that stand in `facet_key`, in its order, with their columns. */
export const keyedFacets = [
  ['modality', sql`s.modality`],
  ['weighting', sql`s.weighting`],
  ['plane', sql`s.plane`],
  ['contrast', sql`s.contrast`],
  ['centre', sql`s.centre`],
  ['manufacturer', sql`s.manufacturer`],
  ['conversion', sql`s.conversion_state`],
] as const satisfies readonly (readonly [FacetName, RawBuilder<unknown>])[];

function all(conditions: readonly RawBuilder<unknown>[]): RawBuilder<boolean> {
  return sql<boolean>`${sql.join(conditions, sql` and `)}`;
}

/** `like` pattern of a word anywhere; the word's own wildcards stand for themselves. */
export function containing(word: string): string {
  return `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`;
}

/** The one predicate of what may be seen: released series of the project. Every read of browse takes it. */
export function visibleSeries(projectId: string): RawBuilder<boolean> {
  return sql<boolean>`s.project_id = ${projectId} and s.released_instance_count > 0`;
}

function tagCondition(selected: readonly string[]): RawBuilder<unknown> {
  const named = selected.filter((tag) => tag !== '');
  const overlaps = sql`(s.tags && ${named}::text[] and s.tags <> '{}')`;
  return selected.includes('') ? sql`(s.tags = '{}' or ${overlaps})` : overlaps;
}

/** Words, subjects and exams: what narrows every facet alike. Served by series_search, series_by_subject, series_exam. */
export function baseConditions(filter: SeriesFilter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = filter.words.map(
    (word) => sql`s.search_text like ${containing(word)}`,
  );
  if (filter.subjectCodes.length > 0)
    conditions.push(sql`s.subject_code = any(${filter.subjectCodes}::text[])`);
  if (filter.examIds.length > 0) conditions.push(sql`s.exam_id = any(${filter.examIds}::uuid[])`);
  return conditions;
}

// Columns as they are, not coalesce: the planner knows how frequent their values are, and chooses by that.
function columnCondition(column: RawBuilder<unknown>, selected: readonly string[]): RawBuilder<unknown> {
  const equals = sql`${column} = any(${selected}::text[])`;
  return selected.includes('') ? sql`(${equals} or ${column} is null)` : equals;
}

/** Selections of facets, on columns. Served by series_modality, _weighting, _centre, _manufacturer, _conversion, _tags when they leave few rows. */
export function facetConditions(filter: SeriesFilter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  for (const [name, column] of keyedFacets) {
    const selected = filter.facets[name];
    if (selected !== undefined) conditions.push(columnCondition(column, selected));
  }
  if (filter.facets.tag !== undefined) conditions.push(tagCondition(filter.facets.tag));
  return conditions;
}

/** Selections of all facets but tags, on `facet_key`, so that an index with it answers without the table. */
export function keyConditions(filter: SeriesFilter): RawBuilder<unknown>[] {
  return keyedFacets.flatMap(([name], position) => {
    const selected = filter.facets[name];
    return selected === undefined
      ? []
      : [sql`split_part(s.facet_key, e'\\x1f', ${sql.lit(position + 1)}) = any(${selected}::text[])`];
  });
}

/** The selection of tags alone. */
export function tagConditions(filter: SeriesFilter): RawBuilder<unknown>[] {
  return filter.facets.tag === undefined ? [] : [tagCondition(filter.facets.tag)];
}

/** Visible series that the filter means. */
export function matching(
  projectId: string,
  ...conditions: readonly (readonly RawBuilder<unknown>[])[]
): RawBuilder<boolean> {
  return all([visibleSeries(projectId), ...conditions.flat()]);
}

interface Order {
  /** The sort value, as an expression that an index begins with, and as it is compared with a cursor's text. */
  value: RawBuilder<unknown>;
  type: RawBuilder<unknown>;
  descending: boolean;
  /** What a cursor's value looks like. */
  form: RegExp;
}

const date = /^(?:-infinity|\d{4,}-\d{2}-\d{2})$/;
const studyDate = { value: sql`coalesce(s.study_date, '-infinity'::date)`, type: sql`date`, form: date };
const orders: Record<SeriesSort, Order> = {
  // Served by series_by_study_date, forwards and backwards.
  '-studyDate': { ...studyDate, descending: true },
  studyDate: { ...studyDate, descending: false },
  // Served by series_by_subject.
  subject: { value: sql`s.subject_code`, type: sql`text`, descending: false, form: /^/ },
  // Served by series_by_modality.
  modality: { value: sql`coalesce(s.modality, '')`, type: sql`text`, descending: false, form: /^/ },
  // Served by series_by_release.
  '-releasedAt': {
    value: sql`s.released_at`,
    type: sql`timestamptz`,
    descending: true,
    form: /^\d{4,}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d+)?[+-]\d{2}(?::?\d{2})?$/,
  },
};

export interface SeriesOrder {
  orderBy: RawBuilder<unknown>;
  /** The sort value as text, for the next cursor. */
  cursorValue: RawBuilder<string>;
  after: RawBuilder<unknown>[];
}

/** Reads a cursor of [sort value, id]. @throws kernel/invalid-request when it is not one of ours */
export function readCursor(cursor: string, form: RegExp): [string, string] {
  const [value, id] = decodeCursor(cursor, 2);
  if (typeof value === 'string' && typeof id === 'string' && form.test(value) && uuid.test(id))
    return [value, id];
  throw problem(invalidRequest, {
    detail: 'This cursor is not one that this list gave. Start again without it.',
    errors: [{ pointer: '/query/cursor', detail: 'unknown cursor' }],
  });
}

/** How a page is ordered, and from where it goes on: one comparison of rows, which an index answers. */
export function seriesOrder(sort: SeriesSort, cursor: string | undefined): SeriesOrder {
  const { value, type, descending, form } = orders[sort];
  const direction = descending ? sql`desc` : sql`asc`;
  const after: RawBuilder<unknown>[] = [];
  if (cursor !== undefined) {
    const [last, id] = readCursor(cursor, form);
    const comparison = descending ? sql`<` : sql`>`;
    after.push(sql`(${value}, s.id) ${comparison} (${last}::${type}, ${id}::uuid)`);
  }
  return {
    orderBy: sql`${value} ${direction}, s.id ${direction}`,
    cursorValue: sql<string>`(${value})::text`,
    after,
  };
}
