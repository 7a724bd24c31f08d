import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { answer, type components } from '@pesscara/api-client';
import type { Command } from 'commander';
import {
  addNoun,
  collect,
  type Invocation,
  itemsOf,
  moreNote,
  textArgument,
  wholeNumber,
} from '../command.ts';
import { CommandError, UsageError } from '../failures.ts';
import { type InSession, inSession, withPassword } from '../fresh-session.ts';
import { count, fields, table } from '../output.ts';
import { type SaveOptions, saveDownload } from '../save-download.ts';
import type { Shell } from '../shell.ts';

type Preview = components['schemas']['TablePreview'];
type Column = Preview['columns'][number];
type Keys = components['schemas']['CrosswalkKeys'];
type Purpose = 'adverse-event' | 're-consent' | 'quality-assurance' | 'data-linkage' | 'legal';

interface FindOptions {
  code?: string;
  issuer: string;
  idStdin?: boolean;
  limit: number;
}

// An identifier is never an argument: arguments stand in the list of processes and in the shell's history.
async function lookUp({ client, args, options, shell }: Invocation<FindOptions>) {
  if (options.idStdin !== true && !shell.isInteractive)
    throw new UsageError('Give --code, or --id-stdin and the identifier on standard input.');
  const patientId =
    options.idStdin === true ? await shell.readInput() : await shell.ask('Patient ID: ', true);
  const { subject } = await answer(
    client.api.POST('/api/v1/projects/{project}/crosswalk/lookups', {
      params: { path: { project: textArgument(args, 0) } },
      body: { issuer: options.issuer, patientId },
    }),
  );
  return {
    value: subject,
    text:
      subject === null
        ? 'The project knows no such patient.'
        : `${subject.code} (${count(subject.aliasCount, 'identifier', 'identifiers')})`,
  };
}

async function find(invocation: Invocation<FindOptions>) {
  const { client, args, options } = invocation;
  const { code } = options;
  if (code === undefined) return lookUp(invocation);
  const { items, hasMore } = await itemsOf(options.limit, (page) =>
    answer(
      client.api.GET('/api/v1/projects/{project}/crosswalk/subjects', {
        params: { path: { project: textArgument(args, 0) }, query: { code, ...page } },
      }),
    ),
  );
  const text = table(items, {
    subject: (s) => s.code,
    identifiers: (s) => s.aliasCount,
    since: (s) => s.createdAt,
  });
  return { value: items, text: text + moreNote(hasMore, options.limit) };
}

interface RevealOptions extends InSession {
  purpose: Purpose;
  reason: string;
}

async function reveal(invocation: Invocation<RevealOptions>) {
  const { args, options } = invocation;
  const { purpose, reason } = options;
  const shown = await inSession(invocation, (session) =>
    answer(
      session.api.POST('/api/v1/projects/{project}/crosswalk/reveals', {
        params: { path: { project: textArgument(args, 0) } },
        body: { code: textArgument(args, 1), purpose, reason },
      }),
    ),
  );
  return {
    value: shown,
    text: table(shown.identities, {
      kind: (i) => i.kind,
      issuer: (i) => i.issuer,
      'patient ID': (i) => i.patientId,
      name: (i) => i.patientName,
      born: (i) => i.birthDate,
    }),
  };
}

interface AttachOptions {
  name?: string;
  idColumn: string;
  issuer: string;
  issuerColumn?: string;
  date?: string[];
  drop?: string[];
  preview?: boolean;
  acceptUnshifted?: boolean;
}

function columnNamed(columns: readonly Column[], name: string): number {
  const found = columns.find((column) => column.name === name);
  if (found === undefined) throw new UsageError(`The file has no column "${name}".`);
  return found.column;
}

function planQuery(columns: readonly Column[], options: AttachOptions): URLSearchParams {
  const query = new URLSearchParams({ issuer: options.issuer });
  query.set('idColumn', String(columnNamed(columns, options.idColumn)));
  if (options.issuerColumn !== undefined)
    query.set('issuerColumn', String(columnNamed(columns, options.issuerColumn)));
  const dates = (options.date ?? []).map((text) => {
    const at = text.lastIndexOf('=');
    if (at < 1) throw new UsageError('--date takes COLUMN=FORMAT, for example surgery=iso');
    return `${columnNamed(columns, text.slice(0, at))}:${text.slice(at + 1)}`;
  });
  if (dates.length > 0) query.set('dates', dates.join(','));
  const drop = (options.drop ?? []).map((name) => columnNamed(columns, name));
  if (drop.length > 0) query.set('drop', drop.join(','));
  return query;
}

function countLines({
  matched,
  unmatched,
  withoutIdentifier,
  rounded,
  removedDates,
  removedIdentifiers,
}: components['schemas']['TableCounts']) {
  return fields({
    'rows under a subject': String(matched),
    'rows that wait, sealed': String(unmatched),
    'rows without a number': String(withoutIdentifier),
    'rows whose number a spreadsheet rounded': String(rounded),
    'dates that could not be read, removed': String(removedDates),
    'cells that repeated a patient, removed': String(removedIdentifiers),
  });
}

