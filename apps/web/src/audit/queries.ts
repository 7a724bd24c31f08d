import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call, type Query } from '../api/request.ts';
import type { AuditEntry, Checkpoints, Page } from '../api/types.ts';

export const auditPages = (query: Query) =>
  infiniteQueryOptions({
    queryKey: ['audit', query],
    queryFn: ({ signal, pageParam }) =>
      call<Page<AuditEntry>>('get', '/audit', { query: { ...query, cursor: pageParam, limit: 100 }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });
export const checkpointsQuery = queryOptions({
  queryKey: ['audit', 'checkpoints'],
  queryFn: ({ signal }) => call<Checkpoints>('get', '/audit/checkpoints', { signal }),
});
