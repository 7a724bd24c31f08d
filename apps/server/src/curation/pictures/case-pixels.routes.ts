import { z } from 'zod';
import type { Http } from '../../kernel/http/index.ts';
import { maskInvalid, maskNotUndoable, maskPending } from '../../pixels/index.ts';
import { caseNotFound, notOpen, signInAgain } from '../curation.problems.ts';
import { casePixels, judgementBody, maskBody, readTexts, textRevealBody } from './case-pixels.schema.ts';
import type { CasePixels } from './case-pixels.service.ts';

const params = z.object({ project: z.string(), case: z.uuid() });
const permission = { project: 'quarantine:review' } as const;
const tag = 'curation';
const base = '/projects/:project/quarantine/:case';

/** Text in pixels and masks over it, over HTTP. */
export function casePixelsRoutes(http: Http, pixels: CasePixels): void {
  textRoutes(http, pixels);
  http.route(
    {
      method: 'POST',
      url: `${base}/masks`,
      operationId: 'maskCasePixels',
      tag,
      summary: 'Make boxes black, after the time to take it back',
      permission,
      params,
      body: maskBody,
      response: z.object({ id: z.uuid(), effectiveAt: z.iso.datetime() }),
      status: 201,
      problems: [caseNotFound, notOpen, maskInvalid],
    },
    ({ ctx, project, params: { case: id }, body }) => pixels.mask(ctx, project, id, body),
  );
  http.route(
    {
      method: 'POST',
      url: `${base}/masks/:mask/undo`,
      operationId: 'undoCaseMask',
      tag,
      summary: 'Take a mask back before pixels are changed',
      permission,
      params: params.extend({ mask: z.uuid() }),
      response: casePixels,
      problems: [caseNotFound, notOpen, maskNotUndoable],
    },
    async ({ ctx, project, params: { case: id, mask } }) => {
      await pixels.undoMask(ctx, project, id, mask);
      return pixels.view(project, id);
    },
  );
}

function textRoutes(http: Http, pixels: CasePixels): void {
  http.route(
    {
      method: 'GET',
      url: `${base}/pixels`,
      operationId: 'getCasePixels',
      tag,
      summary: 'Text found in the pixels of a case, without its words, and masks',
      permission,
      params,
      response: casePixels,
      problems: [caseNotFound],
    },
    ({ project, params: { case: id } }) => pixels.view(project, id),
  );
  http.route(
    {
      method: 'POST',
      url: `${base}/pixels/search`,
      operationId: 'searchCasePixels',
      tag,
      summary: 'Search every image of a case for text, whatever its modality',
      permission,
      params,
      response: casePixels,
      problems: [caseNotFound, notOpen],
    },
    async ({ ctx, project, params: { case: id } }) => {
      await pixels.search(ctx, project, id);
      return pixels.view(project, id);
    },
  );
  http.route(
    {
      method: 'POST',
      url: `${base}/pixels/judgement`,
      operationId: 'judgeCaseText',
      tag,
      summary: 'Dismiss boxes that were found, which keeps overlays, or propose them again',
      permission,
      params,
      body: judgementBody,
      response: casePixels,
      problems: [caseNotFound, notOpen, maskPending],
    },
    async ({ ctx, project, params: { case: id }, body }) => {
      await pixels.judge(ctx, project, id, { ids: body.boxes, isDismissed: body.dismissed });
      return pixels.view(project, id);
    },
  );
  http.route(
    {
      method: 'POST',
      url: `${base}/pixels/reveal`,
      operationId: 'revealCaseText',
      tag,
      summary: 'See the words that were read in pixels',
      description:
        'Recorded in the audit trail before anything is shown. From a session only within five minutes of giving the password.',
      permission: { project: 'quarantine:reveal' },
      params,
      body: textRevealBody,
      response: readTexts,
      problems: [caseNotFound, signInAgain],
    },
    async ({ ctx, project, params: { case: id }, body, reply }) => {
      const rows = await pixels.reveal(ctx, project, id, body.reason);
      reply.header('cache-control', 'no-store');
      return { rows };
    },
  );
}
