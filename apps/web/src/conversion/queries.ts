import { queryOptions } from '@tanstack/react-query';
import { call } from '../api/request.ts';
import type { Conversion } from '../api/types.ts';

export const conversionQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['conversion', project, id],
    queryFn: ({ signal }) =>
      call<Conversion>('get', '/projects/{project}/series/{id}/conversion', {
        path: { project, id },
        signal,
      }),
    refetchInterval: (query) =>
      query.state.data?.state === 'waiting' || query.state.data?.state === 'running' ? 3000 : false,
  });
export const convertAgain = (project: string, id: string) =>
  call<Conversion>('post', '/projects/{project}/series/{id}/conversion', { path: { project, id } });
