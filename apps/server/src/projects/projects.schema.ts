import { z } from 'zod';
import { projectPermissions, projectRoles } from '../kernel/access/index.ts';

const instant = z.iso.datetime();

export const projectKey = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/,
    'takes 1 to 40 lower-case letters, digits and dashes, no dash at either end',
  );

const settingsShape = {
  reviewerMayBeImporter: z.boolean().describe('Whether who sent images may release them'),
  secondReviewer: z.boolean().describe('Whether a release needs two persons'),
  decideFlaggedValues: z
    .boolean()
    .describe('Whether a release needs a decision on every flagged value of the series'),
  originals: z
    .enum(['until-decision', 'keep', 'none'])
    .describe(
      'How long replaced values are kept, encrypted: until the review is decided, for good, or not at all',
    ),
  profileId: z.uuid().nullable().describe('De-identification profile; null: the installation’s default'),
  subjectCodePrefix: z
    .string()
    .regex(
      /^[A-Z0-9](?:[A-Z0-9-]{0,14}[A-Z0-9])?$/,
      'takes 1 to 16 capital letters, digits and dashes, no dash at either end',
    )
    .describe('What subject codes begin with'),
  temporaryIdPatterns: z
    .array(
      z
        .string()
        .trim()
        .min(2)
        .max(64)
        .regex(/[^*?\s]/, 'takes more than wildcards'),
    )
    .max(50)
    .describe(
      'What Patient IDs look like that are given for a while only: `*` stands for any characters, `?` for one; case does not matter',
    ),
  expectedSubjects: z
    .number()
    .int()
    .min(1)
    .max(10_000_000)
    .nullable()
    .describe('How many subjects the project is meant to have'),
};

export const projectSettings = z.object(settingsShape).meta({ id: 'ProjectSettings' });
export type ProjectSettings = z.output<typeof projectSettings>;
export const projectSettingsChange = z.object(settingsShape).partial().meta({ id: 'ProjectSettingsChange' });

export const project = z
  .object({
    id: z.uuid(),
    key: z.string().describe('The short slug of every URL'),
    name: z.string(),
    description: z.string(),
    irbNumber: z.string().nullable(),
    settings: projectSettings,
    roles: z.array(z.string()).describe('My roles'),
    permissions: z.array(z.enum(projectPermissions)).describe('What I may do in it'),
    createdAt: instant,
    archivedAt: instant.nullable().describe('Set: images are read, not added or changed'),
    version: z.number().int(),
  })
  .meta({ id: 'Project' });
export type Project = z.output<typeof project>;
export const projectList = z.object({ items: z.array(project) }).meta({ id: 'ProjectList' });

const name = z.string().trim().min(1).max(200);
const description = z.string().max(10_000);
const irbNumber = z.string().trim().min(1).max(100).nullable();

export const createProjectBody = z
  .object({
    key: projectKey,
    name,
    description: description.default(''),
    irbNumber: irbNumber.default(null),
    settings: projectSettingsChange.default({}),
  })
  .meta({ id: 'CreateProject' });
export const changeProjectBody = z
  .object({
    name: name.optional(),
    description: description.optional(),
    irbNumber: irbNumber.optional(),
    settings: projectSettingsChange.optional(),
    archived: z.boolean().optional(),
    version: z.number().int(),
  })
  .meta({ id: 'ChangeProject' });

const role = z.enum(
  Object.keys(projectRoles) as [keyof typeof projectRoles, ...(keyof typeof projectRoles)[]],
);
export const member = z
  .object({
    account: z.object({ id: z.uuid(), userName: z.string(), displayName: z.string() }),
    roles: z.array(z.string()),
  })
  .meta({ id: 'Member' });
export type Member = z.output<typeof member>;
export const memberList = z.object({ items: z.array(member) }).meta({ id: 'MemberList' });
export const setMemberBody = z.object({ roles: z.array(role).min(1) }).meta({ id: 'SetMember' });

export const projectParams = z.object({ project: z.string() });
export const memberParams = projectParams.extend({
  userId: z.string().min(1).max(200).describe('Id or user name of the account'),
});
