import type { AuditQuery } from './queries.ts';
import type { AuditSearch } from './search.ts';

const dayMs = 86_400_000;

/** The API's query for an audit search: days become instants, the last day is included. */
export function auditQueryOf(search: AuditSearch): AuditQuery {
  const { from, to, ...others } = search;
  const start = from === undefined ? Number.NaN : Date.parse(`${from}T00:00:00`);
  const end = to === undefined ? Number.NaN : Date.parse(`${to}T00:00:00`) + dayMs;
  return {
    ...others,
    ...(Number.isNaN(start) ? {} : { from: new Date(start).toISOString() }),
    ...(Number.isNaN(end) ? {} : { to: new Date(end).toISOString() }),
  };
}
