import { z } from 'zod';

/** A profile document as it came: judged by the lint, not by the shape of the request. */
export const document = z.record(z.string(), z.unknown());

export const profileName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, 'takes 1 to 32 lower-case letters, digits and hyphens, a letter first');

export const profile = z
  .object({
    id: z.uuid(),
    name: z.string(),
    version: z.number().int(),
    document,
    sha256: z.string(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
  })
  .meta({ id: 'Profile', description: 'A version of a de-identification profile. It never changes.' });

export const newProfile = z.object({
  name: profileName,
  document,
  reason: z.string().max(2000).optional(),
  use: z
    .object({
      project: z.string().describe('Key of the project that uses it from then on'),
      replaces: z
        .uuid()
        .nullable()
        .describe(
          'The profile that the project is known to use; null: the default. Refused when it is another by now',
        ),
    })
    .optional(),
});

export const profileDraft = z
  .object({
    name: z.string(),
    basedOn: z.uuid().nullable().describe('The version that it began as'),
    document,
    version: z.number().int().describe('Counts the savings; give it back when you save'),
    updatedAt: z.iso.datetime(),
    updatedBy: z.string(),
  })
  .meta({ id: 'ProfileDraft', description: 'A profile that is being edited. Nothing uses it.' });

export const draftChange = z
  .object({
    basedOn: z.uuid().nullable().default(null),
    document,
    version: z.number().int().min(0).describe('Of the draft that you saw; 0: there was none'),
  })
  .meta({ id: 'ProfileDraftChange' });

export const lintFinding = z
  .object({
    severity: z.enum(['error', 'basis', 'warning', 'note']),
    code: z.string(),
    pointer: z.string().describe('RFC 6901, into the document'),
    detail: z.string(),
  })
  .meta({ id: 'ProfileLintFinding' });

const membersOf = <Shape extends z.ZodType>(shape: Shape) =>
  z.object({ added: z.array(shape), removed: z.array(shape) });

const override = z.object({
  path: z.string(),
  action: z.union([z.string(), z.object({ set: z.string() })]),
  why: z.string(),
});

const decided = z.object({ action: z.string(), by: z.string() }).nullable();

export const profileDiff = z
  .object({
    options: membersOf(z.string()),
    overrides: membersOf(override).extend({
      changed: z.array(z.object({ before: override, after: override })),
    }),
    descriptorTerms: membersOf(z.string()),
    privateLists: membersOf(z.string()),
    settings: z.array(
      z.object({ member: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
    ),
    actions: z
      .array(
        z.object({
          attribute: z.string(),
          keyword: z.string().nullable(),
          before: decided,
          after: decided,
        }),
      )
      .describe('Attributes that are treated differently'),
  })
  .meta({ id: 'ProfileDiff' });

/** A profile that is files of CTP: which of them differ, line by line. */
export const ctpFilesDiff = z
  .array(
    z.object({
      file: z.enum(['script', 'lookupTable', 'filter', 'pixelScript']),
      lines: z
        .array(z.object({ change: z.enum(['kept', 'removed', 'added']), text: z.string() }))
        .nullable()
        .describe(
          'Runs of whole lines, in order; null: the file is sealed, and only that it differs is known',
        ),
    }),
  )
  .meta({ id: 'CtpFilesDiff' });

export const profileJudgement = z
  .object({
    findings: z.array(lintFinding),
    sha256: z.string().nullable().describe('Of the document as the next version; null while it has errors'),
    diff: profileDiff.nullable().describe('Against `against`; null without it or while it has errors'),
  })
  .meta({ id: 'ProfileJudgement' });

const row = z.object({
  path: z.string(),
  depth: z.number().int(),
  keyword: z.string().nullable(),
  vr: z.string(),
  change: z.enum(['removed', 'emptied', 'replaced', 'shifted', 'remapped', 'cleaned', 'added', 'kept']),
  rule: z.string().nullable(),
  why: z.string().describe('The rule in words'),
  before: z.string().nullable(),
  after: z.string().nullable(),
  masked: z.boolean().default(false).describe('An original value that is not shown'),
});

export const previewResult = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('previewed'),
      profile: z.string(),
      rows: z.array(row),
      findings: z.array(
        z.object({ code: z.string(), severity: z.string(), path: z.string().optional(), detail: z.string() }),
      ),
      isComplete: z.boolean().describe('False: there are more elements than are listed'),
    }),
    z.object({ kind: z.literal('refused'), code: z.string(), reason: z.string() }),
  ])
  .meta({ id: 'ProfilePreview', description: 'What a profile makes of a header, element by element.' });

export const attributeName = z
  .object({ path: z.string(), keyword: z.string().nullable(), vr: z.string().nullable() })
  .meta({ id: 'ProfileAttribute' });

export const profileVocabulary = z
  .object({
    options: z.array(z.object({ code: z.string(), meaning: z.string(), effect: z.string() })),
    bases: z.array(z.object({ name: z.string(), meaning: z.string() })),
    privateLists: z.array(z.object({ name: z.string(), title: z.string() })),
    actions: z.array(z.object({ action: z.string(), meaning: z.string() })),
  })
  .meta({ id: 'ProfileVocabulary', description: 'What a profile can be made of.' });
