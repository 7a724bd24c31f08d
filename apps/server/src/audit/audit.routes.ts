import type { Context } from '../kernel/context/index.ts';
import { type Database, transact } from '../kernel/db/index.ts';
import type { Http } from '../kernel/http/index.ts';
import { notFound, problem } from '../kernel/problems/index.ts';
import { auditCheckpoints, auditPage, auditQuery, projectAuditQuery } from './audit.schema.ts';
import type { Audit } from './audit.service.ts';

export interface AuditRouteOptions {
  http: Http;
  db: Database;
  audit: Audit;
  /** The id of the project with this key or id. Projects are a higher slice's nouns, so the composition root brings the answer. */
  findProjectId: (keyOrId: string) => Promise<string | undefined>;
}

interface Filters {
  actor?: string | undefined;
  type?: string | undefined;
  objectKind?: string | undefined;
  objectId?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

function filterOf({ actor, type, objectKind, objectId, from, to }: Filters) {
  return {
    actor,
    type,
    objectKind,
    objectId,
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
  };
}

/** Routes to read and take away the audit trail. Reading is itself recorded (PS3.15 A.5.3.2 Audit Log Used), once for a list, not for each page. */
export function auditRoutes({ http, db, audit, findProjectId }: AuditRouteOptions): void {
  async function recordUse(
    ctx: Context,
    type: string,
    projectId: string | null,
    after?: object,
  ): Promise<void> {
    await transact(db, (trx) =>
      audit.record(trx, ctx, {
        action: 'R',
        type,
        projectId,
        object: { kind: 'audit', id: projectId ?? 'all' },
        ...(after === undefined ? {} : { after }),
      }),
    );
  }

  http.route(
    {
      method: 'GET',
      url: '/audit',
      operationId: 'listAuditEntries',
      tag: 'audit',
      summary: 'Who did what, newest first',
      permission: { system: 'audit:read' },
      query: auditQuery,
      response: auditPage,
      problems: [notFound],
    },
    async ({ ctx, query: { project, cursor, limit, ...filters } }) => {
      const projectId = project === undefined ? undefined : await findProjectId(project);
      if (project !== undefined && projectId === undefined)
        throw problem(notFound, { detail: 'There is no project with this key or id.' });
      if (cursor === undefined) await recordUse(ctx, 'audit.trail.read', projectId ?? null, filters);
      return audit.listEntries({ ...filterOf(filters), projectId }, { cursor, limit });
    },
  );

  http.route(
    {
      method: 'GET',
      url: '/projects/:project/audit',
      operationId: 'listProjectAuditEntries',
      tag: 'audit',
      summary: 'Who did what in a project, newest first',
      permission: { project: 'audit:read-project' },
      query: projectAuditQuery,
      response: auditPage,
    },
    async ({ ctx, project, query: { cursor, limit, ...filters } }) => {
      if (cursor === undefined) await recordUse(ctx, 'audit.trail.read', project.id, filters);
      return audit.listEntries({ ...filterOf(filters), projectId: project.id }, { cursor, limit });
    },
  );

  http.route(
    {
      method: 'GET',
      url: '/audit/export',
      operationId: 'exportAuditTrail',
      tag: 'audit',
      summary: 'The whole hash chain as JSON lines',
      description:
        'First a line for each signed checkpoint, `{checkpoint}`, then one for each entry, `{sequence, leaf, chained, bytes}` with hashes in hexadecimal and the canonical bytes in base64. Verify it with `npx pesscara audit verify` or tools/verify-audit.mjs.',
      permission: { system: 'audit:read' },
      produces: ['application/x-ndjson'],
    },
    async ({ ctx, reply }) => {
      await recordUse(ctx, 'audit.trail.exported', null);
      return reply
        .type('application/x-ndjson')
        .header('content-disposition', 'attachment; filename="pesscara-audit.ndjson"')
        .send(await audit.exportChain());
    },
  );

  http.route(
    {
      method: 'GET',
      url: '/audit/checkpoints',
      operationId: 'listAuditCheckpoints',
      tag: 'audit',
      summary: 'Signed heads of the hash chain, and the key that verifies them',
      permission: { system: 'audit:read' },
      response: auditCheckpoints,
    },
    () => audit.listCheckpoints(),
  );
}
