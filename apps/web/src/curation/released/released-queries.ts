import { infiniteQueryOptions } from '@tanstack/react-query';
import { type Answer, call } from '../../api/request.ts';
import { oneOf } from '../../shared/search-params.ts';

const list = '/api/v1/projects/{project}/released-findings';
export type ReleasedFindings = Answer<'get', typeof list>['items'][number];
export type ReleasedVerdict = 'acknowledge' | 'withdraw' | 'reopen';
export type ReleasedShown = 'open' | 'decided';

export interface ReleasedSearch {
  state?: ReleasedShown;
}

/** Reads the state of the page from its URL. */
export function readReleasedSearch(raw: Record<string, unknown>): ReleasedSearch {
  const state = oneOf(raw, 'state', ['open', 'decided'] as const);
  return state === undefined ? {} : { state };
}

export const releasedPages = (project: string, state: ReleasedShown) =>
  infiniteQueryOptions({
    queryKey: ['quarantine', project, 'released', state],
    queryFn: ({ signal, pageParam }) =>
      call('get', list, { path: { project }, query: { state, cursor: pageParam, limit: 50 }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    staleTime: 20_000,
  });

export const decideReleased = (
  project: string,
  { caseId, version }: Pick<ReleasedFindings, 'caseId' | 'version'>,
  verdict: ReleasedVerdict,
  reason?: string,
) =>
  call('post', '/api/v1/projects/{project}/released-findings/{case}/decisions', {
    path: { project, case: caseId },
    body: { verdict, version, ...(reason === undefined ? {} : { reason }) },
  });
