import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { isatty } from 'node:tty';

/** What a command sees of the world around it. */
export interface Shell {
  readonly environment: NodeJS.ProcessEnv;
  /** Whether somebody looks: progress is drawn, questions may be asked. */
  readonly isInteractive: boolean;
  readonly columns: number;
  exitCode: number;
  write(text: string): void;
  writeError(text: string): void;
  /** Asks on the terminal; what is typed is not shown when `isSecret`. */
  ask(question: string, isSecret?: boolean): Promise<string>;
  /** All of standard input, without the last line's end. */
  readInput(): Promise<string>;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

async function askOnTerminal(question: string, isSecret: boolean): Promise<string> {
  let isMuted = false;
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!isMuted) process.stderr.write(chunk);
      done();
    },
  });
  const terminal = createInterface({ input: process.stdin, output, terminal: true });
  try {
    const answer = terminal.question(question);
    isMuted = isSecret;
    return await answer;
  } finally {
    terminal.close();
    if (isSecret) process.stderr.write('\n');
  }
}

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}

/** The shell of this process. */
export function processShell(): Shell {
  const interruption = new AbortController();
  let isInterrupted = false;
  process.on('SIGINT', () => {
    if (isInterrupted) process.exit(130);
    isInterrupted = true;
    interruption.abort();
  });
  // `pesscara … | head` closes the pipe early: that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return {
    environment: process.env,
    isInteractive: isatty(0) && isatty(2),
    columns: process.stderr.columns ?? 80,
    exitCode: 0,
    write: (text) => void process.stdout.write(text),
    writeError: (text) => void process.stderr.write(text),
    ask: (question, isSecret = false) => askOnTerminal(question, isSecret),
    readInput: readStandardInput,
    signal: interruption.signal,
  };
}
