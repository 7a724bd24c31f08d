import { greetingOf } from './greeting.ts';
import { type RunningInstallation, startInstallation } from './installation.ts';
import { ConfigError } from './kernel/config/index.ts';
import { DataFolderError } from './kernel/data-folder/index.ts';
import { DatabaseError } from './kernel/db/index.ts';
import { createLogger } from './kernel/log/index.ts';
import { readServerConfig } from './server-config.ts';

/** A port that is taken, a file that is missing: known troubles of a start, in a sentence. */
function sentenceOf(error: unknown): string | undefined {
  if (error instanceof ConfigError || error instanceof DataFolderError || error instanceof DatabaseError)
    return error.message;
  const { code, port, address, path } = error as {
    code?: string;
    port?: number;
    address?: string;
    path?: string;
  };
  if (code === 'EADDRINUSE')
    return `Port ${port ?? '?'} is in use already. Stop the other program, or set PESSCARA_HTTP_PORT or PESSCARA_DICOM_PORT to another port.`;
  if (code === 'EACCES' && port !== undefined)
    return `This user may not open port ${port}. Ports below 1024 need more rights; choose another.`;
  if (code === 'EADDRNOTAVAIL') return `This machine has no address ${address ?? ''}. Correct PESSCARA_HOST.`;
  if (code === 'ENOENT' && path !== undefined) return `The file ${path} does not exist.`;
  return undefined;
}

function fail(error: unknown): never {
  const sentence = sentenceOf(error);
  process.stderr.write(
    sentence === undefined
      ? `PESSCARA failed to start:\n${(error as Error).stack ?? String(error)}\n`
      : `${sentence}\n`,
  );
  process.exit(1);
}

// A terminal tells Ctrl-C to the whole group, and npm tells it again: two signals at once are one wish.
const sameWishMs = 1000;

/** Starts the server and stops it cleanly on SIGINT or SIGTERM. Exits 1, with one line, when it cannot start. */
export async function main(args: readonly string[]): Promise<void> {
  const unknown = args.filter((arg) => arg !== '--demo');
  if (unknown.length > 0) {
    process.stderr.write(`Unknown argument ${unknown.join(' ')}. There is only --demo.\n`);
    process.exit(2);
  }
  const isDemo = args.includes('--demo');
  const starting = new AbortController();
  let running: RunningInstallation | undefined;
  let stoppingSinceMs: number | undefined;
  const stop = (signal: string) => {
    if (stoppingSinceMs !== undefined) {
      if (performance.now() - stoppingSinceMs >= sameWishMs) process.exit(130);
      return;
    }
    stoppingSinceMs = performance.now();
    process.stdout.write(`${signal}: stopping …\n`);
    starting.abort();
    // Before it runs, the start itself stops what it began.
    running?.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  const { signal } = starting;
  try {
    const config = readServerConfig(process.env);
    running = await startInstallation({ config, log: createLogger(config.logLevel), isDemo, signal });
    process.stdout.write(greetingOf({ ...running, roles: config.roles, isDemo }));
  } catch (error) {
    if (signal.aborted && error === signal.reason) process.exit(0);
    fail(error);
  }
}
