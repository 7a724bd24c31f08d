import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StoredInstance } from '../archive/index.ts';
import type { Http } from '../kernel/http/index.ts';
import { problem, unavailable } from '../kernel/problems/index.ts';
import { nothingToShow, notRenderable } from './imaging.problems.ts';
import {
  frameParams,
  renderedQuery,
  seriesFrames,
  seriesParams,
  sliceParams,
  sliceQuery,
  thumbnailQuery,
  volume,
  volumeQuery,
} from './imaging.schema.ts';
import type { Imaging } from './imaging.service.ts';
import type { RenderOptions } from './render/render.ts';

const tag = 'imaging';
const permission = { project: 'archive:read' } as const;
const produces = ['image/webp', 'image/png', 'image/jpeg'];

/** Aborts when the client goes away before it has its answer. */
function signalOf({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) controller.abort();
  });
  return controller.signal;
}

// A list of series shows the same pictures again and again; a picture that was masked since, or a project that one has left,
// is seen no longer than this. After that the entity tag spares the picture, not the question.
const cacheControl = 'private, max-age=10';

function etagOf(instance: StoredInstance, frame: number, options: RenderOptions): string {
  const hash = createHash('sha256')
    .update(instance.blobSha256)
    .update(JSON.stringify([frame, options]));
  return `"${hash.digest('base64url').slice(0, 22)}"`;
}

/** Answers with a picture of a frame, or with nothing when the browser has it. */
async function sendFrame(
  { imaging, request, reply }: { imaging: Imaging; request: FastifyRequest; reply: FastifyReply },
  { instance, frame }: { instance: StoredInstance; frame: number },
  options: RenderOptions,
): Promise<FastifyReply> {
  const etag = etagOf(instance, frame, options);
  reply.header('cache-control', cacheControl).header('etag', etag);
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  const picture = await imaging.renderFrame(instance, frame, options, signalOf(reply));
  if (picture.kind === 'unsupported') throw problem(notRenderable, { detail: picture.reason });
  return reply.type(picture.contentType).send(Buffer.from(picture.bytes));
}

/** Pictures of released series, rendered by the server. */
export function imagingRoutes({ http, imaging }: { http: Http; imaging: Imaging }): void {
  frameRoutes(http, imaging);
  volumeRoutes(http, imaging);
}

function frameRoutes(http: Http, imaging: Imaging): void {
  const problems = [nothingToShow, notRenderable, unavailable];
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/series/:id/thumbnail',
      operationId: 'getSeriesThumbnail',
      tag,
      summary: 'A small picture of the middle of a series',
      permission,
      params: seriesParams,
      query: thumbnailQuery,
      produces,
      problems,
    },
    async ({ project, params, query, request, reply }) =>
      sendFrame({ imaging, request, reply }, await imaging.seriesPicture(project.id, params.id), {
        format: 'webp',
        sizePx: query.size,
      }),
  );
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/series/:id/frames',
      operationId: 'listSeriesFrames',
      tag,
      summary: 'The frames of a series in order',
      permission,
      params: seriesParams,
      response: seriesFrames,
    },
    ({ project, params }) => imaging.seriesFrames(project.id, params.id),
  );
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/instances/:id/frames/:frame/rendered',
      operationId: 'getRenderedFrame',
      tag,
      summary: 'A picture of a frame',
      permission,
      params: frameParams,
      query: renderedQuery,
      produces,
      problems,
    },
    async ({ project, params, query, request, reply }) =>
      sendFrame(
        { imaging, request, reply },
        { instance: await imaging.visibleInstance(project.id, params.id), frame: params.frame },
        {
          format: query.format,
          ...(query.size === undefined ? {} : { sizePx: query.size }),
          ...(query.window === undefined ? {} : { window: query.window }),
        },
      ),
  );
}

function volumeRoutes(http: Http, imaging: Imaging): void {
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/series/:id/volume',
      operationId: 'getVolume',
      tag,
      summary: 'The converted volume of a series: its size, planes and window',
      permission,
      params: seriesParams,
      query: volumeQuery,
      response: volume,
    },
    ({ project, params, query }) => imaging.volumes.describe(project.id, params.id, query.file),
  );
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/series/:id/slices/:plane/:index',
      operationId: 'getSlice',
      tag,
      summary: 'An orthogonal slice of the converted volume',
      description:
        'As radiologists look at it: the patient’s right on the left, front or head up. Slices count from 0, from the feet, the back or the left.',
      permission,
      params: sliceParams,
      query: sliceQuery,
      produces: ['image/webp'],
      problems: [nothingToShow, notRenderable, unavailable],
    },
    async ({ project, params, query, reply }) => {
      const { plane, index, id } = params;
      const { window, size, time, file } = query;
      const picture = await imaging.volumes.renderSlice(
        project.id,
        id,
        { plane, index, timePoint: time, window, sizePx: size, fileId: file },
        signalOf(reply),
      );
      return reply
        .header('cache-control', cacheControl)
        .type(picture.contentType)
        .send(Buffer.from(picture.bytes));
    },
  );
}
