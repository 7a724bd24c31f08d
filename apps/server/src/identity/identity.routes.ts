import type { z } from 'zod';
import type { Http } from '../kernel/http/index.ts';
import { decodeCursor, encodeCursor } from '../kernel/http/index.ts';
import { invalidRequest, tooLarge } from '../kernel/problems/index.ts';
import {
  revealLimitReached,
  rotationRuns,
  signInAgain,
  subjectNotFound,
  tableNameTaken,
  tableNotFound,
  tableUnusable,
} from './identity.problems.ts';
import {
  attachedTable,
  attachQuery,
  crosswalkPage,
  crosswalkQuery,
  type crosswalkSubject,
  keyStatus,
  lookUpAnswer,
  lookUpBody,
  type PlanQuery,
  previewQuery,
  removeTableQuery,
  revealAnswer,
  revealBody,
  type subjectTable,
  subjectTables,
  tableParams,
  tablePreview,
} from './identity.schema.ts';
import type { Identity } from './identity.service.ts';
import type { TablePlan } from './table/table-plan.ts';
import { whoRoutes } from './who/who.routes.ts';

const tag = 'identity';
const mayReveal = { project: 'crosswalk:reveal' } as const;
const csv = ['text/csv'] as const;

function planOf({ idColumn, issuer, issuerColumn, dates, drop }: PlanQuery): TablePlan {
  return {
    idColumn,
    issuer,
    issuerColumn: issuerColumn ?? null,
    dateColumns: dates,
    dropColumns: drop,
  };
}

function wireSubject(subject: {
  code: string;
  aliasCount: number;
  createdAt: Date;
  survivorCode: string | null;
  state: string;
}): z.input<typeof crosswalkSubject> {
  const { code, aliasCount, createdAt, survivorCode } = subject;
  const state = subject.state === 'void' ? 'void' : 'active';
  return { code, aliasCount, survivorCode, state, createdAt: createdAt.toISOString() };
}

function wireTable<T extends { createdAt: Date }>(table: T): Omit<T, 'createdAt'> & { createdAt: string } {
  return { ...table, createdAt: table.createdAt.toISOString() };
}

function subjectRoutes(http: Http, { reveal }: Identity): void {
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/crosswalk/subjects',
      operationId: 'listCrosswalkSubjects',
      tag,
      summary: 'Subjects of the crosswalk by code, with the number of their identifiers',
      permission: mayReveal,
      query: crosswalkQuery,
      response: crosswalkPage,
      problems: [invalidRequest],
    },
    async ({ project, query: { code, cursor, limit } }) => {
      const after = cursor === undefined ? undefined : String(decodeCursor(cursor, 1)[0]);
      const found = await reveal.listSubjects(project.id, { text: code, after, limit: limit + 1 });
      const items = found.slice(0, limit);
      const last = items.at(-1);
      return {
        items: items.map(wireSubject),
        nextCursor: found.length > limit && last !== undefined ? encodeCursor([last.code]) : null,
      };
    },
  );
  http.route(
    {
      method: 'POST',
      url: '/projects/:project/crosswalk/lookups',
      operationId: 'lookUpSubject',
      tag,
      summary: 'Find the subject of an identifier',
      description:
        'The identifier stands in the body, never in an address. The answer is the subject’s code; that it was asked is in the audit trail.',
      permission: mayReveal,
      body: lookUpBody,
      response: lookUpAnswer,
    },
    async ({ ctx, project, body }) => {
      const subject = await reveal.lookUp(ctx, project, body.issuer, body.patientId);
      return { subject: subject === undefined ? null : wireSubject(subject) };
    },
  );
  http.route(
    {
      method: 'POST',
      url: '/projects/:project/crosswalk/reveals',
      operationId: 'revealSubject',
      tag,
      summary: 'Say who a subject is',
      description:
        'One subject for a call, with a purpose and a reason, in a session whose password was given within five minutes; a token does not do. Recorded in the audit trail before anything is shown.',
      permission: mayReveal,
      body: revealBody,
      response: revealAnswer,
      problems: [subjectNotFound, signInAgain, revealLimitReached],
    },
    async ({ ctx, project, body }) => {
      const { code, identities } = await reveal.reveal(ctx, project, body);
      return { code, identities: identities.map((one) => ({ ...one, since: one.since.toISOString() })) };
    },
  );
}

