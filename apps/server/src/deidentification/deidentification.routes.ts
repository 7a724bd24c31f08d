import { ctpConformanceMarkdown } from '@pesscara/ctp';
import {
  conformanceMarkdown,
  conformanceStatement,
  type DeidentificationProfile,
  diffProfiles,
  profileSha256,
  validateProfile,
} from '@pesscara/deidentification';
import { z } from 'zod';
import type { Http } from '../kernel/http/index.ts';
import { problem, stale } from '../kernel/problems/index.ts';
import type { Projects } from '../projects/index.ts';
import { ctpIntegersRoutes } from './ctp/ctp-integers.routes.ts';
import { ctpRoutes, diffCtpFiles, isCtpDocument } from './ctp/index.ts';
import { profileInvalid, profileIsScript, profileNotFound } from './deidentification.problems.ts';
import {
  attributeName,
  ctpFilesDiff,
  document,
  newProfile,
  profile,
  profileDiff,
  profileJudgement,
  profileVocabulary,
} from './deidentification.schema.ts';
import type { Deidentification } from './deidentification.service.ts';
import { draftRoutes } from './drafts.routes.ts';
import { profileBenchRoutes } from './profile-bench.routes.ts';
import type { StoredProfile } from './profiles.service.ts';
import { attributesFor, vocabulary } from './vocabulary.ts';

const tag = 'deidentification';
const params = z.object({ id: z.uuid() });

function wire(stored: StoredProfile): z.input<typeof profile> {
  return { ...stored, document: { ...stored.document }, createdAt: stored.createdAt.toISOString() };
}

export interface DeidentificationRouteOptions {
  http: Http;
  deidentification: Deidentification;
  projects: Pick<Projects, 'adoptProfile'>;
  config: { maxTriedBytes: number };
}

/** De-identification profiles over HTTP. */
export function deidentificationRoutes({
  http,
  deidentification,
  projects,
  config,
}: DeidentificationRouteOptions): void {
  profileRoutes(http, deidentification, projects);
  judgementRoutes(http, deidentification);
  statementRoutes(http, deidentification);
  draftRoutes(http, deidentification, wire);
  profileBenchRoutes(http, deidentification, config);
  ctpRoutes(http, deidentification.ctpProfiles);
  ctpIntegersRoutes(http, deidentification);
}

function profileRoutes(
  http: Http,
  { profiles }: Deidentification,
  projects: DeidentificationRouteOptions['projects'],
): void {
  http.route(
    {
      method: 'GET',
      url: '/profiles',
      operationId: 'listProfiles',
      tag,
      summary: 'Every version of every de-identification profile',
      permission: 'signed-in',
      response: z.object({ items: z.array(profile) }),
    },
    async () => ({ items: (await profiles.list()).map(wire) }),
  );
  http.route(
    {
      method: 'GET',
      url: '/profiles/:id',
      operationId: 'getProfile',
      tag,
      summary: 'A version of a profile',
      permission: 'signed-in',
      params,
      response: profile,
      problems: [profileNotFound],
    },
    async ({ params: { id } }) => wire(await profiles.find(id)),
  );
  http.route(
    {
      method: 'POST',
      url: '/profiles',
      operationId: 'addProfile',
      tag,
      summary: 'Save the next version of a profile',
      description:
        'Refused while the lint has errors, or asks for a basis (POST /profile-judgements tells). `id` and `version` of the document are set by the server. With `use`, a project uses the version from then on; that needs the permission `project:manage` in it, and both are done or neither.',
      permission: { system: 'profiles:manage' },
      body: newProfile,
      response: profile,
      status: 201,
      problems: [profileInvalid, stale],
    },
    async ({ ctx, body: { use, ...version } }) =>
      wire(
        use === undefined
          ? await profiles.add(ctx, version)
          : await projects.adoptProfile(ctx, use, (along) => profiles.add(ctx, { ...version, along })),
      ),
  );
}

