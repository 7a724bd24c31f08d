import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Answer, apiUrl, call } from '../api/request.ts';
import type { Peer, Route } from '../api/types.ts';

export const receiversQuery = queryOptions({
  queryKey: ['receivers'],
  queryFn: ({ signal }) => call('get', '/api/v1/receivers', { signal }),
});
export const associationsQuery = queryOptions({
  queryKey: ['associations'],
  queryFn: ({ signal }) => call('get', '/api/v1/associations', { query: { limit: 50 }, signal }),
});

export const routesQuery = queryOptions({
  queryKey: ['routes'],
  queryFn: ({ signal }) => call('get', '/api/v1/routes', { signal }),
});
export const routeVersionsQuery = queryOptions({
  queryKey: ['routes', 'versions'],
  queryFn: ({ signal }) => call('get', '/api/v1/routes/versions', { signal }),
});
export const saveRoutes = (body: { version: number; routes: Route[] }) =>
  call('put', '/api/v1/routes', { body });
export interface RouteTrial {
  callingAe?: string;
  calledAe?: string;
  address?: string;
  attributes?: Record<string, string>;
}
export const tryRoutes = (body: RouteTrial) => call('post', '/api/v1/routes/test', { body });

export const peersQuery = queryOptions({
  queryKey: ['peers'],
  queryFn: async ({ signal }) => {
    const { items } = await call('get', '/api/v1/peers', { signal });
    return items.map((item): Peer => ({ ...item, callingAe: item.callingAe }));
  },
});
export interface PeerDraft {
  callingAe: string;
  addresses: string[];
  certificateSha256: string | null;
  description: string;
  enabled: boolean;
}
export const createPeer = (body: PeerDraft) => call('post', '/api/v1/peers', { body });
export const changePeer = (id: string, body: Partial<PeerDraft> & { version: number }) =>
  call('patch', '/api/v1/peers/{id}', { path: { id }, body });
export const removePeer = (id: string) => call('delete', '/api/v1/peers/{id}', { path: { id } });

export const heldPages = (reason: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['held', reason ?? ''],
    queryFn: ({ signal, pageParam }) =>
      call('get', '/api/v1/held', { query: { reason, cursor: pageParam, limit: 100 }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });
export interface HeldTarget {
  project: string;
  profile?: string;
  tags?: string[];
  centre?: string;
}
export const routeHeld = (ids: string[], target: HeldTarget) =>
  call('post', '/api/v1/held/routing', { body: { ids, ...target } });
export const discardHeld = (id: string, reason: string) =>
  call('post', '/api/v1/held/{id}/discard', { path: { id }, body: { reason } });

export const filesQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['archive', project, 'files', id],
    queryFn: ({ signal }) =>
      call('get', '/api/v1/projects/{project}/series/{id}/file-list', {
        path: { project, id },
        signal,
      }),
  });
export const headerQuery = (project: string, seriesId: string, instanceId: string | undefined) =>
  queryOptions({
    queryKey: ['archive', project, 'header', seriesId, instanceId ?? 'first'],
    queryFn: ({ signal }) =>
      instanceId === undefined
        ? call('get', '/api/v1/projects/{project}/series/{id}/header', {
            path: { project, id: seriesId },
            signal,
          })
        : call('get', '/api/v1/projects/{project}/instances/{id}/header', {
            path: { project, id: instanceId },
            signal,
          }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const conflictsQuery = (project: string) =>
  queryOptions({
    queryKey: ['conflicts', project],
    queryFn: ({ signal }) =>
      call('get', '/api/v1/projects/{project}/conflicts', { path: { project }, signal }),
    staleTime: 60_000,
  });

export const resolveConflict = (
  project: string,
  id: string,
  body: { keep: 'first' | 'later'; reason: string },
) => call('post', '/api/v1/projects/{project}/conflicts/{id}/resolution', { path: { project, id }, body });

export type FileFormat = 'dicom' | 'nifti' | 'sidecar';
export const seriesFilesUrl = (project: string, id: string, format: FileFormat) =>
  apiUrl('/api/v1/projects/{project}/series/{id}/files', { project, id }, { format });
export const seriesFileUrl = (project: string, id: string, fileId: string) =>
  apiUrl('/api/v1/projects/{project}/series/{id}/files/{fileId}', { project, id, fileId });
export const examFilesUrl = (project: string, id: string) =>
  apiUrl('/api/v1/projects/{project}/exams/{id}/files', { project, id }, { format: 'dicom' });
export const subjectFilesUrl = (project: string, id: string) =>
  apiUrl('/api/v1/projects/{project}/subjects/{id}/files', { project, id }, { format: 'dicom' });
export const prepareDownload = (project: string, seriesIds: string[], format: 'dicom' | 'nifti') =>
  call('post', '/api/v1/projects/{project}/downloads', {
    path: { project },
    body: { seriesIds, format },
  });

export type SeriesVersion = Answer<'get', '/api/v1/projects/{project}/series/{id}/versions'>['items'][number];
export const seriesVersionsQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['series-versions', project, id],
    queryFn: ({ signal }) =>
      call('get', '/api/v1/projects/{project}/series/{id}/versions', { path: { project, id }, signal }),
    staleTime: 20_000,
  });
