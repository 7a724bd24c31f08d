import type { Argument, Command, Option } from 'commander';
import { createProgram } from '../../apps/cli/src/program.ts';
import type { Shell } from '../../apps/cli/src/shell.ts';
import { markdownTable, page } from './markdown.ts';

const silentShell: Shell = {
  environment: {},
  isInteractive: false,
  columns: 80,
  exitCode: 0,
  signal: new AbortController().signal,
  write: () => undefined,
  writeError: () => undefined,
  ask: () => Promise.reject(new Error('Nobody answers here')),
  readInput: () => Promise.resolve(''),
};

function usageOf(path: readonly string[], command: Command): string {
  const args = command.registeredArguments.map((argument: Argument) => {
    const name = argument.variadic ? `${argument.name()}...` : argument.name();
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  return ['npx', ...path, ...args].join(' ');
}

function optionRow(option: Option): string[] {
  const fallback: unknown = option.defaultValue;
  const shown = typeof fallback === 'string' || typeof fallback === 'number' ? ` (default ${fallback})` : '';
  const needed = option.mandatory ? ' Required.' : '';
  return [`\`${option.flags}\``, `${option.description}${shown}${needed}`];
}

function verbSection(path: readonly string[], command: Command): string {
  const options = command.options.filter((option) => option.long !== '--json').map(optionRow);
  const table = options.length > 0 ? `\n\n${markdownTable(['option', 'meaning'], options)}` : '';
  return `### \`${usageOf(path, command)}\`\n\n${command.description()}.${table}`;
}

function sections(path: readonly string[], command: Command): string[] {
  return command.commands.flatMap((child) => {
    const childPath = [...path, child.name()];
    if (child.commands.length === 0) return [verbSection(childPath, child)];
    return [`## ${child.name()}\n\n${child.description()}.`, ...sections(childPath, child)];
  });
}

/** docs/reference/cli.md */
export function cliPage(): string {
  const program = createProgram(silentShell);
  const alone = program.commands.filter((command) => command.commands.length === 0);
  const nouns = program.commands.filter((command) => command.commands.length > 0);
  return page(
    'Command line',
    '`npx pesscara` works with a server from a shell, over the same API as the web app. `PESSCARA_URL` says which server (default `http://127.0.0.1:8080`); `npx pesscara login` keeps a token for it, or `PESSCARA_TOKEN` gives one. Every command takes `--json`. Exit status: 0 done, 1 failed, 2 wrong use.',
    [
      '## Commands of one word',
      ...alone.map((command) => verbSection(['pesscara', command.name()], command)),
      ...nouns.flatMap((command) => [
        `## ${command.name()}\n\n${command.description()}.`,
        ...sections(['pesscara', command.name()], command),
      ]),
    ],
  );
}
