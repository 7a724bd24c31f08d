import { queryOptions } from '@tanstack/react-query';
import { call } from '../api/request.ts';
import type { Home, Overview } from '../api/types.ts';

export const overviewQuery = (project: string) =>
  queryOptions({
    queryKey: ['overview', project],
    queryFn: ({ signal }) =>
      call<Overview>('get', '/projects/{project}/overview', { path: { project }, signal }),
  });
export const homeQuery = queryOptions({
  queryKey: ['home'],
  queryFn: ({ signal }) => call<Home>('get', '/home', { signal }),
});
