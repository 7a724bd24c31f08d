import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Answer, call } from '../api/request.ts';
import { textOf } from '../shared/search-params.ts';

export type Run = Answer<'get', '/api/v1/projects/{project}/reruns/{run}'>;
export type Plan = Answer<'post', '/api/v1/projects/{project}/rerun-plans'>;
export type RunSeries = Answer<'get', '/api/v1/projects/{project}/reruns/{run}/series'>['items'][number];
export type Scope = Run['scope'];

export const runsQuery = (project: string) =>
  queryOptions({
    queryKey: ['reruns', project, 'list'],
    queryFn: ({ signal }) =>
      call('get', '/api/v1/projects/{project}/reruns', { path: { project }, query: { limit: 20 }, signal }),
    staleTime: 20_000,
  });

/** The series of a run that are in one state. */
export const resultPages = (project: string, run: string, state: SeriesState) =>
  infiniteQueryOptions({
    queryKey: ['reruns', project, 'series', run, state],
    queryFn: ({ signal, pageParam }) =>
      call('get', '/api/v1/projects/{project}/reruns/{run}/series', {
        path: { project, run },
        query: { state, cursor: pageParam, limit: 100 },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    staleTime: 20_000,
  });

export const planRun = (project: string, profileId: string, scope: Scope) =>
  call('post', '/api/v1/projects/{project}/rerun-plans', { path: { project }, body: { profileId, scope } });

export const startRun = (
  project: string,
  body: { profileId: string; scope: Scope; previous: Run['previous']; reason: string },
) => call('post', '/api/v1/projects/{project}/reruns', { path: { project }, body });

export const cancelRun = (project: string, run: string) =>
  call('post', '/api/v1/projects/{project}/reruns/{run}/cancellation', { path: { project, run } });
export const resumeRun = (project: string, run: string) =>
  call('post', '/api/v1/projects/{project}/reruns/{run}/resumption', { path: { project, run } });

export const seriesStates = ['kept', 'replaced', 'unchanged', 'waiting'] as const;
export type SeriesState = (typeof seriesStates)[number];

/** What a run would be of: a profile's version, and words that choose series; and what is shown of those that were begun. */
export interface RerunSearch {
  profile?: string;
  q?: string;
  /** The run whose series are shown; absent: of the newest; `none`. */
  run?: string;
  /** Absent: those that say most about how it goes. */
  state?: SeriesState;
}

/** Reads the state of the page from its URL. */
export function readRerunSearch(raw: Record<string, unknown>): RerunSearch {
  const profile = textOf(raw, 'profile');
  const q = textOf(raw, 'q');
  const run = textOf(raw, 'run');
  const state = seriesStates.find((one) => one === raw['state']);
  return {
    ...(profile === undefined ? {} : { profile }),
    ...(q === undefined ? {} : { q }),
    ...(run === undefined ? {} : { run }),
    ...(state === undefined ? {} : { state }),
  };
}
