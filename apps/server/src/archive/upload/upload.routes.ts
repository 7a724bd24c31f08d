import { z } from 'zod';
import type { Http } from '../../kernel/http/index.ts';
import { invalidRequest } from '../../kernel/problems/index.ts';
import { uploadNotFound } from '../archive.problems.ts';
import type { UploadReceipt, Uploads } from './upload.service.ts';

const counts = z
  .object({
    received: z.number().int(),
    duplicate: z.number().int(),
    conflict: z.number().int(),
    held: z.number().int(),
    refused: z.number().int(),
    ignored: z.number().int(),
    sizeBytes: z.number().int(),
  })
  .meta({ id: 'ArrivalCounts' });

const receipt = z
  .object({ id: z.uuid(), counts, startedAt: z.iso.datetime(), finishedAt: z.iso.datetime().nullable() })
  .meta({ id: 'UploadReceipt' });

const results = z
  .object({
    results: z.array(
      z.object({
        name: z.string().nullable(),
        outcome: z.enum(['stored', 'duplicate', 'conflict', 'held', 'ignored', 'refused']),
        reason: z.string().nullable(),
      }),
    ),
    counts,
  })
  .meta({ id: 'UploadResults' });

function wire(value: UploadReceipt): z.input<typeof receipt> {
  return {
    ...value,
    startedAt: value.startedAt.toISOString(),
    finishedAt: value.finishedAt?.toISOString() ?? null,
  };
}

const permission = { project: 'archive:import' } as const;
const params = z.object({ project: z.string(), id: z.uuid() });

/** Uploads over HTTP. */
export function uploadRoutes(http: Http, uploads: Uploads): void {
  http.route(
    {
      method: 'POST',
      url: '/projects/:project/uploads',
      operationId: 'beginUpload',
      tag: 'archive',
      summary: 'Begin an upload',
      permission,
      response: receipt,
      status: 201,
    },
    async ({ ctx, project }) => wire(await uploads.begin(ctx, project.id)),
  );
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/uploads/:id',
      operationId: 'getUpload',
      tag: 'archive',
      summary: 'The receipt of an upload, so far or final',
      permission,
      params,
      response: receipt,
      problems: [uploadNotFound],
    },
    async ({ ctx, project, params: { id } }) => wire((await uploads.find(ctx, project.id, id)).receipt),
  );
  http.route(
    {
      method: 'POST',
      url: '/projects/:project/uploads/:id/files',
      operationId: 'uploadFiles',
      tag: 'archive',
      summary: 'Send files of an upload',
      description:
        'One DICOM file, a zip, or multipart/related with one file in each part. Each file is answered for by itself. Sending a file again does no harm: it counts as a duplicate.',
      permission,
      params,
      consumes: ['application/dicom', 'application/zip', 'multipart/related'],
      response: results,
      problems: [uploadNotFound, invalidRequest],
    },
    ({ ctx, project, params: { id }, request }) =>
      uploads.receiveInto(ctx, project.id, id, request.raw, request.headers['content-type'] ?? ''),
  );
  http.route(
    {
      method: 'POST',
      url: '/projects/:project/uploads/:id/finish',
      operationId: 'finishUpload',
      tag: 'archive',
      summary: 'End an upload and get its receipt',
      permission,
      params,
      response: receipt,
      problems: [uploadNotFound],
    },
    async ({ ctx, project, params: { id } }) => wire(await uploads.finish(ctx, project.id, id)),
  );
}
