import { queryOptions } from '@tanstack/react-query';
import { call } from '../api/request.ts';

export const profilesQuery = queryOptions({
  queryKey: ['profiles'],
  queryFn: ({ signal }) => call('get', '/api/v1/profiles', { signal }),
});
