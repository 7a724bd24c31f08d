import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call, type Query } from '../api/request.ts';
import type {
  AuditEntry,
  ExamDetail,
  ExamSummary,
  Facets,
  InstanceSummary,
  Page,
  SearchAnswer,
  SeriesDetail,
  SeriesSummary,
  SubjectDetail,
  SubjectSummary,
  Tag,
} from '../api/types.ts';

export const pageSize = 200;

function pages<T>(key: readonly unknown[], path: string, project: string, query: Query) {
  return infiniteQueryOptions({
    queryKey: [...key, query],
    queryFn: ({ signal, pageParam }) =>
      call<Page<T>>('get', path, {
        path: { project },
        query: { ...query, limit: pageSize, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}

export const seriesPages = (project: string, query: Query) =>
  pages<SeriesSummary>(['catalogue', project, 'series'], '/projects/{project}/series', project, query);
export const subjectPages = (project: string, query: Query) =>
  pages<SubjectSummary>(['catalogue', project, 'subjects'], '/projects/{project}/subjects', project, query);
export const examPages = (project: string, query: Query) =>
  pages<ExamSummary>(['catalogue', project, 'exams'], '/projects/{project}/exams', project, query);
export const instancePages = (project: string, query: Query) =>
  pages<InstanceSummary>(
    ['catalogue', project, 'instances'],
    '/projects/{project}/instances',
    project,
    query,
  );

/** Every matching series' id, page by page, up to a limit that keeps one bulk request sane. */
export async function allSeriesIds(project: string, query: Query, limit: number): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<SeriesSummary> = await call('get', '/projects/{project}/series', {
      path: { project },
      query: { ...query, limit: 500, cursor },
    });
    ids.push(...page.items.map((item) => item.id));
    cursor = page.nextCursor;
  } while (cursor !== null && ids.length < limit);
  return ids.slice(0, limit);
}

export const facetsQuery = (project: string, query: Query) =>
  queryOptions({
    queryKey: ['catalogue', project, 'facets', query],
    queryFn: ({ signal }) =>
      call<Facets>('get', '/projects/{project}/series/facets', { path: { project }, query, signal }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });

export const seriesQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['catalogue', project, 'one-series', id],
    queryFn: ({ signal }) =>
      call<SeriesDetail>('get', '/projects/{project}/series/{id}', { path: { project, id }, signal }),
  });
export const examQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['catalogue', project, 'exam', id],
    queryFn: ({ signal }) =>
      call<ExamDetail>('get', '/projects/{project}/exams/{id}', { path: { project, id }, signal }),
  });
export const subjectQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['catalogue', project, 'subject', id],
    queryFn: ({ signal }) =>
      call<SubjectDetail>('get', '/projects/{project}/subjects/{id}', { path: { project, id }, signal }),
  });

export type HistoryLevel = 'series' | 'exams' | 'subjects';
export const historyQuery = (project: string, level: HistoryLevel, id: string) =>
  queryOptions({
    queryKey: ['catalogue', project, 'history', level, id],
    queryFn: ({ signal }) =>
      call<{ items: AuditEntry[] }>('get', `/projects/{project}/${level}/{id}/history`, {
        path: { project, id },
        signal,
      }),
  });

export const tagsQuery = (project: string) =>
  queryOptions({
    queryKey: ['catalogue', project, 'tags'],
    queryFn: ({ signal }) =>
      call<{ items: Tag[] }>('get', '/projects/{project}/tags', { path: { project }, signal }),
    staleTime: 60_000,
  });
export const setTags = (project: string, id: string, tags: string[]) =>
  call<unknown>('put', '/projects/{project}/series/{id}/tags', { path: { project, id }, body: { tags } });
export interface TagChange {
  seriesIds: string[];
  add: string[];
  remove: string[];
}
export const changeTags = (project: string, body: TagChange) =>
  call<{ changed: number }>('post', '/projects/{project}/tags/changes', { path: { project }, body });

export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: ({ signal }) => call<SearchAnswer>('get', '/search', { query: { q, limit: 8 }, signal }),
    enabled: q.trim().length > 1,
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  });
