import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { apiUrl, call } from '../api/request.ts';
import type {
  Association,
  HeaderElement,
  HeldPage,
  Page,
  Peer,
  Receivers,
  Route,
  RouteSet,
  RouteVersion,
  SeriesFileList,
} from '../api/types.ts';

export const receiversQuery = queryOptions({
  queryKey: ['receivers'],
  queryFn: ({ signal }) => call<Receivers>('get', '/receivers', { signal }),
});
export const associationsQuery = queryOptions({
  queryKey: ['associations'],
  queryFn: ({ signal }) => call<Page<Association>>('get', '/associations', { query: { limit: 50 }, signal }),
});

export const routesQuery = queryOptions({
  queryKey: ['routes'],
  queryFn: ({ signal }) => call<RouteSet>('get', '/routes', { signal }),
});
export const routeVersionsQuery = queryOptions({
  queryKey: ['routes', 'versions'],
  queryFn: ({ signal }) => call<{ items: RouteVersion[] }>('get', '/routes/versions', { signal }),
});
export const saveRoutes = (body: RouteSet) => call<RouteSet>('put', '/routes', { body });
export interface RouteTrial {
  callingAe?: string;
  calledAe?: string;
  address?: string;
  attributes?: Record<string, string>;
}
export const tryRoutes = (body: RouteTrial) =>
  call<{ matched: Route | null }>('post', '/routes/test', { body });

export const peersQuery = queryOptions({
  queryKey: ['peers'],
  queryFn: ({ signal }) => call<{ items: Peer[] }>('get', '/peers', { signal }),
});
export interface PeerDraft {
  callingAe: string;
  addresses: string[];
  certificateSha256: string | null;
  description: string;
  enabled: boolean;
}
export const createPeer = (body: PeerDraft) => call<Peer>('post', '/peers', { body });
export const changePeer = (id: string, body: Partial<PeerDraft> & { version: number }) =>
  call<Peer>('patch', '/peers/{id}', { path: { id }, body });
export const removePeer = (id: string) => call<void>('delete', '/peers/{id}', { path: { id } });

export const heldPages = (reason: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['held', reason ?? ''],
    queryFn: ({ signal, pageParam }) =>
      call<HeldPage>('get', '/held', { query: { reason, cursor: pageParam, limit: 100 }, signal }),
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
  call<unknown>('post', '/held/routing', { body: { ids, ...target } });
export const discardHeld = (id: string, reason: string) =>
  call<void>('post', '/held/{id}/discard', { path: { id }, body: { reason } });

export const filesQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['archive', project, 'files', id],
    queryFn: ({ signal }) =>
      call<SeriesFileList>('get', '/projects/{project}/series/{id}/file-list', {
        path: { project, id },
        signal,
      }),
  });
export const headerQuery = (project: string, seriesId: string, instanceId: string | undefined) =>
  queryOptions({
    queryKey: ['archive', project, 'header', seriesId, instanceId ?? 'first'],
    queryFn: ({ signal }) =>
      instanceId === undefined
        ? call<{ elements: HeaderElement[] }>('get', '/projects/{project}/series/{id}/header', {
            path: { project, id: seriesId },
            signal,
          })
        : call<{ elements: HeaderElement[] }>('get', '/projects/{project}/instances/{id}/header', {
            path: { project, id: instanceId },
            signal,
          }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export interface Conflict {
  instanceId: string;
  conflictOfId: string;
  seriesId: string;
  sopInstanceUid: string;
  receivedAt: string;
  firstReceivedAt: string;
}
export const conflictsQuery = (project: string) =>
  queryOptions({
    queryKey: ['archive', project, 'conflicts'],
    queryFn: ({ signal }) =>
      call<{ items: Conflict[] }>('get', '/projects/{project}/conflicts', { path: { project }, signal }),
  });

export type FileFormat = 'dicom' | 'nifti' | 'sidecar';
export const seriesFilesUrl = (project: string, id: string, format: FileFormat) =>
  apiUrl('/projects/{project}/series/{id}/files', { project, id }, { format });
export const seriesFileUrl = (project: string, id: string, fileId: string) =>
  apiUrl('/projects/{project}/series/{id}/files/{fileId}', { project, id, fileId });
export const examFilesUrl = (project: string, id: string) =>
  apiUrl('/projects/{project}/exams/{id}/files', { project, id }, { format: 'dicom' });
export const subjectFilesUrl = (project: string, id: string) =>
  apiUrl('/projects/{project}/subjects/{id}/files', { project, id }, { format: 'dicom' });
export const prepareDownload = (project: string, seriesIds: string[], format: 'dicom' | 'nifti') =>
  call<{ id: string; url: string }>('post', '/projects/{project}/downloads', {
    path: { project },
    body: { seriesIds, format },
  });
