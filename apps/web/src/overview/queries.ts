import { queryOptions } from '@tanstack/react-query';
import { call } from '../api/request.ts';

export const overviewQuery = (project: string) =>
  queryOptions({
    queryKey: ['overview', project],
    queryFn: ({ signal }) =>
      call('get', '/api/v1/projects/{project}/overview', { path: { project }, signal }),
  });
export const homeQuery = queryOptions({
  queryKey: ['home'],
  queryFn: ({ signal }) => call('get', '/api/v1/home', { signal }),
});
