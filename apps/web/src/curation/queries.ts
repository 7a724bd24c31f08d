import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Answer, call } from '../api/request.ts';
import type { AttributeView, CasePixels, MaskBox } from '../api/types.ts';
import { isUndecided } from './queue.ts';

export type QueueSort = 'risk' | 'opened' | 'subject';
export type QueueState = 'open' | 'decided' | 'all';

export const queuePages = (project: string, state: QueueState, sort: QueueSort) =>
  infiniteQueryOptions({
    queryKey: ['quarantine', project, 'queue', state, sort],
    queryFn: ({ signal, pageParam }) =>
      call('get', '/api/v1/projects/{project}/quarantine', {
        path: { project },
        query: { state, sort, cursor: pageParam, limit: 100 },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    staleTime: 20_000,
  });

/** The arrivals of one series, whatever was decided about them. */
export const casesOfSeriesQuery = (project: string, series: string) =>
  queryOptions({
    queryKey: ['quarantine', project, 'series', series],
    queryFn: ({ signal }) =>
      call('get', '/api/v1/projects/{project}/quarantine', {
        path: { project },
        query: { state: 'all', sort: 'opened', series, limit: 50 },
        signal,
      }),
    staleTime: 20_000,
  });

export const openReviewsQuery = queryOptions({
  queryKey: ['quarantine', 'mine'],
  queryFn: ({ signal }) => call('get', '/api/v1/quarantine', { signal }),
  staleTime: 20_000,
});

/** Asked again while it waits for more than a decision: what stands in an approval's way may end without an event of its own. */
export const caseQuery = (project: string, caseId: string) =>
  queryOptions({
    queryKey: ['quarantine', project, 'case', caseId],
    queryFn: ({ signal }) =>
      call('get', '/api/v1/projects/{project}/quarantine/{case}', {
        path: { project, case: caseId },
        signal,
      }),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && isUndecided(data) && !data.policy.mayApprove ? 3000 : false,
    staleTime: 20_000,
  });
export const caseFramesQuery = (project: string, caseId: string) =>
  queryOptions({
    queryKey: ['quarantine', project, 'frames', caseId],
    queryFn: ({ signal }) =>
      call('get', '/api/v1/projects/{project}/quarantine/{case}/frames', {
        path: { project, case: caseId },
        signal,
      }),
    staleTime: 60_000,
  });
/** Every frame; of the longest series megabytes, which nobody needs but who goes through them. */
export const everyFrameQuery = (project: string, caseId: string) =>
  queryOptions({
    queryKey: ['quarantine', project, 'every-frame', caseId],
    queryFn: ({ signal }) =>
      call('get', '/api/v1/projects/{project}/quarantine/{case}/frames', {
        path: { project, case: caseId },
        query: { all: 'true' },
        signal,
      }),
    staleTime: 60_000,
  });
export const attributesQuery = (
  project: string,
  caseId: string,
  instance: string | undefined,
  view: AttributeView,
) =>
  queryOptions({
    queryKey: ['quarantine', project, 'attributes', caseId, instance ?? 'first', view],
    queryFn: ({ signal }) =>
      call('get', '/api/v1/projects/{project}/quarantine/{case}/attributes', {
        path: { project, case: caseId },
        query: { instance, view },
        signal,
      }),
    staleTime: 60_000,
  });

export interface Verdict {
  verdict: 'approve' | 'reject';
  reasonCode?: RejectCode;
  reason?: string;
}
export const decide = (project: string, caseId: string, version: number, verdict: Verdict) =>
  call('post', '/api/v1/projects/{project}/quarantine/{case}/decisions', {
    path: { project, case: caseId },
    body: { ...verdict, version },
  });
export const undoDecision = (project: string, caseId: string, version: number) =>
  call('post', '/api/v1/projects/{project}/quarantine/{case}/undo', {
    path: { project, case: caseId },
    body: { version },
  });
export type BulkResult = Answer<'post', '/api/v1/projects/{project}/quarantine/decisions'>['results'][number];
export const decideMany = (project: string, cases: { id: string; version: number }[], verdict: Verdict) =>
  call('post', '/api/v1/projects/{project}/quarantine/decisions', {
    path: { project },
    body: { cases, ...verdict },
  });
/** Shows original values of one instance. The server records the look before it answers; the answer is never cached. */
export const revealOriginals = (project: string, caseId: string, instanceId: string, reason: string) =>
  call('post', '/api/v1/projects/{project}/quarantine/{case}/reveal', {
    path: { project, case: caseId },
    body: { instanceId, reason },
  });

/** Text found in the pixels of a case, and its masks; asked again while something of it goes on. */
export const casePixelsQuery = (project: string, caseId: string) =>
  queryOptions({
    queryKey: ['quarantine', project, 'pixels', caseId],
    queryFn: ({ signal }) =>
      call('get', '/api/v1/projects/{project}/quarantine/{case}/pixels', {
        path: { project, case: caseId },
        signal,
      }),
    refetchInterval: ({ state: { data } }) => (data !== undefined && isBusy(data) ? 1000 : false),
    staleTime: 5000,
  });

function isBusy({ search, masks }: CasePixels): boolean {
  return (
    ['waiting', 'scanning', 'cleaning'].includes(search.state) ||
    masks.some(({ state }) => state === 'waiting' || state === 'applying')
  );
}

export const searchPixels = (project: string, caseId: string) =>
  call('post', '/api/v1/projects/{project}/quarantine/{case}/pixels/search', {
    path: { project, case: caseId },
  });
export const maskPixels = (project: string, caseId: string, body: { boxes: MaskBox[]; accepted: string[] }) =>
  call('post', '/api/v1/projects/{project}/quarantine/{case}/masks', {
    path: { project, case: caseId },
    body,
  });
export const undoMask = (project: string, caseId: string, mask: string) =>
  call('post', '/api/v1/projects/{project}/quarantine/{case}/masks/{mask}/undo', {
    path: { project, case: caseId, mask },
  });
export const judgeText = (project: string, caseId: string, boxes: string[], dismissed: boolean) =>
  call('post', '/api/v1/projects/{project}/quarantine/{case}/pixels/judgement', {
    path: { project, case: caseId },
    body: { boxes, dismissed },
  });

export type RejectCode = (typeof rejectReasons)[number][0];
export const rejectReasons = [
  ['identity-in-pixels', 'Identity in the pixels'],
  ['identity-in-header', 'Identity in the header'],
  ['wrong-patient', 'Wrong patient'],
  ['wrong-project', 'Wrong project'],
  ['poor-quality', 'Poor quality'],
  ['not-needed', 'Not needed'],
  ['other', 'Other reason'],
] as const;
