import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Database } from '../../kernel/db/index.ts';
import { decodeCursor, encodeCursor, type Http, pageOf, pageQuery } from '../../kernel/http/index.ts';
import { problem } from '../../kernel/problems/index.ts';
import { fileNotFound, instanceNotFound, seriesNotFound } from '../archive.problems.ts';
import type { InstanceReader } from '../instance/instance.reader.ts';
import { findInstance, listInstances, type StoredInstance } from '../instance/instance.repository.ts';
import type { Downloads, OutgoingFile } from './download.service.ts';
import { listHeader } from './header-listing.ts';

const instance = z
  .object({
    id: z.uuid(),
    seriesId: z.uuid(),
    sopInstanceUid: z.string(),
    sopClassUid: z.string(),
    transferSyntaxUid: z.string(),
    instanceNumber: z.number().int().nullable(),
    frameCount: z.number().int(),
    rows: z.number().int().nullable(),
    columns: z.number().int().nullable(),
    sizeBytes: z.number().int(),
    receivedAt: z.iso.datetime(),
  })
  .meta({ id: 'Instance' });

const header = z
  .object({
    elements: z.array(
      z.object({
        path: z.string(),
        tag: z.string(),
        keyword: z.string().nullable(),
        vr: z.string(),
        value: z.string(),
        depth: z.number().int(),
      }),
    ),
  })
  .meta({ id: 'Header', description: 'A header as lines; long values are cut.' });

const fileList = z
  .object({
    items: z.array(
      z.object({
        id: z.uuid(),
        format: z.string(),
        name: z.string(),
        sizeBytes: z.number().int(),
        properties: z.record(z.string(), z.unknown()),
        createdAt: z.iso.datetime(),
      }),
    ),
    dicom: z.object({ count: z.number().int(), sizeBytes: z.number().int() }),
  })
  .meta({ id: 'SeriesFiles' });

const params = z.object({ project: z.string(), id: z.uuid() });
const format = z.enum(['dicom', 'nifti', 'sidecar']).default('dicom');
const permission = { project: 'archive:read' } as const;
const produces = ['application/zip', 'application/gzip', 'application/json'];

function send(reply: FastifyReply, { fileName, contentType, body, sizeBytes }: OutgoingFile): FastifyReply {
  if (sizeBytes !== undefined) reply.header('content-length', sizeBytes);
  return reply
    .type(contentType)
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .send(body);
}

function wire(row: StoredInstance): z.input<typeof instance> {
  return { ...row, receivedAt: row.receivedAt.toISOString() };
}

export interface FileRouteOptions {
  http: Http;
  db: Database;
  reader: InstanceReader;
  downloads: Downloads;
}

/** Instances, headers and files of released series over HTTP. */
export function fileRoutes(options: FileRouteOptions): void {
  instanceRoutes(options);
  downloadRoutes(options);
}

function instanceRoutes({ http, db, reader }: FileRouteOptions): void {
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/instances',
      operationId: 'listInstances',
      tag: 'archive',
      summary: 'Released instances of a series, in order',
      permission,
      query: pageQuery.extend({ series: z.uuid() }),
      response: pageOf(instance),
    },
    async ({ project, query }) => {
      const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor, 2);
      const rows = await listInstances(
        db,
        { kind: 'released', projectId: project.id },
        { seriesId: query.series },
        {
          after: after && { instanceNumber: after[0] as number | null, sopInstanceUid: String(after[1]) },
          limit: query.limit + 1,
        },
      );
      const items = rows.slice(0, query.limit);
      const last = items.at(-1);
      const nextCursor =
        rows.length > query.limit && last !== undefined
          ? encodeCursor([last.instanceNumber, last.sopInstanceUid])
          : null;
      return { items: items.map(wire), nextCursor };
    },
  );
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/instances/:id/header',
      operationId: 'getInstanceHeader',
      tag: 'archive',
      summary: 'The header of an instance',
      permission,
      params,
      response: header,
      problems: [instanceNotFound],
    },
    async ({ project, params: { id } }) => {
      const found = await findInstance(db, { kind: 'released', projectId: project.id }, id);
      if (found === undefined) throw problem(instanceNotFound);
      return { elements: listHeader((await reader.header(found)).dataSet) };
    },
  );
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/series/:id/header',
      operationId: 'getSeriesHeader',
      tag: 'archive',
      summary: 'The header of a series’ first instance',
      permission,
      params,
      response: header,
      problems: [seriesNotFound],
    },
    async ({ project, params: { id } }) => {
      const [first] = await listInstances(
        db,
        { kind: 'released', projectId: project.id },
        { seriesId: id },
        { limit: 1 },
      );
      if (first === undefined) throw problem(seriesNotFound);
      return { elements: listHeader((await reader.header(first)).dataSet) };
    },
  );
}

