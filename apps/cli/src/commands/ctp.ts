import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { answer, type Client } from '@pesscara/api-client';
import {
  type CtpFileKind,
  convertDicomEdit,
  ctpFileKind,
  type FileFinding,
  jdbmFileKind,
  lintCtpFiles,
} from '@pesscara/ctp';
import type { Command } from 'commander';
import { addNoun, collect, textArgument, textArguments } from '../command.ts';
import { UsageError } from '../failures.ts';
import { count, table } from '../output.ts';
import type { Shell } from '../shell.ts';

const names: Readonly<Record<CtpFileKind, string>> = {
  script: 'anonymizer script',
  lookupTable: 'lookup table',
  filter: 'filter',
  pixelScript: 'pixel script',
};

interface ReadFile {
  readonly path: string;
  readonly text: string;
}

/** The files by their kind, which their texts tell. */
async function filesByKind(paths: readonly string[]): Promise<Map<CtpFileKind, ReadFile>> {
  const files = new Map<CtpFileKind, ReadFile>();
  for (const path of paths) {
    const text = await readFile(path, 'utf8');
    const kind = ctpFileKind(text);
    const other = files.get(kind);
    if (other !== undefined)
      throw new UsageError(
        `${other.path} and ${path} are both a ${names[kind]}; give files that belong together.`,
      );
    files.set(kind, { path, text });
  }
  return files;
}

function lineOf({ line, severity, element, message, code }: FileFinding, path: string): string {
  const place = line === undefined ? path : `${path}:${line}`;
  return `${place}: ${severity}: ${element === undefined ? '' : `${element} `}${message} [${code}]`;
}

/** A table as text; or a database with the log beside it, which has what a CTP that was killed did not write into it. */
async function integerSource(path: string) {
  const bytes = await readFile(path);
  const kind = jdbmFileKind(bytes);
  if (kind === 'log')
    throw new UsageError(`${path} is the log. Give integers.db; the log is read beside it.`);
  if (kind === undefined && bytes.includes(0))
    throw new UsageError(`${path} is neither integers.db nor a table of text.`);
  if (kind === undefined) return { table: bytes.toString('utf8') };
  const packed = (file: Buffer) => gzipSync(file).toString('base64');
  const log = await readFile(path.replace(/\.db$/, '.lg')).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  const hasLog = log !== undefined && jdbmFileKind(log) === 'log';
  return { database: { db: packed(bytes), ...(hasLog ? { lg: packed(log) } : {}) } };
}

/** `project=GLIOMA` */
function assignmentOf(text: string): [name: string, value: string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`${text} is no name=value.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** Makes a project use a version of a profile from now on. */
async function useInProject(client: Client, project: string, profileId: string): Promise<void> {
  const params = { path: { project } };
  const { version } = await answer(client.api.GET('/api/v1/projects/{project}', { params }));
  const body = { version, settings: { profileId } };
  await answer(client.api.PATCH('/api/v1/projects/{project}', { params, body }));
}

/** `pesscara ctp`: files of RSNA CTP. */
export function ctpCommands(program: Command, shell: Shell): void {
  const ctp = addNoun(
    program,
    shell,
    'ctp',
    'Files of RSNA CTP: anonymizer scripts and what belongs to them',
  );
  const { command } = ctp;
  ctp
    .verb<{ project?: string; reason?: string }>(
      'add <name> <files...>',
      'Keeps files of CTP, unchanged, as the next version of a profile',
      async ({ client, args, options }) => {
        const files = await filesByKind(textArguments(args, 1));
        const script = files.get('script')?.text;
        if (script === undefined) throw new UsageError('None of the files is an anonymizer script.');
        const texts = Object.fromEntries([...files].map(([kind, { text }]) => [kind, text] as const));
        const { reason, project } = options;
        const profile = await answer(
          client.api.POST('/api/v1/ctp-profiles', {
            body: {
              name: textArgument(args, 0),
              ...texts,
              script,
              ...(reason === undefined ? {} : { reason }),
            },
          }),
        );
        if (project !== undefined) await useInProject(client, project, profile.id);
        const used = project === undefined ? '' : `, used by ${project}`;
        return { value: profile, text: `${profile.name} version ${profile.version} (${profile.id})${used}` };
      },
    )
    .option('--project <key>', 'make this project use it')
    .option('--reason <text>', 'why, for the audit trail');
  ctp
    .verb<{ trial?: boolean; reason?: string }>(
      'import-integers <project> <file>',
      'Takes over the integers that a CTP installation handed out with @integer: its integers.db, or CSV',
      async ({ client, args, options }) => {
        const params = { path: { project: textArgument(args, 0) } };
        const { id } = await answer(client.api.GET('/api/v1/projects/{project}', { params }));
        const { reason, trial = false } = options;
        const body = {
          projectId: id,
          ...(await integerSource(textArgument(args, 1))),
          trial,
          ...(reason === undefined ? {} : { reason }),
        };
        const imported = await answer(client.api.POST('/api/v1/ctp-integers/import', { body }));
        const rows = table(imported.items, {
          'key type': (one) => one.keyType,
          new: (one) => one.added,
          'there already': (one) => one.unchanged,
          next: (one) => one.next,
        });
        return { value: imported, text: trial ? `${rows}\n\nNothing was imported.` : rows };
      },
    )
    .option('--trial', 'only say what it would do')
    .option('--reason <text>', 'why, for the audit trail');
  command
    .command('lint <files...>')
    .description(
      'Says what is wrong with a script, lookup table, filter and pixel script that belong together',
    )
    .option('--json', 'print JSON')
    .action(async (paths: string | string[], options: { json?: boolean }) => {
      const files = await filesByKind(textArguments([paths], 0));
      const findings = lintCtpFiles(
        Object.fromEntries([...files].map(([kind, { text }]) => [kind, text] as const)),
      );
      const errors = findings.filter(({ severity }) => severity === 'error').length;
      const read = [...files].map(([kind, { path }]) => `${path}: ${names[kind]}`);
      const found = findings.map((finding) => lineOf(finding, files.get(finding.file)?.path ?? ''));
      const sum = `${count(errors, 'error', 'errors')}, ${count(findings.length - errors, 'warning', 'warnings')}`;
      const text = [...read, ...found, sum].join('\n');
      shell.write(`${options.json === true ? JSON.stringify(findings, null, 2) : text}\n`);
      if (errors > 0) shell.exitCode = 1;
    });
  command
    .command('from-dicomedit <file>')
    .description('Makes a CTP script of a DicomEdit 6 script of XNAT, and says what it left out')
    .option('--json', 'print {script, notes, missingVariables} as JSON')
    .option('--variable <name=value>', 'of XNAT, or of describe: project=GLIOMA; may be repeated', collect)
    .action(async (path: string, { json, variable }: { json?: true; variable?: string[] }) => {
      const given = Object.fromEntries((variable ?? []).map(assignmentOf));
      const converted = convertDicomEdit(await readFile(path, 'utf8'), given);
      const { script, notes } = converted;
      if (notes.some(({ kind }) => kind === 'leftOut')) shell.exitCode = 1;
      if (json) {
        shell.write(`${JSON.stringify(converted, null, 2)}\n`);
        return;
      }
      for (const { line, kind, message } of notes)
        shell.writeError(`${path}:${line}: ${kind === 'leftOut' ? 'left out' : 'differs'}: ${message}\n`);
      shell.write(script);
    });
}
