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

function greet({ httpUrl, dicom, adminPassword }: RunningInstallation, isDemo: boolean): void {
  const lines = [`PESSCARA is ready: ${httpUrl}`];
  if (dicom !== undefined)
    lines.push(
      `DICOM: ${dicom.aeTitle} at ${dicom.host}, port ${dicom.port}${dicom.tlsPort === null ? '' : `, TLS port ${dicom.tlsPort}`}`,
    );
  if (adminPassword !== undefined)
    lines.push(
      `Sign in as admin with the password ${adminPassword} (made now, shown this once; change it under your name).`,
    );
  else lines.push('Sign in with your account (the first administrator is admin).');
  if (isDemo) lines.push('The demonstration project is being filled; look at Quarantine.');
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** Starts the server and stops it cleanly on SIGINT or SIGTERM. Exits 1, with one line, when it cannot start. */
export async function main(args: readonly string[]): Promise<void> {
  const unknown = args.filter((arg) => arg !== '--demo');
  if (unknown.length > 0) {
    process.stderr.write(`Unknown argument ${unknown.join(' ')}. There is only --demo.\n`);
    process.exit(2);
  }
  const isDemo = args.includes('--demo');
  let running: RunningInstallation | undefined;
  let isStopping = false;
  const stop = (signal: string) => {
    if (isStopping) process.exit(130);
    isStopping = true;
    process.stdout.write(`${signal}: stopping …\n`);
    const done = running?.stop() ?? Promise.resolve();
    done.then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    const config = readServerConfig(process.env);
    running = await startInstallation({ config, log: createLogger(config.logLevel), isDemo });
    greet(running, isDemo);
  } catch (error) {
    fail(error);
  }
}
