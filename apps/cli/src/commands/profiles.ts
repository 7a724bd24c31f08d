import { open } from 'node:fs/promises';
import { answer, type Client, type components } from '@pesscara/api-client';
import type { Command } from 'commander';
import { addNoun, type Invocation, textArgument } from '../command.ts';
import { CommandError, UsageError } from '../failures.ts';
import { readJson } from '../json-input.ts';
import { fields, table } from '../output.ts';
import type { Shell } from '../shell.ts';

type Profile = components['schemas']['Profile'];
type Diff = components['schemas']['ProfileDiff'];
type CtpFilesDiff = components['schemas']['CtpFilesDiff'];
type Preview = components['schemas']['ProfilePreview'];
type Document = Record<string, unknown>;

/** As much of a file as the server looks at by default: its header. */
const headerBytes = 4 * 1024 * 1024;

/** The profile that `id`, `name` (its newest version) or `name@3` means. */
export async function findProfile(client: Client, text: string): Promise<Profile> {
  const { items } = await answer(client.api.GET('/api/v1/profiles'));
  const [name = '', version] = text.split('@');
  const ofName = items.filter((one) => one.name === name).sort((a, b) => b.version - a.version);
  const found =
    items.find((one) => one.id === text) ??
    (version === undefined ? ofName[0] : ofName.find((one) => String(one.version) === version));
  if (found === undefined)
    throw new CommandError(`There is no profile "${text}". Give an id, a name, or name@version.`);
  return found;
}

/** The document of a file, which may also be what `profiles show --json` printed. */
async function documentIn(shell: Shell, file: string): Promise<Document> {
  const read = await readJson(shell, file);
  const isShown = isObject(read) && 'sha256' in read && 'document' in read;
  const document = isShown ? read.document : read;
  if (!isObject(document)) throw new CommandError('A profile is a JSON object.');
  return document as Document;
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function listed(profile: Profile): string {
  return `${fields({ name: profile.name, version: profile.version, sha256: profile.sha256, id: profile.id })}\n\n${JSON.stringify(profile.document, null, 2)}`;
}

async function create({ client, shell, args, options }: Invocation<{ reason?: string }>) {
  const document = await documentIn(shell, textArgument(args, 1));
  const body = {
    name: textArgument(args, 0),
    document,
    ...(options.reason === undefined ? {} : { reason: options.reason }),
  };
  const profile = await answer(client.api.POST('/api/v1/profiles', { body }));
  return { value: profile, text: `${profile.name} version ${profile.version} (${profile.id})` };
}

async function lint({ client, shell, args }: Invocation<object>) {
  const document = await documentIn(shell, textArgument(args, 0));
  const name = typeof document['id'] === 'string' ? document['id'] : 'draft';
  const body = { name, document, against: null };
  const { findings } = await answer(client.api.POST('/api/v1/profile-judgements', { body }));
  if (findings.some(({ severity }) => severity === 'error' || severity === 'basis')) shell.exitCode = 1;
  const text =
    findings.length === 0
      ? 'Nothing speaks against it.'
      : table(findings, {
          severity: (f) => f.severity,
          at: (f) => f.pointer,
          detail: (f) => f.detail,
        });
  return { value: findings, text };
}

/** A difference between two documents, for people. */
export function diffText({ settings, options, overrides, actions }: Diff): string {
  const lines = [
    ...settings.map(({ member, before, after }) => `${member}: ${before ?? 'none'} -> ${after ?? 'none'}`),
    ...options.removed.map((code) => `- option ${code}`),
    ...options.added.map((code) => `+ option ${code}`),
    ...overrides.removed.map(({ path }) => `- override ${path}`),
    ...overrides.added.map(({ path }) => `+ override ${path}`),
    ...overrides.changed.map(({ after }) => `~ override ${after.path}`),
  ];
  const changed = table(actions, {
    attribute: (a) => a.attribute,
    keyword: (a) => a.keyword,
    before: (a) => a.before?.action ?? null,
    after: (a) => a.after?.action ?? null,
    by: (a) => a.after?.by ?? null,
  });
  const head = lines.length === 0 ? 'The documents are equal.' : lines.join('\n');
  return actions.length === 0 ? head : `${head}\n\nAttributes that are treated differently:\n${changed}`;
}

/** Which lines of files of CTP differ, for people: equal ones are left out. */
function filesDiffText(files: CtpFilesDiff): string {
  if (files.length === 0) return 'The files are equal.';
  const marks = { removed: '- ', added: '+ ' };
  return files
    .map(({ file, lines }) => {
      if (lines === null) return `${file}: another one, sealed`;
      const changed = lines.flatMap(({ change, text }) =>
        change === 'kept'
          ? []
          : text
              .replace(/\r?\n$/, '')
              .split(/\r?\n/)
              .map((line) => marks[change] + line),
      );
      return [`${file}:`, ...changed].join('\n');
    })
    .join('\n');
}

async function diff({ client, args }: Invocation<object>) {
  const to = await findProfile(client, textArgument(args, 0));
  const earlier = args[1];
  const from = typeof earlier === 'string' ? (await findProfile(client, earlier)).id : undefined;
  const params = { path: { id: to.id }, query: from === undefined ? {} : { from } };
  const found = await answer(client.api.GET('/api/v1/profiles/{id}/diff', { params }));
  const text =
    found.files !== null
      ? filesDiffText(found.files)
      : found.diff === null
        ? 'There is no version before it.'
        : diffText(found.diff);
  return { value: found, text };
}

async function beginningOf(file: string): Promise<Blob> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headerBytes), 0, headerBytes, 0);
    return new Blob([buffer.subarray(0, bytesRead)]);
  } finally {
    await handle.close();
  }
}

