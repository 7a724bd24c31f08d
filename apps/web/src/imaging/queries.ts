import { queryOptions } from '@tanstack/react-query';
import { apiUrl, call } from '../api/request.ts';
import type { Plane } from '../api/types.ts';

/** Display window: the value in the middle and the span, in the image's own units. */
export interface DisplayWindow {
  center: number;
  width: number;
}
const windowText = (window: DisplayWindow | null) =>
  window === null ? undefined : `${window.center},${window.width}`;

export const thumbnailUrl = (project: string, id: string, sizePx = 128) =>
  apiUrl('/api/v1/projects/{project}/series/{id}/thumbnail', { project, id }, { size: sizePx });

export const framesQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['imaging', project, 'frames', id],
    queryFn: ({ signal }) =>
      call('get', '/api/v1/projects/{project}/series/{id}/frames', { path: { project, id }, signal }),
    staleTime: 60_000,
  });
export const volumeQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['imaging', project, 'volume', id],
    queryFn: ({ signal }) =>
      call('get', '/api/v1/projects/{project}/series/{id}/volume', { path: { project, id }, signal }),
  });

export const frameUrl = (
  project: string,
  instance: string,
  frame: number,
  sizePx: number,
  window: DisplayWindow | null,
) =>
  apiUrl(
    '/api/v1/projects/{project}/instances/{id}/frames/{frame}/rendered',
    { project, id: instance, frame },
    { size: sizePx, window: windowText(window), format: 'webp' },
  );

export interface SliceRequest {
  plane: Plane;
  index: number;
  time: number;
  sizePx: number;
  window: DisplayWindow | null;
}
export const sliceUrl = (project: string, id: string, slice: SliceRequest) =>
  apiUrl(
    '/api/v1/projects/{project}/series/{id}/slices/{plane}/{index}',
    { project, id, plane: slice.plane, index: slice.index },
    { window: windowText(slice.window), time: slice.time === 0 ? undefined : slice.time, size: slice.sizePx },
  );
export const quarantineFrameUrl = (
  project: string,
  caseId: string,
  at: { instance: string; frame: number },
  sizePx: number,
  window: DisplayWindow | null,
  version?: number,
  overlaysShown = true,
) =>
  apiUrl(
    '/api/v1/projects/{project}/quarantine/{case}/instances/{instance}/frames/{frame}/rendered',
    { project, case: caseId, instance: at.instance, frame: at.frame },
    { size: sizePx, window: windowText(window), version, overlays: overlaysShown ? undefined : 'hidden' },
  );
