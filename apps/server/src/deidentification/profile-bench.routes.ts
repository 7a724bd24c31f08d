import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { Http } from '../kernel/http/index.ts';
import { draftNotFound, fileUnusable, profileInvalid, profileNotFound } from './deidentification.problems.ts';
import { previewResult } from './deidentification.schema.ts';
import type { Deidentification } from './deidentification.service.ts';

/** The beginning of a stream; what follows is taken and dropped, so that the sender can finish. */
async function beginningOf(stream: Readable, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    if (length >= maxBytes) continue;
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
  }
  return Buffer.concat(chunks).subarray(0, maxBytes);
}

/** Trying a profile on a file over HTTP. */
export function profileBenchRoutes(
  http: Http,
  { profiles, drafts, bench, tryVersion }: Deidentification,
  { maxTriedBytes }: { maxTriedBytes: number },
): void {
  http.route(
    {
      method: 'POST',
      url: '/profile-trials',
      operationId: 'tryProfile',
      tag: 'deidentification',
      summary: 'Run a profile on a file, to see what it does',
      description:
        'The file is treated in memory and nothing of it is kept or logged. Only its beginning, up to the pixels, is needed. UIDs and dates are not those that a project would give. Give `profile` (a version) or `draft` (a name).',
      permission: { system: 'profiles:manage' },
      query: z.object({ profile: z.uuid().optional(), draft: z.string().optional() }),
      consumes: ['application/dicom'],
      response: previewResult,
      problems: [draftNotFound, fileUnusable, profileInvalid, profileNotFound],
    },
    async ({ ctx, query, request, reply }) => {
      const header = bench.headerIn(await beginningOf(request.raw, maxTriedBytes));
      reply.header('cache-control', 'no-store');
      if (query.draft !== undefined) {
        const { document } = await drafts.find(query.draft);
        return bench.tryHeader(ctx, bench.profileOf({ version: 1, ...document, id: query.draft }), header);
      }
      const id = query.profile ?? (await profiles.defaultProfileId());
      return tryVersion(ctx, id, header);
    },
  );
}
