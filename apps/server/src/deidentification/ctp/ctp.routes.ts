import { convertDicomEdit } from '@pesscara/ctp';
import { z } from 'zod';
import type { Http } from '../../kernel/http/index.ts';
import { stale } from '../../kernel/problems/index.ts';
import { profileInvalid, profileNotFound } from '../deidentification.problems.ts';
import type { CtpProfile, CtpProfiles } from './ctp-profiles.service.ts';

/** Longest text of one file. */
const mostLetters = 4 * 1024 * 1024;
const fileText = z.string().min(1).max(mostLetters);

const files = z.object({
  script: fileText.describe('An anonymizer script, XML or the old properties form, unchanged'),
  lookupTable: fileText
    .optional()
    .describe('Java properties, or CSV of key type, key, value. It is sealed, and never shown again'),
  filter: fileText.optional().describe('A DicomFilter script: what it does not select is held'),
  pixelScript: fileText.optional().describe('A DicomPixelAnonymizer script'),
});

const lintFinding = z
  .object({
    file: z.enum(['script', 'lookupTable', 'filter', 'pixelScript']),
    code: z.string(),
    severity: z.enum(['error', 'warning']),
    line: z.number().int().optional().describe('From 1'),
    element: z.string().optional().describe('The element of the rule, e.g. (0010,0020)'),
    message: z.string(),
  })
  .meta({
    id: 'CtpLintFinding',
    description: 'Something to mend or to know in a file of CTP. With an error it cannot be used.',
  });

const dicomEditNote = z
  .object({
    line: z.number().int().describe('Of the DicomEdit script, from 1'),
    kind: z
      .enum(['leftOut', 'differs'])
      .describe('Not understood and not done; or done, with another result'),
    message: z.string(),
  })
  .meta({
    id: 'DicomEditNote',
    description: 'A statement that a converted DicomEdit script lacks or changes.',
  });

const ctpProfile = z
  .object({
    id: z.uuid(),
    name: z.string(),
    version: z.number().int(),
    sha256: z.string(),
    createdAt: z.iso.datetime(),
    script: z.string(),
    filter: z.string().nullable(),
    pixelScript: z.string().nullable(),
    hasLookupTable: z.boolean(),
    lint: z.array(lintFinding),
  })
  .meta({
    id: 'CtpProfile',
    description: 'A version of a profile that is files of RSNA CTP. It never changes.',
  });

/** Profiles that are files of CTP, over HTTP. */
export function ctpRoutes(http: Http, profiles: CtpProfiles): void {
  async function wire({ id, document, sha256, createdAt }: CtpProfile): Promise<z.input<typeof ctpProfile>> {
    const { script, filter, pixelScript } = document;
    const lookupTable = await profiles.lookupTableOf(id);
    const given = {
      script,
      ...(filter === undefined ? {} : { filter }),
      ...(pixelScript === undefined ? {} : { pixelScript }),
    };
    return {
      id,
      name: document.id,
      version: document.version,
      sha256,
      createdAt: createdAt.toISOString(),
      script,
      filter: filter ?? null,
      pixelScript: pixelScript ?? null,
      hasLookupTable: lookupTable !== undefined,
      lint: profiles.lint(lookupTable === undefined ? given : { ...given, lookupTable }),
    };
  }

  http.route(
    {
      method: 'POST',
      url: '/ctp-profiles/lint',
      operationId: 'lintCtpFiles',
      tag: 'deidentification',
      summary: 'What is wrong with a CTP script and the files that belong to it; nothing is kept',
      permission: { system: 'profiles:manage' },
      body: files,
      response: z.object({ items: z.array(lintFinding) }),
    },
    ({ body }) => Promise.resolve({ items: profiles.lint(present(body)) }),
  );
  http.route(
    {
      method: 'POST',
      url: '/dicomedit-conversions',
      operationId: 'convertDicomEdit',
      tag: 'deidentification',
      summary:
        'Make a CTP script of a DicomEdit 6 script of XNAT, and say what was left out; nothing is kept',
      permission: { system: 'profiles:manage' },
      body: z.object({
        script: fileText,
        variables: z
          .record(z.string().max(64), z.string().max(1024))
          .default({})
          .describe('Values of XNAT’s `project` and `session`, and of what `describe` asks people for'),
      }),
      response: z.object({
        script: z.string(),
        notes: z.array(dicomEditNote),
        missingVariables: z.array(z.string()).describe('Variables that nothing gives a value'),
      }),
    },
    ({ body }) => {
      const { script, notes, missingVariables } = convertDicomEdit(body.script, body.variables);
      return Promise.resolve({ script, notes: [...notes], missingVariables: [...missingVariables] });
    },
  );
  http.route(
    {
      method: 'POST',
      url: '/ctp-profiles',
      operationId: 'addCtpProfile',
      tag: 'deidentification',
      summary: 'Keep a CTP script, unchanged, as the next version of a profile',
      permission: { system: 'profiles:manage' },
      body: files.extend({
        name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/),
        reason: z.string().max(1000).optional(),
      }),
      response: ctpProfile,
      status: 201,
      problems: [profileInvalid, stale],
    },
    async ({ ctx, body: { name, reason, ...given } }) =>
      wire(await profiles.add(ctx, { name, reason, files: present(given) })),
  );
  http.route(
    {
      method: 'GET',
      url: '/ctp-profiles/:id',
      operationId: 'getCtpProfile',
      tag: 'deidentification',
      summary: 'The files of a CTP profile, but for its lookup table, and what the linter says of them',
      permission: 'signed-in',
      params: z.object({ id: z.uuid() }),
      response: ctpProfile,
      problems: [profileNotFound],
    },
    async ({ params }) => wire(await profiles.find(params.id)),
  );
}

/** Without what was not given. */
function present({ script, lookupTable, filter, pixelScript }: z.output<typeof files>) {
  return {
    script,
    ...(lookupTable === undefined ? {} : { lookupTable }),
    ...(filter === undefined ? {} : { filter }),
    ...(pixelScript === undefined ? {} : { pixelScript }),
  };
}
