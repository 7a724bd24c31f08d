import { pictureNames } from '@pesscara/defacing';
import { z } from 'zod';
import { decisions, moments, notDecidable, nothingToSee, states } from '../../defacing/index.ts';
import type { Http } from '../../kernel/http/index.ts';
import { caseNotFound } from '../curation.problems.ts';
import type { FaceReview } from './face.service.ts';

const params = z.object({ project: z.string(), case: z.uuid() });
const permission = { project: 'quarantine:review' } as const;
const tag = 'curation';
const url = '/projects/:project/quarantine/:case/face';

const faceStanding = z
  .object({
    state: z.enum(['not-asked', ...states]).meta({
      description: '`not-asked`: the profile removes no faces. `waiting`: it is being done.',
    }),
    detail: z.string().nullable().meta({ description: 'Why there is no face, or why it was not removed.' }),
    measures: z.record(z.string(), z.number()),
    hasPictures: z.boolean(),
    mayRestore: z.boolean(),
    decision: z
      .object({ byName: z.string(), at: z.iso.datetime(), reason: z.string().nullable() })
      .nullable(),
  })
  .meta({ id: 'FaceStanding', description: 'What became of the face in a series under review.' });

/** Faces in quarantine over HTTP. */
export function faceRoutes(http: Http, face: FaceReview): void {
  http.route(
    {
      method: 'GET',
      url,
      operationId: 'getCaseFace',
      tag,
      summary: 'What became of the face in a case',
      permission,
      params,
      response: faceStanding,
      problems: [caseNotFound],
    },
    ({ project, params: { case: id } }) => face.standing(project, id),
  );
  http.route(
    {
      method: 'GET',
      url: `${url}/pictures/:picture/:moment`,
      operationId: 'getCaseFacePicture',
      tag,
      summary: 'A picture of the head before or after its face was removed',
      permission,
      params: params.extend({ picture: z.enum(pictureNames), moment: z.enum(moments) }),
      produces: ['image/webp'],
      problems: [caseNotFound, nothingToSee],
    },
    async ({ project, params: { case: id, picture, moment }, reply }) => {
      const bytes = await face.picture(project, id, picture, moment);
      return reply.type('image/webp').header('cache-control', 'no-store').send(bytes);
    },
  );
  http.route(
    {
      method: 'POST',
      url: `${url}/decisions`,
      operationId: 'decideCaseFace',
      tag,
      summary: 'Accept a removed face, have it back, or let one pass',
      description:
        '`restore` and `exempt` need a reason of three characters or more. `restore` is possible while the project keeps originals.',
      permission,
      params,
      body: z.object({ decision: z.enum(decisions), reason: z.string().max(2000).optional() }),
      response: faceStanding,
      problems: [caseNotFound, notDecidable],
    },
    ({ ctx, project, params: { case: id }, body }) =>
      face.decide(ctx, project, id, body.decision, body.reason ?? null),
  );
}
