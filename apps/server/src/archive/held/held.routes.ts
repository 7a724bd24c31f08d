import { z } from 'zod';
import { type Http, pageOf, pageQuery } from '../../kernel/http/index.ts';
import type { ProjectId } from '../../kernel/ids/index.ts';
import { invalidRequest, problem } from '../../kernel/problems/index.ts';
import { heldNotFound } from '../archive.problems.ts';
import type { Held, HeldRouting } from './held.service.ts';

const held = z
  .object({
    id: z.uuid(),
    reason: z.string(),
    detail: z.string(),
    channel: z.string(),
    callingAe: z.string().nullable(),
    calledAe: z.string().nullable(),
    modality: z.string().nullable(),
    sopClassUid: z.string().nullable(),
    sizeBytes: z.number().int(),
    state: z.string(),
    heldAt: z.iso.datetime(),
  })
  .meta({ id: 'HeldObject', description: 'An object that waits outside every project, encrypted.' });

const routing = z.object({
  project: z.string().min(1).max(40),
  profile: z.string().max(100).nullable().default(null),
  tags: z.array(z.string().min(1).max(100)).max(50).default([]),
  centre: z.string().max(100).nullable().default(null),
});

const permission = { system: 'held:manage' } as const;
const params = z.object({ id: z.uuid() });

export interface HeldRouteOptions {
  http: Http;
  held: Held;
  findProjectId(key: string): Promise<ProjectId | undefined>;
  findProfileId(name: string): Promise<string | undefined>;
}

/** The held area over HTTP. */
export function heldRoutes({ http, held: service, findProjectId, findProfileId }: HeldRouteOptions): void {
  async function destination({
    project,
    profile,
    tags,
    centre,
  }: z.output<typeof routing>): Promise<HeldRouting> {
    const projectId = await findProjectId(project);
    const profileId = profile === null ? null : await findProfileId(profile);
    if (projectId === undefined)
      throw problem(invalidRequest, {
        detail: `There is no project ${project}.`,
        errors: [{ pointer: '/body/project', detail: 'unknown' }],
      });
    if (profileId === undefined)
      throw problem(invalidRequest, {
        detail: `There is no profile ${profile ?? ''}.`,
        errors: [{ pointer: '/body/profile', detail: 'unknown' }],
      });
    return { projectId, profileId, tags, centre };
  }

  http.route(
    {
      method: 'GET',
      url: '/held',
      operationId: 'listHeld',
      tag: 'archive',
      summary: 'What is held, oldest first, with counts by reason',
      permission,
      query: pageQuery.extend({ reason: z.string().max(50).optional() }),
      response: pageOf(held).extend({
        counts: z.array(z.object({ reason: z.string(), count: z.number().int() })),
      }),
    },
    async ({ query }) => {
      const { items, nextCursor, counts } = await service.list(query);
      return {
        items: items.map((row) => ({
          id: row.id,
          reason: row.reason,
          detail: row.detail,
          channel: row.channel,
          callingAe: row.calling_ae,
          calledAe: row.called_ae,
          modality: row.modality,
          sopClassUid: row.sop_class_uid,
          sizeBytes: row.size_bytes,
          state: row.state,
          heldAt: row.held_at.toISOString(),
        })),
        nextCursor,
        counts,
      };
    },
  );
  http.route(
    {
      method: 'POST',
      url: '/held/:id/routing',
      operationId: 'routeHeld',
      tag: 'archive',
      summary: 'Send a held object into a project',
      permission,
      params,
      body: routing,
      status: 202,
      problems: [heldNotFound, invalidRequest],
    },
    async ({ ctx, params: { id }, body }) => service.route(ctx, [id], await destination(body)),
  );
  http.route(
    {
      method: 'POST',
      url: '/held/routing',
      operationId: 'routeHeldObjects',
      tag: 'archive',
      summary: 'Send several held objects into a project',
      permission,
      body: routing.extend({ ids: z.array(z.uuid()).min(1).max(1000) }),
      status: 202,
      problems: [heldNotFound, invalidRequest],
    },
    async ({ ctx, body }) => service.route(ctx, body.ids, await destination(body)),
  );
  http.route(
    {
      method: 'POST',
      url: '/held/:id/discard',
      operationId: 'discardHeld',
      tag: 'archive',
      summary: 'Give a held object up for good',
      permission,
      params,
      body: z.object({ reason: z.string().min(3).max(1000) }),
      problems: [heldNotFound],
    },
    ({ ctx, params: { id }, body }) => service.discard(ctx, id, body.reason),
  );
}
