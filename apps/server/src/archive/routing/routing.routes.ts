import { z } from 'zod';
import type { Http } from '../../kernel/http/index.ts';
import { stale } from '../../kernel/problems/index.ts';
import { routeInvalid } from '../archive.problems.ts';
import type { Route } from './route.ts';
import type { RouteSet, Routing } from './routing.service.ts';

const text = z.string().min(1).max(64);

export const routeSchema = z
  .object({
    name: z.string().min(1).max(100),
    enabled: z.boolean().default(true),
    match: z.object({
      callingAe: text.optional().describe('Calling AE title; * and ? are wildcards'),
      calledAe: text.optional().describe('Called AE title; * and ? are wildcards'),
      addresses: z.array(text).max(100).optional().describe('Addresses or CIDR blocks'),
      attributes: z
        .array(
          z.object({ keyword: z.string().regex(/^[A-Za-z0-9]{1,64}$/), matches: z.string().min(1).max(200) }),
        )
        .max(20)
        .optional()
        .describe('Attributes of the original header, by keyword; * and ? are wildcards'),
    }),
    project: z.string().min(1).max(40),
    profile: z.string().max(100).nullable().default(null),
    tags: z.array(z.string().min(1).max(100)).max(50).default([]),
    centre: z.string().max(100).nullable().default(null),
  })
  .meta({
    id: 'Route',
    description: 'A line of the routing table: the first that matches an arrival takes it.',
  });

const routeSet = z
  .object({
    version: z.number().int(),
    routes: z.array(routeSchema),
    createdAt: z.iso.datetime().nullable(),
    createdBy: z.string().nullable(),
  })
  .meta({ id: 'RouteSet' });

function wire(set: RouteSet): z.input<typeof routeSet> {
  return { ...set, createdAt: set.createdAt?.toISOString() ?? null };
}

/** The routing table over HTTP. */
export function routingRoutes(http: Http, routing: Routing): void {
  http.route(
    {
      method: 'GET',
      url: '/routes',
      operationId: 'getRoutes',
      tag: 'archive',
      summary: 'The routing table in force',
      permission: { system: 'routes:manage' },
      response: routeSet,
    },
    async () => wire(await routing.newest()),
  );
  http.route(
    {
      method: 'PUT',
      url: '/routes',
      operationId: 'putRoutes',
      tag: 'archive',
      summary: 'Save the routing table',
      description:
        'Saves the whole table as a new version. `version` is the one you saw; when it is not the newest any more, nothing is saved.',
      permission: { system: 'routes:manage' },
      body: z.object({ version: z.number().int().min(0), routes: z.array(routeSchema).max(500) }),
      response: routeSet,
      problems: [stale, routeInvalid],
    },
    async ({ ctx, body }) => wire(await routing.save(ctx, body.version, body.routes as Route[])),
  );
  http.route(
    {
      method: 'GET',
      url: '/routes/versions',
      operationId: 'listRouteVersions',
      tag: 'archive',
      summary: 'Every saved version of the routing table, newest first',
      permission: { system: 'routes:manage' },
      response: z.object({ items: z.array(routeSet) }),
    },
    async () => ({ items: (await routing.versions()).map(wire) }),
  );
  http.route(
    {
      method: 'POST',
      url: '/routes/test',
      operationId: 'testRoutes',
      tag: 'archive',
      summary: 'Which route would take such an arrival?',
      permission: { system: 'routes:manage' },
      body: z.object({
        callingAe: z.string().max(64).optional(),
        calledAe: z.string().max(64).optional(),
        address: z.string().max(64).optional(),
        attributes: z.record(z.string(), z.string()).default({}),
      }),
      response: z.object({ matched: routeSchema.nullable() }),
    },
    async ({ body }) => ({
      matched:
        (await routing.test({
          callingAe: body.callingAe,
          calledAe: body.calledAe,
          address: body.address,
          attribute: (keyword) => body.attributes[keyword],
        })) ?? null,
    }),
  );
}