function attachRoutes(http: Http, { tables }: Identity): void {
  http.route(
    {
      method: 'POST',
      url: '/projects/:project/crosswalk/table-previews',
      operationId: 'previewTable',
      tag,
      summary: 'What a clinical table is, and what would become of it',
      description:
        'Send the CSV file; with `idColumn`, the answer says what attaching it would do. Nothing is kept.',
      permission: mayReveal,
      query: previewQuery,
      consumes: csv,
      response: tablePreview,
      problems: [tableUnusable, tooLarge],
    },
    async ({ ctx, project, query, request }) => {
      const { idColumn } = query;
      const plan = idColumn === undefined ? undefined : planOf({ ...query, idColumn });
      return tables.preview(ctx, project, request.raw, plan);
    },
  );
  http.route(
    {
      method: 'POST',
      url: '/projects/:project/tables',
      operationId: 'attachTable',
      tag,
      summary: 'Attach a clinical table by medical record number',
      description:
        'Rows of known patients are kept by research ID with shifted dates; the others wait, sealed, for their patients. The numbers themselves are not kept.',
      permission: mayReveal,
      query: attachQuery,
      consumes: csv,
      response: attachedTable,
      status: 201,
      problems: [tableUnusable, tableNameTaken, tooLarge],
    },
    async ({ ctx, project, query, request }) => {
      const { counts, ...table } = await tables.attach(ctx, project, request.raw, {
        name: query.name,
        plan: planOf(query),
        acceptsUnshifted: query.acceptUnshifted === 'true',
      });
      return wireTable({
        ...table,
        counts,
        matchedCount: counts.matched,
        unmatchedCount: counts.unmatched,
      });
    },
  );
}

function tableRoutes(http: Http, { tables }: Identity): void {
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/tables',
      operationId: 'listTables',
      tag,
      summary: 'Clinical tables of the project, newest first',
      permission: { project: 'archive:read' },
      response: subjectTables,
    },
    async ({ project }) => ({
      items: (await tables.list(project.id)).map((table): z.input<typeof subjectTable> => wireTable(table)),
    }),
  );
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/tables/:id/file',
      operationId: 'downloadTable',
      tag,
      summary: 'A clinical table as CSV, by research ID',
      permission: { project: 'archive:read' },
      params: tableParams,
      produces: csv,
      problems: [tableNotFound],
    },
    async ({ ctx, project, params: { id }, reply }) => {
      const { name, body } = await tables.download(ctx, project.id, id);
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name.replaceAll(/[^\w.-]+/g, '_')}.csv"`)
        .send(body);
    },
  );
  http.route(
    {
      method: 'DELETE',
      url: '/projects/:project/tables/:id',
      operationId: 'removeTable',
      tag,
      summary: 'Remove a clinical table with its rows, those that wait as well',
      permission: mayReveal,
      params: tableParams,
      query: removeTableQuery,
      problems: [tableNotFound],
    },
    ({ ctx, project, params: { id }, query: { reason } }) => tables.remove(ctx, project.id, id, reason),
  );
}

function keyRoutes(http: Http, { keys }: Identity): void {
  const permission = { system: 'keys:manage' } as const;
  const wire = ({
    keys: known,
    ...rest
  }: Awaited<ReturnType<typeof keys.status>>): z.input<typeof keyStatus> => ({
    ...rest,
    keys: known.map((key) => ({
      ...key,
      createdAt: key.createdAt.toISOString(),
      retiredAt: key.retiredAt?.toISOString() ?? null,
    })),
  });
  http.route(
    {
      method: 'GET',
      url: '/crosswalk-keys',
      operationId: 'getCrosswalkKeys',
      tag,
      summary: 'The keys that wrap the crosswalk’s data keys, and what is left to wrap anew',
      permission,
      response: keyStatus,
    },
    async () => wire(await keys.status()),
  );
  http.route(
    {
      method: 'POST',
      url: '/crosswalk-keys/rotations',
      operationId: 'rotateCrosswalkKey',
      tag,
      summary: 'Rotate the key that wraps the crosswalk’s data keys',
      description:
        'A new key file is made and used at once; a job wraps every data key anew and then retires the old key. Back up the folder of keys afterwards.',
      permission,
      response: keyStatus,
      status: 202,
      problems: [rotationRuns],
    },
    async ({ ctx }) => wire(await keys.rotate(ctx)),
  );
}

/** The crosswalk's desk over HTTP. */
export function identityRoutes(http: Http, identity: Identity): void {
  subjectRoutes(http, identity);
  attachRoutes(http, identity);
  tableRoutes(http, identity);
  keyRoutes(http, identity);
  whoRoutes(http, identity.who);
}
