import type { components } from '@pesscara/api-client';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../api/request.ts';

export const classificationQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['catalogue', project, 'classification', id],
    queryFn: ({ signal }) =>
      call('get', '/api/v1/projects/{project}/series/{id}/classification', {
        path: { project, id },
        signal,
      }),
  });
export type Correction = components['schemas']['ClassificationCorrection'];
export const correctClassification = (project: string, id: string, body: Correction) =>
  call('put', '/api/v1/projects/{project}/series/{id}/classification', {
    path: { project, id },
    body,
  });
export const removeCorrection = (project: string, id: string) =>
  call('delete', '/api/v1/projects/{project}/series/{id}/classification/correction', {
    path: { project, id },
  });
