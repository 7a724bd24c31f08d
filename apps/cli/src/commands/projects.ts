import { answer, type Client, type components } from '@pesscara/api-client';
import type { Command } from 'commander';
import { addNoun, collect, type Invocation, textArgument, textArguments, wholeNumber } from '../command.ts';
import { UsageError } from '../failures.ts';
import { fields, table } from '../output.ts';
import type { Shell } from '../shell.ts';
import { findProfile } from './profiles.ts';

type Project = components['schemas']['Project'];
type Settings = components['schemas']['ProjectSettingsChange'];
type Role = components['schemas']['SetMember']['roles'][number];

interface ProjectOptions {
  name?: string;
  description?: string;
  irb?: string;
  subjectPrefix?: string;
  secondReviewer?: boolean;
  reviewerMayBeImporter?: boolean;
  originals?: string;
  profile?: string;
  decideFlaggedValues?: boolean;
  temporaryId?: string[];
  expectedSubjects?: number;
}

function describe(project: Project): string {
  const { settings } = project;
  return fields({
    key: project.key,
    name: project.name,
    description: project.description,
    'IRB number': project.irbNumber,
    'my roles': project.roles,
    'my permissions': project.permissions,
    'subject codes begin with': settings.subjectCodePrefix,
    'reviewer may be importer': settings.reviewerMayBeImporter,
    'second reviewer': settings.secondReviewer,
    'original values': settings.originals,
    'profile (id)': settings.profileId ?? 'the installation’s default',
    'flagged values are decided on': settings.decideFlaggedValues,
    'temporary IDs': settings.temporaryIdPatterns,
    'expected subjects': settings.expectedSubjects,
    created: project.createdAt,
    archived: project.archivedAt,
  });
}

function originalsOf(text: string | undefined): Settings['originals'] {
  if (text === undefined || text === 'until-decision' || text === 'keep' || text === 'none') return text;
  throw new UsageError('--originals takes until-decision, keep or none');
}

/** The id of the profile that is meant; null: the installation’s default. */
async function profileIdOf(client: Client, text: string): Promise<string | null> {
  return text === '' ? null : (await findProfile(client, text)).id;
}

async function settingsOf(client: Client, options: ProjectOptions): Promise<Settings> {
  const originals = originalsOf(options.originals);
  return {
    ...(options.profile === undefined ? {} : { profileId: await profileIdOf(client, options.profile) }),
    ...(options.decideFlaggedValues === undefined
      ? {}
      : { decideFlaggedValues: options.decideFlaggedValues }),
    ...(options.subjectPrefix === undefined ? {} : { subjectCodePrefix: options.subjectPrefix }),
    ...(options.secondReviewer === undefined ? {} : { secondReviewer: options.secondReviewer }),
    ...(options.reviewerMayBeImporter === undefined
      ? {}
      : { reviewerMayBeImporter: options.reviewerMayBeImporter }),
    ...(originals === undefined ? {} : { originals }),
    ...(options.temporaryId === undefined
      ? {}
      : { temporaryIdPatterns: options.temporaryId.filter((pattern) => pattern !== '') }),
    ...(options.expectedSubjects === undefined ? {} : { expectedSubjects: options.expectedSubjects }),
  };
}

async function bodyOf(client: Client, options: ProjectOptions) {
  return {
    ...(options.description === undefined ? {} : { description: options.description }),
    ...(options.irb === undefined ? {} : { irbNumber: options.irb }),
    settings: await settingsOf(client, options),
  };
}

function withProjectOptions(command: Command): Command {
  return command
    .option('--name <text>', 'name that people read')
    .option('--description <text>', 'what it is about')
    .option('--irb <number>', 'number of the ethics approval')
    .option('--subject-prefix <text>', 'how subject codes begin')
    .option('--second-reviewer', 'two people must approve')
    .option('--no-second-reviewer', 'one person is enough')
    .option('--reviewer-may-be-importer', 'who sent it may review it')
    .option('--no-reviewer-may-be-importer', 'somebody else must review')
    .option('--originals <how long>', 'original header values: until-decision, keep or none')
    .option(
      '--profile <profile>',
      'how it de-identifies: an id, a name, or name@version; "" for the installation’s default',
    )
    .option('--decide-flagged-values', 'every flagged value is decided on before a release')
    .option('--no-decide-flagged-values', 'flagged values need no decision')
    .option(
      '--temporary-id <pattern>',
      'what temporary patient IDs look like, as TEMP*; repeatable, "" for none',
      collect,
    )
    .option('--expected-subjects <number>', 'how many subjects there will be', wholeNumber);
}

