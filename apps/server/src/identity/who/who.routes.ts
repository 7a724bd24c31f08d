import type { Http } from '../../kernel/http/index.ts';
import { factNotFound, factRefused, subjectNotFound } from '../identity.problems.ts';
import {
  affected,
  examsOfSubject,
  examsQuery,
  factParams,
  findingBody,
  identityDesk,
  stateBody,
  statedFacts,
  undoBody,
} from '../identity.schema.ts';
import type { Who } from './who.service.ts';

const tag = 'identity';
const permission = { project: 'identity:manage' } as const;

/** The desk of identities over HTTP. */
export function whoRoutes(http: Http, who: Who): void {
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/identities',
      operationId: 'getIdentities',
      tag,
      summary: 'What was found out about who is who, questions, and subjects that stand for others',
      permission,
      response: identityDesk,
    },
    async ({ project }) => {
      const { facts, ...desk } = await who.desk(project.id);
      return {
        ...desk,
        facts: facts.map((fact) => ({
          ...fact,
          madeAt: fact.madeAt.toISOString(),
          doneAt: fact.doneAt?.toISOString() ?? null,
        })),
      };
    },
  );
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/identities/exams',
      operationId: 'listExamsOfSubject',
      tag,
      summary: 'Every exam that stands under a subject, released or not',
      permission,
      query: examsQuery,
      response: examsOfSubject,
    },
    async ({ project, query }) => ({ items: await who.examsOf(project.id, query.code) }),
  );
  http.route(
    {
      method: 'POST',
      url: '/projects/:project/identities/previews',
      operationId: 'previewFinding',
      tag,
      summary: 'What would follow from a finding',
      description:
        'Every exam that comes under another subject, with its series, instances and files. Nothing is changed.',
      permission,
      body: findingBody,
      response: affected,
      problems: [subjectNotFound, factRefused],
    },
    ({ project, body }) => who.preview(project, body),
  );
  http.route(
    {
      method: 'POST',
      url: '/projects/:project/identities/facts',
      operationId: 'stateFinding',
      tag,
      summary: 'Say that identifiers or subjects are one person’s, or that an exam is another subject’s',
      description:
        'Identifiers stand in the body alone. Stored objects follow by a job: new versions with the right code and dates, the same UIDs. The order in which things are found out does not matter.',
      permission,
      body: stateBody,
      response: statedFacts,
      status: 202,
      problems: [subjectNotFound, factRefused],
    },
    async ({ ctx, project, body }) => ({
      ids: await who.state(ctx, project, body.finding, body.reason),
    }),
  );
  http.route(
    {
      method: 'POST',
      url: '/projects/:project/identities/facts/:id/undo',
      operationId: 'undoFinding',
      tag,
      summary: 'Take a finding back',
      description:
        'What it joined is parted again; objects that changed since for no other reason come back byte by byte.',
      permission,
      params: factParams,
      body: undoBody,
      response: statedFacts,
      status: 202,
      problems: [factNotFound, factRefused],
    },
    async ({ ctx, project, params: { id }, body }) => ({
      ids: await who.undo(ctx, project, id, body.reason),
    }),
  );
}