function downloadRoutes({ http, downloads }: FileRouteOptions): void {
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/series/:id/file-list',
      operationId: 'listSeriesFiles',
      tag: 'archive',
      summary: 'The derived files of a series',
      permission,
      params,
      response: fileList,
      problems: [seriesNotFound],
    },
    async ({ project, params: { id } }) => {
      const { items, dicom } = await downloads.fileList(project.id, id);
      return {
        dicom,
        items: items.map((file) => ({
          ...file,
          properties: file.properties as Record<string, unknown>,
          createdAt: file.createdAt.toISOString(),
        })),
      };
    },
  );
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/series/:id/files',
      operationId: 'downloadSeriesFiles',
      tag: 'archive',
      summary: 'Download a series',
      description:
        'DICOM as a zip; NIfTI as one file, or a zip when there are several volumes. Recorded in the audit trail.',
      permission,
      params,
      query: z.object({ format }),
      produces,
      problems: [seriesNotFound, fileNotFound],
    },
    async ({ ctx, project, params: { id }, query, reply }) =>
      send(reply, await downloads.seriesFiles(ctx, project.id, id, query.format)),
  );
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/series/:id/files/:fileId',
      operationId: 'downloadSeriesFile',
      tag: 'archive',
      summary: 'Download one derived file',
      permission,
      params: params.extend({ fileId: z.uuid() }),
      produces,
      problems: [fileNotFound],
    },
    async ({ ctx, project, params: { id, fileId }, reply }) =>
      send(reply, await downloads.file(ctx, project.id, id, fileId)),
  );
  for (const kind of ['exam', 'subject'] as const)
    http.route(
      {
        method: 'GET',
        url: `/projects/:project/${kind}s/:id/files`,
        operationId: kind === 'exam' ? 'downloadExamFiles' : 'downloadSubjectFiles',
        tag: 'archive',
        summary: `Download all released series of ${kind === 'exam' ? 'an exam' : 'a subject'}`,
        permission,
        params,
        query: z.object({ format }),
        produces,
        problems: [seriesNotFound],
      },
      async ({ ctx, project, params: { id }, query, reply }) =>
        send(reply, await downloads.groupFiles(ctx, project.id, kind, id, query.format)),
    );
  http.route(
    {
      method: 'POST',
      url: '/projects/:project/downloads',
      operationId: 'prepareDownload',
      tag: 'archive',
      summary: 'Prepare the download of several series',
      permission,
      body: z.object({ seriesIds: z.array(z.uuid()).min(1).max(10_000), format }),
      response: z.object({ id: z.uuid(), url: z.string() }),
      status: 201,
    },
    ({ ctx, project, body }) => {
      const id = downloads.prepare(ctx, project.id, body.seriesIds, body.format);
      return Promise.resolve({ id, url: `/api/v1/projects/${project.key}/downloads/${id}` });
    },
  );
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/downloads/:id',
      operationId: 'fetchDownload',
      tag: 'archive',
      summary: 'Download what was prepared',
      permission,
      params,
      produces,
      problems: [fileNotFound, seriesNotFound],
    },
    async ({ ctx, project, params: { id }, reply }) =>
      send(reply, await downloads.fetch(ctx, project.id, id)),
  );
}
