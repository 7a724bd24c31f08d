import { CommanderError } from 'commander';
import { exitCodeOf, messageOf } from './failures.ts';
import { createProgram } from './program.ts';
import { processShell } from './shell.ts';

/** Runs the command line. @returns the exit status: 0 done, 1 failed, 2 wrong use */
export async function main(args: readonly string[]): Promise<number> {
  const shell = processShell();
  const program = createProgram(shell);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return shell.exitCode;
  } catch (error) {
    // Commander has said what was wrong with the arguments.
    if (!(error instanceof CommanderError)) shell.writeError(`${messageOf(error)}\n`);
    return exitCodeOf(error);
  }
}