async function attach({ client, args, options }: Invocation<AttachOptions>) {
  const [project, file] = [encodeURIComponent(textArgument(args, 0)), textArgument(args, 1)];
  const bytes = new Uint8Array(await readFile(file));
  const send = async (address: string) => {
    const response = await client.stream({
      method: 'POST',
      path: `/api/v1/projects/${project}/${address}`,
      contentType: 'text/csv',
      body: new Blob([bytes]),
    });
    return (await response.json()) as unknown;
  };
  const { columns } = (await send('crosswalk/table-previews')) as Preview;
  const query = planQuery(columns, options);
  if (options.preview === true) {
    const { outcome } = (await send(`crosswalk/table-previews?${query.toString()}`)) as Preview;
    if (outcome === null) throw new CommandError('The server gave no preview.');
    const unshifted = outcome.unshiftedDateColumns.map((at) => columns[at]?.name ?? String(at));
    const warning =
      unshifted.length === 0 ? '' : `\nDates that would pass as they are: ${unshifted.join(', ')}`;
    return { value: outcome, text: countLines(outcome.counts) + warning };
  }
  query.set('name', options.name ?? path.basename(file, path.extname(file)));
  if (options.acceptUnshifted === true) query.set('acceptUnshifted', 'true');
  const attached = (await send(`tables?${query.toString()}`)) as components['schemas']['AttachedTable'];
  return { value: attached, text: `${attached.name} (${attached.id})\n${countLines(attached.counts)}` };
}

function keyTable({ keys, unsealedRowCount }: Keys): string {
  const rows = table(keys, {
    key: (k) => k.id,
    state: (k) => k.state,
    'data keys': (k) => k.dataKeyCount,
    made: (k) => k.createdAt,
    retired: (k) => k.retiredAt,
  });
  return unsealedRowCount === 0
    ? rows
    : `${rows}\n${count(unsealedRowCount, 'row waits', 'rows wait')} for a data key.`;
}

function tableCommands({ verb }: ReturnType<typeof addNoun>): void {
  verb<AttachOptions>(
    'attach <project> <file>',
    'Attaches a clinical table (CSV) by medical record number; what is kept names research IDs only',
    attach,
  )
    .requiredOption('--id-column <name>', 'the column of the medical record number')
    .option('--name <name>', 'name of the table; the file’s when absent')
    .option('--issuer <text>', 'who gave the numbers, as Issuer of Patient ID says it', '')
    .option('--issuer-column <name>', 'the column that says it')
    .option(
      '--date <column=format>',
      'a column of dates: iso, basic, day-month-year, month-day-year, month-name, serial',
      collect,
    )
    .option('--drop <column>', 'leave a column out', collect)
    .option('--accept-unshifted', 'let columns of dates pass as they are')
    .option('--preview', 'say what would happen, and keep nothing');
  verb('tables <project>', 'Clinical tables of a project', async ({ client, args }) => {
    const params = { path: { project: textArgument(args, 0) } };
    const { items } = await answer(client.api.GET('/api/v1/projects/{project}/tables', { params }));
    return {
      value: items,
      text: table(items, {
        id: (t) => t.id,
        name: (t) => t.name,
        rows: (t) => t.rowCount,
        'under a subject': (t) => t.matchedCount,
        waiting: (t) => t.unmatchedCount,
      }),
    };
  });
  verb<SaveOptions>(
    'download <project> <table>',
    'A clinical table as CSV, by research ID',
    ({ client, shell, args, options }) => {
      const [project, id] = [textArgument(args, 0), textArgument(args, 1)].map(encodeURIComponent);
      return saveDownload(client, shell, `/api/v1/projects/${project}/tables/${id}/file`, options);
    },
  )
    .option('--output <path>', 'file or folder; - for standard output', '.')
    .option('--force', 'replace a file that is there');
  verb<{ reason: string }>(
    'remove-table <project> <table>',
    'Removes a clinical table with all its rows',
    async ({ client, args, options }) => {
      const path = { project: textArgument(args, 0), id: textArgument(args, 1) };
      await client.api.DELETE('/api/v1/projects/{project}/tables/{id}', {
        params: { path, query: { reason: options.reason } },
      });
      return { value: { removed: path.id }, text: 'Removed.' };
    },
  ).requiredOption('--reason <text>', 'why, for the audit trail');
}

/** `pesscara crosswalk`: the desk of the honest broker, and the keys. */
export function crosswalkCommands(program: Command, shell: Shell): void {
  const noun = addNoun(program, shell, 'crosswalk', 'Who is who: for honest brokers');
  const { verb } = noun;
  verb<FindOptions>(
    'find <project>',
    'Finds subjects by code, or the subject of an identifier that is asked for',
    find,
  )
    .option('--code <text>', 'a part of the subject’s code')
    .option('--issuer <text>', 'who gave the identifier', '')
    .option('--id-stdin', 'read the identifier from standard input')
    .option('--limit <number>', 'how many at most', wholeNumber, 100);
  const revealing = verb<RevealOptions>(
    'reveal <project> <subject>',
    'Says who a subject is; recorded in the audit trail first',
    reveal,
  )
    .requiredOption(
      '--purpose <purpose>',
      'adverse-event, re-consent, quality-assurance, data-linkage or legal',
    )
    .requiredOption('--reason <text>', 'why, in ten characters or more; kept in the audit trail');
  withPassword(revealing);
  tableCommands(noun);
  verb('keys', 'The keys that wrap the crosswalk’s data keys', async ({ client }) => {
    const status = await answer(client.api.GET('/api/v1/crosswalk-keys'));
    return { value: status, text: keyTable(status) };
  });
  verb(
    'rotate-key',
    'Makes a new key, wraps every data key anew and retires the old one',
    async ({ client }) => {
      const status = await answer(client.api.POST('/api/v1/crosswalk-keys/rotations'));
      return { value: status, text: `${keyTable(status)}\nBack up the folder of keys now.` };
    },
  );
}
