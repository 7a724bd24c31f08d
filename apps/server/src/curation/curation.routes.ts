import { z } from 'zod';
import type { Http } from '../kernel/http/index.ts';
import { ProblemError, problem } from '../kernel/problems/index.ts';
import {
  caseNotFound,
  caseStale,
  faceUndecided,
  leakCheckPending,
  notOpen,
  notUndoable,
  originalsGone,
  pixelsNotReady,
  reasonNeeded,
  reviewerNotAllowed,
  signInAgain,
  valuesPending,
  valuesUndecided,
} from './curation.problems.ts';
import {
  attributeList,
  attributeQuery,
  bulkBody,
  bulkResults,
  caseDetail,
  decisionBody,
  frameList,
  queue,
  queueQuery,
  revealBody,
  revealed,
  undoBody,
} from './curation.schema.ts';
import type { Curation } from './curation.service.ts';
import { inventoryRoutes } from './inventory/inventory.routes.ts';
import { casePixelsRoutes } from './pictures/case-pixels.routes.ts';
import { faceRoutes } from './pictures/face.routes.ts';
import { profilePreviewRoutes } from './profile-preview/profile-preview.routes.ts';
import { releasedRoutes } from './released/released.routes.ts';

const params = z.object({ project: z.string(), case: z.uuid() });
const permission = { project: 'quarantine:review' } as const;
const tag = 'curation';
const decisionProblems = [
  caseNotFound,
  caseStale,
  notOpen,
  reviewerNotAllowed,
  reasonNeeded,
  faceUndecided,
  leakCheckPending,
  pixelsNotReady,
  valuesPending,
  valuesUndecided,
];

/** Quarantine over HTTP. */
export function curationRoutes(http: Http, curation: Curation): void {
  queueRoutes(http, curation);
  reviewRoutes(http, curation);
  decisionRoutes(http, curation);
  profilePreviewRoutes(http, curation.previewProfile);
  inventoryRoutes(http, curation);
  faceRoutes(http, curation.face);
  casePixelsRoutes(http, curation.pixels);
  releasedRoutes(http, curation.released);
}

function queueRoutes(http: Http, curation: Curation): void {
  http.route(
    {
      method: 'GET',
      url: '/quarantine',
      operationId: 'listQuarantines',
      tag,
      summary: 'Open cases in the projects where you review',
      permission: 'signed-in',
      response: z.object({
        items: z.array(
          z.object({
            projectKey: z.string(),
            projectName: z.string(),
            open: z.number().int(),
            releasedFindings: z.number().int().describe('Released series in which something was found since'),
          }),
        ),
      }),
    },
    async ({ ctx }) => ({ items: await curation.queue.mine(ctx) }),
  );
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/quarantine',
      operationId: 'listCases',
      tag,
      summary: 'The queue of a project: what waits for review',
      permission,
      query: queueQuery,
      response: queue,
    },
    ({ project, query }) => curation.queue.list({ projectId: project.id, ...query }),
  );
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/quarantine/:case',
      operationId: 'getCase',
      tag,
      summary: 'A case with its findings and decisions',
      permission,
      params,
      response: caseDetail,
      problems: [caseNotFound],
    },
    ({ ctx, project, params: { case: id } }) => curation.queue.detail(ctx, project, id),
  );
}

