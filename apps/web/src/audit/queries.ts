import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call } from '../api/request.ts';

export interface AuditQuery {
  actor?: string;
  type?: string;
  objectKind?: string;
  objectId?: string;
  /** Instants, ISO-8601. */
  from?: string;
  to?: string;
}
const pageSize = 100;

/** Entries of the audit trail, newest first: of one project, or of the whole installation. */
export const auditPages = (project: string | null, query: AuditQuery) =>
  infiniteQueryOptions({
    queryKey: ['audit', project, query],
    queryFn: ({ signal, pageParam }) => {
      const asked = { ...query, cursor: pageParam, limit: pageSize };
      return project === null
        ? call('get', '/api/v1/audit', { query: asked, signal })
        : call('get', '/api/v1/projects/{project}/audit', { path: { project }, query: asked, signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });
export const checkpointsQuery = queryOptions({
  queryKey: ['audit', 'checkpoints'],
  queryFn: ({ signal }) => call('get', '/api/v1/audit/checkpoints', { signal }),
});
