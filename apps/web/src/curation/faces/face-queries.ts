import { queryOptions } from '@tanstack/react-query';
import { apiUrl, call } from '../../api/request.ts';

/** In the order in which they are shown; the server makes these. */
export const facePictures = ['face', 'sagittal', 'axial', 'coronal'] as const;
export type FaceDecision = 'accept' | 'restore' | 'exempt';

export const faceQuery = (project: string, caseId: string) =>
  queryOptions({
    queryKey: ['quarantine', project, 'face', caseId],
    queryFn: ({ signal }) =>
      call('get', '/api/v1/projects/{project}/quarantine/{case}/face', {
        path: { project, case: caseId },
        signal,
      }),
    staleTime: 20_000,
  });

export const decideFace = (
  project: string,
  caseId: string,
  body: { decision: FaceDecision; reason?: string },
) =>
  call('post', '/api/v1/projects/{project}/quarantine/{case}/face/decisions', {
    path: { project, case: caseId },
    body,
  });

export const facePictureUrl = (
  project: string,
  caseId: string,
  picture: (typeof facePictures)[number],
  moment: 'before' | 'after',
) =>
  apiUrl(
    '/api/v1/projects/{project}/quarantine/{case}/face/pictures/{picture}/{moment}',
    { project, case: caseId, picture, moment },
    {},
  );