/** projects: list, show, create, update. */
export function projectCommands(program: Command, shell: Shell): void {
  const projects = addNoun(program, shell, 'projects', 'Projects');
  projects.verb('list', 'The projects that you may see', async ({ client }) => {
    const { items } = await answer(client.api.GET('/api/v1/projects'));
    const text = table(items, {
      key: (p) => p.key,
      name: (p) => p.name,
      'my roles': (p) => p.roles.join(' '),
      archived: (p) => p.archivedAt,
    });
    return { value: items, text };
  });
  projects.verb('show <project>', 'One project with its settings', async ({ client, args }) => {
    const path = { project: textArgument(args, 0) };
    const project = await answer(client.api.GET('/api/v1/projects/{project}', { params: { path } }));
    return { value: project, text: describe(project) };
  });
  withProjectOptions(
    projects.verb<ProjectOptions>('create <key>', 'Makes a project', async ({ client, args, options }) => {
      const key = textArgument(args, 0);
      const body = { key, name: options.name ?? key, ...(await bodyOf(client, options)) };
      const project = await answer(client.api.POST('/api/v1/projects', { body }));
      return { value: project, text: describe(project) };
    }),
  );
  withProjectOptions(
    projects.verb<ProjectOptions & { archived?: boolean }>(
      'update <project>',
      'Changes a project',
      updateProject,
    ),
  )
    .option('--archived', 'hide it and take no more images')
    .option('--no-archived', 'take it up again');
}

async function updateProject({ client, args, options }: Invocation<ProjectOptions & { archived?: boolean }>) {
  const params = { path: { project: textArgument(args, 0) } };
  const { version } = await answer(client.api.GET('/api/v1/projects/{project}', { params }));
  const body = {
    version,
    ...(options.name === undefined ? {} : { name: options.name }),
    ...(options.archived === undefined ? {} : { archived: options.archived }),
    ...(await bodyOf(client, options)),
  };
  const project = await answer(client.api.PATCH('/api/v1/projects/{project}', { params, body }));
  return { value: project, text: describe(project) };
}

/** members: list, set, remove. */
export function memberCommands(program: Command, shell: Shell): void {
  const members = addNoun(program, shell, 'members', 'Who works in a project, and as what');
  members.verb('list <project>', 'Members with their roles', async ({ client, args }) => {
    const path = { project: textArgument(args, 0) };
    const { items } = await answer(
      client.api.GET('/api/v1/projects/{project}/members', { params: { path } }),
    );
    const text = table(items, {
      user: (m) => m.account.userName,
      name: (m) => m.account.displayName,
      roles: (m) => m.roles.join(' '),
    });
    return { value: items, text };
  });
  members.verb(
    'set <project> <user> <role...>',
    'Gives a user exactly these roles: viewer, importer, reviewer, curator, honest-broker, lead',
    async ({ client, args }) => {
      const path = { project: textArgument(args, 0), userId: textArgument(args, 1) };
      // The server names the roles that there are when one is misspelt.
      const body = { roles: textArguments(args, 2) as Role[] };
      const result = await answer(
        client.api.PUT('/api/v1/projects/{project}/members/{userId}', { params: { path }, body }),
      );
      return { value: result, text: `${path.userId} is ${body.roles.join(', ')} in ${path.project}.` };
    },
  );
  members.verb('remove <project> <user>', 'Takes a user out of a project', async ({ client, args }) => {
    const path = { project: textArgument(args, 0), userId: textArgument(args, 1) };
    await client.api.DELETE('/api/v1/projects/{project}/members/{userId}', { params: { path } });
    return {
      value: { removed: path.userId },
      text: `${path.userId} is no member of ${path.project} any more.`,
    };
  });
}
