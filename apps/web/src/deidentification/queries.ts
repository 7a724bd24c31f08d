import { queryOptions } from '@tanstack/react-query';
import { call } from '../api/request.ts';
import type { Profile } from '../api/types.ts';

export const profilesQuery = queryOptions({
  queryKey: ['profiles'],
  queryFn: ({ signal }) => call<{ items: Profile[] }>('get', '/profiles', { signal }),
});
