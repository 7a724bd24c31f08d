import { queryOptions } from '@tanstack/react-query';
import { call } from '../api/request.ts';

export const conversionQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['conversion', project, id],
    queryFn: ({ signal }) =>
      call('get', '/api/v1/projects/{project}/series/{id}/conversion', {
        path: { project, id },
        signal,
      }),
    refetchInterval: (query) =>
      query.state.data?.state === 'waiting' || query.state.data?.state === 'running' ? 3000 : false,
  });
export const convertAgain = (project: string, id: string) =>
  call('post', '/api/v1/projects/{project}/series/{id}/conversion', { path: { project, id } });
