import { readFile } from 'node:fs/promises';
import { CommandError } from './failures.ts';
import type { Shell } from './shell.ts';

/** Reads JSON from a file, or from standard input for '-'. @throws CommandError */
export async function readJson(shell: Shell, file: string): Promise<unknown> {
  const text = file === '-' ? await shell.readInput() : await readFile(file, 'utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError(
      `${file === '-' ? 'standard input' : file} is no JSON: ${(error as Error).message}`,
    );
  }
}
