import { queryOptions } from '@tanstack/react-query';
import { call } from '../api/request.ts';
import type { ClassificationState } from '../api/types.ts';

export const classificationQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['catalogue', project, 'classification', id],
    queryFn: ({ signal }) =>
      call<ClassificationState>('get', '/projects/{project}/series/{id}/classification', {
        path: { project, id },
        signal,
      }),
  });
export interface Correction {
  modality?: string;
  plane: string | null;
  weighting: string | null;
  contrast: string | null;
  normalisedName?: string;
  reason?: string;
}
export const correctClassification = (project: string, id: string, body: Correction) =>
  call<ClassificationState>('put', '/projects/{project}/series/{id}/classification', {
    path: { project, id },
    body,
  });
export const removeCorrection = (project: string, id: string) =>
  call<unknown>('delete', '/projects/{project}/series/{id}/classification/correction', {
    path: { project, id },
  });
