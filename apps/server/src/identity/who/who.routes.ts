import type { Http } from '../../kernel/http/index.ts';
import { factNotFound, factRefused, signInAgain, subjectNotFound } from '../identity.problems.ts';
import {
  affected,
  examsOfSubject,
  examsQuery,
  factParams,
  findingBody,
  identityDesk,
  seriesOfMother,
  stateBody,
  statedFacts,
  temporaryQuery,
  temporarySubjects,
  undoBody,
  withdrawalBody,
  withdrawalPreview,
  withdrawalQuery,
} from '../identity.schema.ts';
import type { FactRecord } from './facts/fact.repository.ts';
import type { Who } from './who.service.ts';

const tag = 'identity';
const permission = { project: 'identity:manage' } as const;

function wireFact({ madeBy, ...fact }: FactRecord, actorId: string) {
  const isWaiting = fact.kind === 'withdraw' && fact.effectiveAt === null && fact.undoneBy === null;
  return {
    ...fact,
    madeAt: fact.madeAt.toISOString(),
    doneAt: fact.doneAt?.toISOString() ?? null,
    effectiveAt: fact.effectiveAt?.toISOString() ?? null,
    confirmedAt: fact.confirmedAt?.toISOString() ?? null,
    begunAt: fact.begunAt?.toISOString() ?? null,
    mayConfirm: isWaiting && madeBy !== actorId,
  };
}

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
    async ({ ctx, project }) => {
      const { facts, ...desk } = await who.desk(project.id);
      return { ...desk, facts: facts.map((fact) => wireFact(fact, ctx.actor.id)) };
    },
  );
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/identities/temporary',
      operationId: 'listTemporarySubjects',
      tag,
      summary: 'Subjects whom only temporary identifiers lead to, the longest known first',
      description:
        'What such identifiers look like is a setting of the project, `temporaryIdPatterns`. The identifiers themselves are not shown.',
      permission,
      query: temporaryQuery,
      response: temporarySubjects,
    },
    async ({ project, query }) => {
      const { items, count } = await who.temporary(project.id, query.limit);
      return { items: items.map((one) => ({ ...one, since: one.since.toISOString() })), count };
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
      problems: [subjectNotFound],
    },
    async ({ project, query }) => ({ items: await who.examsOf(project.id, query.code) }),
  );
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/identities/series',
      operationId: 'listSeriesOfMother',
      tag,
      summary:
        'Every series that came in exams of a subject, with the children that text in its pixels names',
      description:
        'Of a woman whose children were examined under her identifier. The text itself is not shown, and a label is a proposal until somebody states it.',
      permission,
      query: examsQuery,
      response: seriesOfMother,
      problems: [subjectNotFound],
    },
    async ({ project, query }) => ({ items: await who.seriesOf(project.id, query.code) }),
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
      summary:
        'Say that identifiers or subjects are one person’s, that an exam is another subject’s, or that series show a mother’s child',
      description:
        'Identifiers stand in the body alone. Stored objects follow by a job: new versions with the right code and dates, the same UIDs. The order in which things are found out does not matter.',
      permission,
      body: stateBody,
      response: statedFacts,
      status: 202,
      problems: [subjectNotFound, factRefused, signInAgain],
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
  withdrawalRoutes(http, who);
}

function withdrawalRoutes(http: Http, { withdrawals }: Who): void {
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/identities/withdrawal',
      operationId: 'previewWithdrawal',
      tag,
      summary: 'What the withdrawal of a subject’s consent would destroy',
      permission,
      query: withdrawalQuery,
      response: withdrawalPreview,
      problems: [subjectNotFound, factRefused],
    },
    ({ project, query }) => withdrawals.preview(project, query.code),
  );
  http.route(
    {
      method: 'POST',
      url: '/projects/:project/identities/withdrawals',
      operationId: 'withdrawConsent',
      tag,
      summary: 'Destroy everything of a person who withdrew consent',
      description:
        'The keys of what is sealed, images with all versions and originals, derived files, reviews, rows of tables, held objects. It begins when the time to undo is over (PESSCARA_WITHDRAWAL_UNDO_MS) and, where the project asks for a second reviewer, a second person has confirmed it; from then on it cannot be undone. The audit trail stays, without identity. What still comes of the person is refused. Takes a session whose password was given within five minutes; a token does not do.',
      permission,
      body: withdrawalBody,
      response: statedFacts,
      status: 202,
      problems: [subjectNotFound, factRefused, signInAgain],
    },
    async ({ ctx, project, body }) => ({
      ids: [await withdrawals.withdraw(ctx, project, body.code, body.reason)],
    }),
  );
  http.route(
    {
      method: 'POST',
      url: '/projects/:project/identities/facts/:id/confirmation',
      operationId: 'confirmWithdrawal',
      tag,
      summary: 'Confirm a withdrawal as the second person',
      description:
        'From here on the time to undo runs. Another account than the one that ordered it, in a session whose password was given within five minutes.',
      permission,
      params: factParams,
      response: statedFacts,
      status: 202,
      problems: [factNotFound, factRefused, signInAgain],
    },
    async ({ ctx, project, params: { id } }) => ({ ids: [await withdrawals.confirm(ctx, project, id)] }),
  );
}
