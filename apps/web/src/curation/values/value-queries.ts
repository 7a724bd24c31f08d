import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Answer, call } from '../../api/request.ts';
import type { ValueSearch } from './value-search.ts';

export type InventoryPage = Answer<'get', '/api/v1/projects/{project}/quarantine-values'>;
export type InventoryValue = InventoryPage['items'][number];
export type ValueAction = 'accept' | 'remove' | 'replace';
export type RulePlace = Answer<'get', '/api/v1/projects/{project}/quarantine-values/{value}/rule'>;

const soonMs = 3000;

/** Something is on its way that changes the list: values are gathered, or a decision is about to be carried out. */
function isMoving({ items, counts }: InventoryPage): boolean {
  return counts.gathering > 0 || items.some(({ decision }) => decision?.state === 'waiting');
}

export const valuePages = (project: string, search: ValueSearch) =>
  infiniteQueryOptions({
    queryKey: ['quarantine', project, 'values', search],
    queryFn: ({ signal, pageParam }) =>
      call('get', '/api/v1/projects/{project}/quarantine-values', {
        path: { project },
        query: { ...search, cursor: pageParam, limit: 200 },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    staleTime: 10_000,
    refetchInterval: ({ state }) => (state.data?.pages.some(isMoving) ? soonMs : false),
  });

/** Where a rule for the attribute of a value is to be written. */
export const rulePlaceQuery = (project: string, value: string) =>
  queryOptions({
    queryKey: ['quarantine', project, 'rule', value],
    queryFn: ({ signal }) =>
      call('get', '/api/v1/projects/{project}/quarantine-values/{value}/rule', {
        path: { project, value },
        signal,
      }),
    gcTime: 0,
  });

export const decideValues = (project: string, values: string[], action: ValueAction, replacement?: string) =>
  call('post', '/api/v1/projects/{project}/quarantine-values/decisions', {
    path: { project },
    body: { values, action, ...(replacement === undefined ? {} : { replacement }) },
  });

export const undoValueDecisions = (project: string, decisions: string[]) =>
  call('post', '/api/v1/projects/{project}/quarantine-values/undo', {
    path: { project },
    body: { decisions },
  });

/** Saves the next version of a profile; with `use`, a project uses it from then on: both, or neither. */
export const saveProfile = (
  name: string,
  document: object,
  { reason, use }: { reason: string; use?: { project: string; replaces: string | null } | undefined },
) =>
  call('post', '/api/v1/profiles', {
    body: { name, document: { ...document }, reason, ...(use === undefined ? {} : { use }) },
  });
