import { z } from 'zod';
import type { Http } from '../kernel/http/index.ts';
import type { Overview } from './overview.service.ts';

const counted = z.array(z.object({ value: z.string(), count: z.number().int() }));

const overview = z
  .object({
    funnel: z.object({
      received: z.number().int(),
      inQuarantine: z.number().int(),
      released: z.number().int(),
      rejected: z.number().int(),
      classified: z.number().int(),
      converted: z.number().int(),
    }),
    counts: z.object({
      subjects: z.number().int(),
      exams: z.number().int(),
      series: z.number().int(),
      instances: z.number().int(),
      sizeBytes: z.number().int(),
    }),
    releasedFindings: z
      .number()
      .int()
      .nullable()
      .describe('Released series in which something was found since; null: you do not review here'),
    expectedSubjects: z.number().int().nullable(),
    byModality: counted,
    byWeighting: counted,
    byCentre: counted,
    recent: z.array(
      z.object({ at: z.iso.datetime(), seriesId: z.uuid(), label: z.string(), subjectCode: z.string() }),
    ),
    receivedPerDay: z.array(
      z.object({ date: z.string(), series: z.number().int(), instances: z.number().int() }),
    ),
  })
  .meta({ id: 'Overview' });

const home = z.object({
  projects: z.array(
    z.object({
      id: z.uuid(),
      key: z.string(),
      name: z.string(),
      description: z.string(),
      roles: z.array(z.string()),
      subjectCount: z.number().int(),
      seriesCount: z.number().int(),
      openReviews: z.number().int().nullable(),
    }),
  ),
});

/** How far projects are, over HTTP. */
export function overviewRoutes(http: Http, service: Overview): void {
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/overview',
      operationId: 'getOverview',
      tag: 'overview',
      summary: 'How far a project is',
      permission: { project: 'archive:read' },
      response: overview,
    },
    ({ project }) => service.ofProject(project),
  );
  http.route(
    {
      method: 'GET',
      url: '/home',
      operationId: 'getHome',
      tag: 'overview',
      summary: 'Your projects and what waits in them',
      permission: 'signed-in',
      response: home,
    },
    async ({ ctx }) => ({ projects: await service.home(ctx) }),
  );
}