function reviewRoutes(http: Http, { review }: Curation): void {
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/quarantine/:case/attributes',
      operationId: 'getCaseAttributes',
      tag,
      summary: 'What became of an instance’s attributes, and by which rule',
      permission,
      params,
      query: attributeQuery,
      response: attributeList,
      problems: [caseNotFound],
    },
    async ({ project, params: { case: id }, query }) => ({
      ...(await review.attributes(project, id, query.instance, query.view)),
      instances: await review.instances(project, id),
    }),
  );
  http.route(
    {
      method: 'POST',
      url: '/projects/:project/quarantine/:case/reveal',
      operationId: 'revealOriginals',
      tag,
      summary: 'See the original values of an instance',
      description:
        'Recorded in the audit trail before anything is shown. From a session only within five minutes of giving the password.',
      permission: { project: 'quarantine:reveal' },
      params,
      body: revealBody,
      response: revealed,
      problems: [caseNotFound, signInAgain, originalsGone],
    },
    async ({ ctx, project, params: { case: id }, body, reply }) => {
      const rows = await review.reveal(ctx, project, id, body.instanceId, body.reason);
      reply.header('cache-control', 'no-store');
      return { rows };
    },
  );
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/quarantine/:case/frames',
      operationId: 'listCaseFrames',
      tag,
      summary: 'The frames of a case: a montage of some, or all',
      permission,
      params,
      query: z.object({ all: z.enum(['true', 'false']).default('false') }),
      response: frameList,
      problems: [caseNotFound],
    },
    ({ project, params: { case: id }, query }) => review.frames(project, id, query.all === 'false'),
  );
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/quarantine/:case/instances/:instance/frames/:frame/rendered',
      operationId: 'renderCaseFrame',
      tag,
      summary: 'A picture of a frame under review',
      permission,
      params: params.extend({ instance: z.uuid(), frame: z.coerce.number().int().min(1) }),
      query: z.object({
        size: z.coerce.number().int().min(16).max(4096).optional(),
        window: z
          .string()
          .regex(/^-?[\d.]+,[\d.]+$/, 'center,width')
          .optional(),
        format: z.enum(['webp', 'png', 'jpeg']).default('webp'),
        overlays: z
          .enum(['shown', 'hidden'])
          .default('shown')
          .meta({ description: 'Overlays (60xx) are drawn over the image, in a colour, or left out.' }),
        version: z.coerce
          .number()
          .int()
          .optional()
          .meta({ description: 'Of the case: pictures of another version are other pictures, for caches.' }),
      }),
      produces: ['image/webp', 'image/png', 'image/jpeg'],
      problems: [caseNotFound],
    },
    async ({ project, params: { case: id, instance, frame }, query, reply }) => {
      const [center, width] = query.window?.split(',').map(Number) ?? [];
      const picture = await review.renderFrame(project, id, instance, frame, {
        format: query.format,
        showsOverlays: query.overlays === 'shown',
        ...(query.size === undefined ? {} : { sizePx: query.size }),
        ...(center === undefined || width === undefined ? {} : { window: { center, width } }),
      });
      if (picture.kind === 'unsupported') throw problem(caseNotFound, { detail: picture.reason });
      return reply
        .type(picture.contentType)
        .header('cache-control', 'private, max-age=10')
        .send(Buffer.from(picture.bytes));
    },
  );
}

function decisionRoutes(http: Http, { decisions, queue: cases }: Curation): void {
  http.route(
    {
      method: 'POST',
      url: '/projects/:project/quarantine/:case/decisions',
      operationId: 'decideCase',
      tag,
      summary: 'Approve or reject a case',
      description:
        'Takes effect after the time to undo. `version` is the one you looked at. Where the leak check found an identifier of the patient, an approval takes two persons, and the second must give a reason.',
      permission,
      params,
      body: decisionBody,
      response: caseDetail,
      problems: decisionProblems,
    },
    async ({ ctx, project, params: { case: id }, body }) => {
      await decisions.decide(ctx, project, id, body);
      return cases.detail(ctx, project, id);
    },
  );
  http.route(
    {
      method: 'POST',
      url: '/projects/:project/quarantine/:case/undo',
      operationId: 'undoDecision',
      tag,
      summary: 'Take the last decision back',
      description: 'Before it takes effect; a rejection also afterwards, while the rejected images are kept.',
      permission,
      params,
      body: undoBody,
      response: caseDetail,
      problems: [caseNotFound, caseStale, notUndoable],
    },
    async ({ ctx, project, params: { case: id }, body }) => {
      await decisions.undo(ctx, project, id, body.version);
      return cases.detail(ctx, project, id);
    },
  );
  http.route(
    {
      method: 'POST',
      url: '/projects/:project/quarantine/decisions',
      operationId: 'decideCases',
      tag,
      summary: 'Approve or reject several cases',
      description:
        'Each is decided by itself; what cannot be is told with the reason. Cases in which the leak check found an identifier are not approved together with others.',
      permission,
      body: bulkBody,
      response: bulkResults,
    },
    async ({ ctx, project, body: { cases: chosen, ...verdict } }) => {
      const results: z.input<typeof bulkResults>['results'] = [];
      for (const { id, version } of chosen) {
        try {
          await decisions.decide(ctx, project, id, { ...verdict, version, isOneOfMany: true });
          results.push({ id, outcome: 'decided', detail: null });
        } catch (error) {
          if (!(error instanceof ProblemError)) throw error;
          results.push({ id, outcome: 'refused', detail: error.message });
        }
      }
      return { results };
    },
  );
}