function previewText(preview: Preview, showsAll: boolean): string {
  if (preview.kind === 'refused') return `It would be held: ${preview.reason} (${preview.code})`;
  const rows = preview.rows.filter((row) => showsAll || row.change !== 'kept');
  const elements = table(rows, {
    element: (r) => r.path,
    keyword: (r) => r.keyword,
    change: (r) => r.change,
    before: (r) => r.before,
    after: (r) => r.after,
    rule: (r) => r.why,
  });
  const findings = preview.findings.map((one) => `${one.severity}: ${one.detail} ${one.path ?? ''}`.trim());
  return `${elements}\n\n${findings.join('\n')}`.trim();
}

async function preview({ client, args, options }: Invocation<{ profile?: string; all?: boolean }>) {
  const id = options.profile === undefined ? undefined : (await findProfile(client, options.profile)).id;
  const response = await client.stream({
    method: 'POST',
    path: `/api/v1/profile-trials${id === undefined ? '' : `?profile=${encodeURIComponent(id)}`}`,
    contentType: 'application/dicom',
    body: await beginningOf(textArgument(args, 0)),
  });
  const result = (await response.json()) as Preview;
  return { value: result, text: previewText(result, options.all === true) };
}

async function conformance({ client, args, options }: Invocation<{ format: string }>) {
  const format = options.json === true ? 'json' : options.format;
  if (format !== 'markdown' && format !== 'json') throw new UsageError('--format takes markdown or json');
  const { id } = await findProfile(client, textArgument(args, 0));
  const response = await client.stream({ path: `/api/v1/profiles/${id}/conformance?format=${format}` });
  const text = (await response.text()).trimEnd();
  return { value: format === 'json' ? (JSON.parse(text) as unknown) : text, text };
}

/** profiles: list, show, create, diff, lint, preview, conformance. */
export function profileCommands(program: Command, shell: Shell): void {
  const profiles = addNoun(program, shell, 'profiles', 'De-identification profiles');
  profiles.command.alias('profile');
  profiles.verb('list', 'Profiles and their versions', async ({ client }) => {
    const { items } = await answer(client.api.GET('/api/v1/profiles'));
    const text = table(items, {
      id: (p) => p.id,
      name: (p) => p.name,
      version: (p) => p.version,
      sha256: (p) => p.sha256.slice(0, 12),
      created: (p) => p.createdAt,
    });
    return { value: items, text };
  });
  profiles.verb(
    'show <profile>',
    'The document of a profile: an id, a name, or name@version',
    async ({ client, args }) => {
      const profile = await findProfile(client, textArgument(args, 0));
      return { value: profile, text: listed(profile) };
    },
  );
  profiles
    .verb('create <name> <file>', 'Saves a profile, or the next version of one, from a JSON file', create)
    .alias('add')
    .option('--reason <text>', 'why, for the audit trail');
  profiles.verb('diff <profile> [from]', 'How a version differs from the one before, or another', diff);
  profiles.verb(
    'lint <file>',
    'What speaks against a profile in a JSON file; fails when it cannot be saved',
    lint,
  );
  profiles
    .verb(
      'preview <file>',
      'What a profile, of rules or a script of CTP, makes of a DICOM file; nothing of it is kept',
      preview,
    )
    .option('--profile <profile>', 'default: the installation’s default')
    .option('--all', 'show kept elements too');
  profiles
    .verb('conformance <profile>', 'Its conformance statement', conformance)
    .option('--format <format>', 'markdown or json', 'markdown');
}
