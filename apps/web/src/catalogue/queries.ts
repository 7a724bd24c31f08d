import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../api/request.ts';
import type { Page, SeriesSummary } from '../api/types.ts';
import type { Filters, Sort } from './filters.ts';

export const pageSize = 200;

/** A list that is loaded page by page by its cursor. */
function keysetPages<T>(
  queryKey: readonly unknown[],
  load: (cursor: string | null, signal: AbortSignal) => Promise<Page<T>>,
) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ signal, pageParam }) => load(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}

export const seriesPages = (project: string, query: Filters & { sort?: Sort }) =>
  keysetPages(['catalogue', project, 'series', query], (cursor, signal) =>
    call('get', '/api/v1/projects/{project}/series', {
      path: { project },
      query: { ...query, limit: pageSize, cursor },
      signal,
    }),
  );
export const subjectPages = (project: string, query: Filters) =>
  keysetPages(['catalogue', project, 'subjects', query], (cursor, signal) =>
    call('get', '/api/v1/projects/{project}/subjects', {
      path: { project },
      query: { ...query, limit: pageSize, cursor },
      signal,
    }),
  );
export const examPages = (project: string, query: Filters) =>
  keysetPages(['catalogue', project, 'exams', query], (cursor, signal) =>
    call('get', '/api/v1/projects/{project}/exams', {
      path: { project },
      query: { ...query, limit: pageSize, cursor },
      signal,
    }),
  );
export const instancePages = (project: string, series: string) =>
  keysetPages(['catalogue', project, 'instances', series], (cursor, signal) =>
    call('get', '/api/v1/projects/{project}/instances', {
      path: { project },
      query: { series, limit: pageSize, cursor },
      signal,
    }),
  );

/** Every matching series' id, page by page, up to a limit that keeps one bulk request sane. */
export async function allSeriesIds(project: string, query: Filters, limit: number): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<SeriesSummary> = await call('get', '/api/v1/projects/{project}/series', {
      path: { project },
      query: { ...query, limit: 500, cursor },
    });
    ids.push(...page.items.map((item) => item.id));
    cursor = page.nextCursor;
  } while (cursor !== null && ids.length < limit);
  return ids.slice(0, limit);
}

export const facetsQuery = (project: string, query: Filters) =>
  queryOptions({
    queryKey: ['catalogue', project, 'facets', query],
    queryFn: ({ signal }) =>
      call('get', '/api/v1/projects/{project}/series/facets', { path: { project }, query, signal }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });

export const seriesQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['catalogue', project, 'one-series', id],
    queryFn: ({ signal }) =>
      call('get', '/api/v1/projects/{project}/series/{id}', { path: { project, id }, signal }),
  });
export const examQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['exam', project, id],
    queryFn: ({ signal }) =>
      call('get', '/api/v1/projects/{project}/exams/{id}', { path: { project, id }, signal }),
  });
export const subjectQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['subject', project, id],
    queryFn: ({ signal }) =>
      call('get', '/api/v1/projects/{project}/subjects/{id}', { path: { project, id }, signal }),
  });

export type HistoryLevel = 'series' | 'exams' | 'subjects';
const historyPaths = {
  series: '/api/v1/projects/{project}/series/{id}/history',
  exams: '/api/v1/projects/{project}/exams/{id}/history',
  subjects: '/api/v1/projects/{project}/subjects/{id}/history',
} as const;
export const historyQuery = (project: string, level: HistoryLevel, id: string) =>
  queryOptions({
    queryKey: ['catalogue', project, 'history', level, id],
    queryFn: ({ signal }) => call('get', historyPaths[level], { path: { project, id }, signal }),
  });

export const tagsQuery = (project: string) =>
  queryOptions({
    queryKey: ['catalogue', project, 'tags'],
    queryFn: ({ signal }) => call('get', '/api/v1/projects/{project}/tags', { path: { project }, signal }),
    staleTime: 60_000,
  });
export const setTags = (project: string, id: string, tags: string[]) =>
  call('put', '/api/v1/projects/{project}/series/{id}/tags', { path: { project, id }, body: { tags } });
export interface TagChange {
  seriesIds: string[];
  add: string[];
  remove: string[];
}
export const changeTags = (project: string, body: TagChange) =>
  call('post', '/api/v1/projects/{project}/tags/changes', { path: { project }, body });

export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: ({ signal }) => call('get', '/api/v1/search', { query: { q, limit: 8 }, signal }),
    enabled: q.trim().length > 1,
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  });
