import { textOf } from '../shared/search-params.ts';

export interface AuditSearch {
  actor?: string;
  type?: string;
  objectKind?: string;
  objectId?: string;
  from?: string;
  to?: string;
}
export const auditFilterNames = ['actor', 'type', 'objectKind', 'objectId', 'from', 'to'] as const;

/** Reads the filters of an audit page's URL. */
export function readAuditSearch(raw: Record<string, unknown>): AuditSearch {
  const search: AuditSearch = {};
  for (const name of auditFilterNames) {
    const value = textOf(raw, name);
    if (value !== undefined) search[name] = value;
  }
  return search;
}
