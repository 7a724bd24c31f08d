import { execFile, spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openAssociation } from '@pesscara/dicom-network';
import { type PhantomInstance, part10Of } from '@pesscara/phantom';
import { type TestServer, temporaryFolder } from './server.ts';

export interface SendOptions {
  callingAe?: string;
  calledAe?: string;
  /** Called after each answer; return false to stop sending. */
  onAnswer?: (sopInstanceUid: string, status: number) => boolean | void;
}

export type Sendable = Pick<
  PhantomInstance,
  'sopClassUid' | 'sopInstanceUid' | 'transferSyntaxUid' | 'dataSet'
>;

/**
 * Sends instances over one association, by our own requestor: the status of each that was answered, by its SOP Instance UID.
 * An association that ends early gives what was answered until then.
 */
export async function send(
  server: Pick<TestServer, 'dicomPort'>,
  instances: readonly Sendable[],
  options: SendOptions = {},
): Promise<Map<string, number>> {
  const { callingAe = 'SCANNER', calledAe = 'PESSCARA', onAnswer } = options;
  const association = await openAssociation({
    host: '127.0.0.1',
    port: server.dicomPort,
    callingAe,
    calledAe,
    instances,
  });
  const answered = new Map<string, number>();
  for (const instance of instances) {
    const outcome = await association.store({ ...instance, dataSet: [instance.dataSet] });
    if (outcome.kind === 'ended') return answered;
    if (outcome.kind === 'no-presentation-context')
      throw new Error(`No presentation context for ${instance.sopClassUid}`);
    answered.set(instance.sopInstanceUid, outcome.status);
    if (onAnswer?.(instance.sopInstanceUid, outcome.status) === false) break;
  }
  await association.release();
  return answered;
}

/** Does the receiver answer C-ECHO? */
export async function echoes(
  server: Pick<TestServer, 'dicomPort'>,
  callingAe = 'SCANNER',
  calledAe = 'PESSCARA',
): Promise<boolean> {
  const verification = { sopClassUid: '1.2.840.10008.1.1', transferSyntaxUid: '1.2.840.10008.1.2' };
  const association = await openAssociation({
    host: '127.0.0.1',
    port: server.dicomPort,
    callingAe,
    calledAe,
    instances: [verification],
  });
  const outcome = await association.echo();
  await association.release();
  return outcome.kind === 'answered' && outcome.status === 0;
}

/** Is a program there to run? */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}

export const hasDcmtk = isInstalled('storescu');

export interface Finished {
  code: number | null;
  output: string;
}

/** Runs a program to its end. */
export function run(
  program: string,
  args: readonly string[],
  { env = {}, timeoutMs = 120_000 }: { env?: Record<string, string>; timeoutMs?: number } = {},
): Promise<Finished> {
  return new Promise((resolve) => {
    execFile(
      program,
      [...args],
      {
        env: { ...process.env, ...env },
        timeout: timeoutMs,
        maxBuffer: 256 * 1024 * 1024,
        encoding: 'latin1',
      },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
        resolve({ code, output: `${stdout}${stderr}` });
      },
    );
  });
}

/** Runs dcmtk's storescu against the receiver. Without TCP_NODELAY it stalls for 40 ms at each instance. */
export async function storescu(
  server: Pick<TestServer, 'dicomPort'>,
  args: readonly string[],
  {
    calledAe = 'PESSCARA',
    callingAe = 'SCANNER',
    port,
  }: { calledAe?: string; callingAe?: string; port?: number } = {},
) {
  const { code, output } = await run(
    'storescu',
    ['-v', '-aet', callingAe, '-aec', calledAe, '127.0.0.1', String(port ?? server.dicomPort), ...args],
    {
      env: { TCP_NODELAY: '1' },
    },
  );
  return { code, output, successes: output.match(/Received Store Response \(Success\)/g)?.length ?? 0 };
}

/** Writes instances as files into a folder that is removed after the test file. */
export async function writeFiles(
  instances: readonly PhantomInstance[],
  folder = temporaryFolder('files'),
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const files = instances.map((instance, index) => ({
    name: path.join(folder, `${String(index).padStart(5, '0')}.dcm`),
    bytes: part10Of(instance),
  }));
  await Promise.all(files.map(({ name, bytes }) => writeFile(name, bytes)));
  return files.map(({ name }) => name);
}
