import { readFile } from 'node:fs/promises';
import {
  type CtpFileKind,
  convertDicomEdit,
  ctpFileKind,
  type FileFinding,
  lintCtpFiles,
} from '@pesscara/ctp';
import type { Command } from 'commander';
import { addNoun, textArguments } from '../command.ts';
import { UsageError } from '../failures.ts';
import { count } from '../output.ts';
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

/** `pesscara ctp`: files of RSNA CTP. */
export function ctpCommands(program: Command, shell: Shell): void {
  const { command } = addNoun(
    program,
    shell,
    'ctp',
    'Files of RSNA CTP: anonymizer scripts and what belongs to them',
  );
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
    .action(async (path: string) => {
      const { script, notes } = convertDicomEdit(await readFile(path, 'utf8'));
      for (const { line, kind, message } of notes)
        shell.writeError(`${path}:${line}: ${kind === 'leftOut' ? 'left out' : 'differs'}: ${message}\n`);
      shell.write(script);
      if (notes.some(({ kind }) => kind === 'leftOut')) shell.exitCode = 1;
    });
}
