import { z } from 'zod';
import type { Database } from '../../kernel/db/index.ts';
import type { Http } from '../../kernel/http/index.ts';
import { problem } from '../../kernel/problems/index.ts';
import { seriesNotFound } from '../archive.problems.ts';
import { selectSeriesVersions } from './series-versions.repository.ts';

const count = z.number().int();

const seriesVersion = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime(),
    cause: z.enum(['arrival', 'pixel-mask', 'value-decision', 're-run', 'identity', 'defacing']),
    causeId: z.uuid().nullable().describe('Of what asked for it; null: it arrived'),
    channel: z.string().nullable().describe('How it arrived'),
    byName: z.string().nullable().describe('Null: a sender over the network'),
    profile: z.object({ id: z.uuid(), name: z.string(), version: count }).nullable(),
    instances: z.object({
      total: count,
      current: count.describe('That are now as they were made then'),
      kept: count.describe('Replaced since; their bytes are kept'),
      discarded: count.describe('Replaced since; their bytes are removed'),
    }),
  })
  .meta({
    id: 'SeriesVersion',
    description: 'Images that were made together: as they arrived, or as new versions.',
  });

/** How released series came to be as they are, over HTTP. */
export function versionRoutes(http: Http, db: Database): void {
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/series/:id/versions',
      operationId: 'listSeriesVersions',
      tag: 'archive',
      summary: 'How the images of a series came to be as they are, newest first',
      description:
        'Each arrival, and each change that made new versions: when, why, by which profile and by whom. With `instance`, of that image only.',
      permission: { project: 'archive:read' },
      params: z.object({ project: z.string(), id: z.uuid() }),
      query: z.object({ instance: z.uuid().optional() }),
      response: z.object({ items: z.array(seriesVersion) }),
      problems: [seriesNotFound],
    },
    async ({ project, params, query }) => {
      const versions = await selectSeriesVersions(db, {
        projectId: project.id,
        seriesId: params.id,
        instanceId: query.instance,
      });
      if (versions.length === 0) throw problem(seriesNotFound);
      return { items: versions.map((one) => ({ ...one, at: one.at.toISOString() })) };
    },
  );
}
