import { ConnectionError, ProblemError } from '@pesscara/api-client';
import { AssociationError } from '@pesscara/dicom-network';
import { CommanderError } from 'commander';

/** Wrong use: the message says what to give instead. Exit status 2. */
export class UsageError extends Error {}

/** Something that went wrong and is no mistake in this program. Exit status 1. */
export class CommandError extends Error {}

function problemMessage({ message, document, problem, status }: ProblemError): string {
  const details = (document.errors ?? []).map(({ pointer, detail }) => `  ${pointer}: ${detail}`);
  const signIn = status === 401 ? ['  Sign in by `pesscara login`, or set PESSCARA_TOKEN.'] : [];
  const lines = [`${document.title}: ${message}`.replace(`${message}: ${message}`, message)];
  // The detail of a request with mistakes repeats them in one line.
  return [details.length > 0 ? document.title : lines[0], ...details, ...signIn, `  (${problem})`].join('\n');
}

const fileWords: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: (path) => `There is no file ${path}.`,
  EISDIR: (path) => `${path} is a folder; give a file.`,
  EACCES: (path) => `You may not read or write ${path}.`,
};

/** Files that are not there or may not be read; the system names no path where it was opened before. */
function fileMessage(error: NodeJS.ErrnoException): string {
  const words = fileWords[error.code ?? ''];
  return words === undefined ? error.message : words(error.path ?? 'What was given');
}

/** What to tell the person. A mistake in this program shows its stack. */
export function messageOf(error: unknown): string {
  if (error instanceof ProblemError) return problemMessage(error);
  if (error instanceof UsageError || error instanceof CommandError) return error.message;
  if (error instanceof ConnectionError || error instanceof AssociationError) return error.message;
  if (error instanceof Error && 'syscall' in error) return fileMessage(error as NodeJS.ErrnoException);
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

export function exitCodeOf(error: unknown): 0 | 1 | 2 {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return error instanceof UsageError ? 2 : 1;
}
