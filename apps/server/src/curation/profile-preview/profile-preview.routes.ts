import { z } from 'zod';
import { previewResult, profileInvalid, profileNotFound } from '../../deidentification/index.ts';
import type { Http } from '../../kernel/http/index.ts';
import { forbidden } from '../../kernel/problems/index.ts';
import { caseNotFound, nothingToPreview, originalsGone, signInAgain } from '../curation.problems.ts';
import type { PreviewProfile } from './profile-preview.service.ts';

const body = z
  .object({
    seriesId: z.uuid().optional().describe('A released series'),
    caseId: z.uuid().optional().describe('A case of quarantine, for reviewers'),
    instanceId: z.uuid().optional().describe('Default: the first image'),
    profileId: z.uuid().optional().describe('A version, of rules or a script of CTP'),
    document: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('A profile that is not saved, with `id` and `version`'),
    reveal: z
      .object({ reason: z.string().trim().min(3).max(2000) })
      .optional()
      .describe('Show original values; for honest brokers, after a fresh sign-in, recorded'),
  })
  .refine(({ seriesId, caseId }) => (seriesId === undefined) !== (caseId === undefined), {
    message: 'name a series or a case',
  })
  .meta({ id: 'ProfilePreviewRequest' });

const response = z
  .object({
    instanceId: z.uuid(),
    instanceNumber: z.number().int().nullable(),
    basis: z
      .enum(['originals', 'stored'])
      .describe('What the profile ran on: the object as it arrived, or as it is stored'),
    revealed: z.boolean(),
    result: previewResult,
  })
  .meta({ id: 'StoredPreview' });

/** Previews of profiles on images of a project over HTTP. */
export function profilePreviewRoutes(http: Http, previewProfile: PreviewProfile): void {
  http.route(
    {
      method: 'POST',
      url: '/projects/:project/profile-previews',
      operationId: 'previewProfile',
      tag: 'curation',
      summary: 'What a profile would make of an image of the project',
      description:
        'Element by element, with the rule that acts. Original values are masked unless they are asked for with a reason and the right to see them.',
      permission: { project: 'archive:read' },
      body,
      response,
      problems: [
        caseNotFound,
        nothingToPreview,
        originalsGone,
        signInAgain,
        forbidden,
        profileInvalid,
        profileNotFound,
      ],
    },
    async ({ ctx, project, body: request, reply }) => {
      const preview = await previewProfile(ctx, project, request);
      reply.header('cache-control', 'no-store');
      return preview;
    },
  );
}