function judgementRoutes(http: Http, { profiles, lint }: Deidentification): void {
  http.route(
    {
      method: 'POST',
      url: '/profile-judgements',
      operationId: 'judgeProfile',
      tag,
      summary: 'What speaks against a profile document, and what it changes',
      permission: 'signed-in',
      body: z.object({
        name: z.string().default('draft'),
        document,
        against: z.uuid().nullable().default(null).describe('The version to compare with'),
      }),
      response: profileJudgement,
      problems: [profileNotFound, profileIsScript],
    },
    async ({ body }) => {
      const newest = await profiles.newest(body.name);
      const named = { ...body.document, id: body.name, version: (newest?.version ?? 0) + 1 };
      const findings = await lint.lint(named);
      if (validateProfile(named).length > 0) return { findings, sha256: null, diff: null };
      const judged = named as unknown as DeidentificationProfile;
      const before = body.against === null ? undefined : await profiles.findRules(body.against);
      const diff = before === undefined ? null : diffProfiles(before.document, judged);
      return { findings, sha256: profileSha256(judged), diff: diff as z.input<typeof profileDiff> | null };
    },
  );
  http.route(
    {
      method: 'GET',
      url: '/profile-vocabulary',
      operationId: 'getProfileVocabulary',
      tag,
      summary: 'Options, bases, lists and actions that a profile can be made of',
      permission: 'signed-in',
      response: profileVocabulary,
    },
    () => Promise.resolve(vocabulary()),
  );
  http.route(
    {
      method: 'GET',
      url: '/profile-attributes',
      operationId: 'findProfileAttributes',
      tag,
      summary: 'The attribute that a keyword, tag or path means, and others like it',
      permission: 'signed-in',
      query: z.object({ text: z.string().max(500) }),
      response: z.object({ items: z.array(attributeName) }),
    },
    ({ query }) => Promise.resolve({ items: attributesFor(query.text) }),
  );
}

function statementRoutes(http: Http, { profiles, ctpProfiles }: Deidentification): void {
  async function statementOf(id: string): Promise<{ statement: object; markdown: () => string }> {
    const { document } = await profiles.find(id);
    if (isCtpDocument(document)) {
      const statement = await ctpProfiles.statementOf(id);
      return { statement, markdown: () => ctpConformanceMarkdown(statement) };
    }
    const statement = conformanceStatement(document);
    return { statement, markdown: () => conformanceMarkdown(statement) };
  }

  http.route(
    {
      method: 'GET',
      url: '/profiles/:id/diff',
      operationId: 'diffProfile',
      tag,
      summary: 'How a version differs from another, or from the one before it',
      permission: 'signed-in',
      params,
      query: z.object({ from: z.uuid().optional().describe('Default: the version before') }),
      response: z.object({
        from: profile.nullable(),
        to: profile,
        diff: profileDiff.nullable(),
        files: ctpFilesDiff.nullable().describe('Of two versions that are files of CTP, in place of `diff`'),
      }),
      problems: [profileNotFound, profileIsScript],
    },
    async ({ params: { id }, query }) => {
      const to = await profiles.find(id);
      const from = query.from === undefined ? await profiles.previous(to) : await profiles.find(query.from);
      const shown = { from: from === undefined ? null : wire(from), to: wire(to), diff: null, files: null };
      if (from === undefined) return shown;
      const [before, after]: [unknown, unknown] = [from.document, to.document];
      if (isCtpDocument(before) && isCtpDocument(after))
        return { ...shown, files: diffCtpFiles(before, after) };
      if (isCtpDocument(before) || isCtpDocument(after))
        throw problem(profileIsScript, {
          detail: 'One is files of CTP, the other one rules: they cannot be compared.',
        });
      const diff = diffProfiles(from.document, to.document);
      return { ...shown, diff: diff as z.input<typeof profileDiff> };
    },
  );
  http.route(
    {
      method: 'GET',
      url: '/profiles/:id/conformance',
      operationId: 'getProfileConformance',
      tag,
      summary: 'The conformance statement of a profile',
      description:
        'What PS3.15 E.1 asks to be said of it, made from the profile, rules or a script of CTP: Markdown or JSON.',
      permission: 'signed-in',
      params,
      query: z.object({ format: z.enum(['markdown', 'json']).default('json') }),
      produces: ['application/json', 'text/markdown'],
      problems: [profileNotFound],
    },
    async ({ params: { id }, query, reply }) => {
      const { statement, markdown } = await statementOf(id);
      return query.format === 'json'
        ? reply.type('application/json; charset=utf-8').send(JSON.stringify(statement))
        : reply.type('text/markdown; charset=utf-8').send(markdown());
    },
  );
}
