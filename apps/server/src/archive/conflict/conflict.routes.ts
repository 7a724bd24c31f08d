import { z } from 'zod';
import type { Http } from '../../kernel/http/index.ts';
import { conflictNotFound } from '../archive.problems.ts';
import type { Conflicts } from './conflict.service.ts';

const conflict = z
  .object({
    instanceId: z.uuid(),
    conflictOfId: z.uuid(),
    seriesId: z.uuid(),
    sopInstanceUid: z.string(),
    instanceNumber: z.number().int().nullable(),
    receivedAt: z.iso.datetime(),
    firstReceivedAt: z.iso.datetime(),
    firstState: z.string(),
    sizeBytes: z.number().int(),
    firstSizeBytes: z.number().int(),
  })
  .meta({ id: 'Conflict', description: 'Two contents under one SOP Instance UID.' });

const permission = { project: 'quarantine:review' } as const;

/** Conflicts over HTTP. */
export function conflictRoutes(http: Http, conflicts: Conflicts): void {
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/conflicts',
      operationId: 'listConflicts',
      tag: 'archive',
      summary: 'Instances that came twice with different content',
      permission,
      response: z.object({ items: z.array(conflict) }),
    },
    async ({ project }) => ({
      items: (await conflicts.list(project.id)).map((row) => ({
        ...row,
        conflictOfId: row.conflictOfId,
        receivedAt: row.receivedAt.toISOString(),
        firstReceivedAt: row.firstReceivedAt.toISOString(),
      })),
    }),
  );
  http.route(
    {
      method: 'POST',
      url: '/projects/:project/conflicts/:id/resolution',
      operationId: 'resolveConflict',
      tag: 'archive',
      summary: 'Choose between two contents of one instance',
      permission,
      params: z.object({ project: z.string(), id: z.uuid() }),
      body: z.object({ keep: z.enum(['first', 'later']), reason: z.string().min(3).max(1000) }),
      problems: [conflictNotFound],
    },
    ({ ctx, project, params: { id }, body }) =>
      conflicts.resolve(ctx, project.id, id, body.keep, body.reason),
  );
}
