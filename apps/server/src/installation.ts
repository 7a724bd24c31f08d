import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { createDemonstration } from './demonstration/index.ts';
import type { DicomThreadMessage, DicomThreadOptions } from './dicom-thread.ts';
import { systemContext } from './kernel/context/index.ts';
import { type DataFolder, lockDataFolder, openDataFolder } from './kernel/data-folder/index.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './kernel/db/embedded-postgres.ts';
import { createPool, DatabaseError, endPool, migrate } from './kernel/db/index.ts';
import { serveWebApp } from './kernel/http/index.ts';
import type { Logger } from './kernel/log/index.ts';
import { createServer, type Server } from './server.ts';
import type { ServerConfig } from './server-config.ts';
import { version } from './version.ts';

export interface ReceiverAddress {
  aeTitle: string;
  host: string;
  port: number;
  tlsPort: number | null;
}

export interface RunningInstallation {
  /** Of the web app and the API; undefined when this process has not the role `http`. */
  httpUrl: string | undefined;
  dicom: ReceiverAddress | undefined;
  /** The first administrator's password, when it was made at this start. */
  adminPassword: string | undefined;
  server: Server;
  stop(): Promise<void>;
}

export interface InstallationOptions {
  config: ServerConfig;
  log: Logger;
  isDemo?: boolean;
  /** Aborted: the start ends at its next step, stops what it began, and rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** Says in one sentence why the database cannot be used. */
function databaseTrouble(error: unknown): DatabaseError {
  if (error instanceof DatabaseError) return error;
  const { code, message } = error as { code?: string; message: string };
  const known: Record<string, string> = {
    ECONNREFUSED: 'nothing answers there',
    ENOTFOUND: 'its host is not known',
    ETIMEDOUT: 'it does not answer',
    ENOENT: 'its socket is not there',
    '28P01': 'its user or password is wrong',
    '28000': 'it does not let this user in',
    '3D000': 'it has no database of that name',
    '42501': 'its user may not make schemas and roles; give it CREATEROLE and ownership of the database',
  };
  const why = (code === undefined ? undefined : known[code]) ?? message;
  return new DatabaseError(`The database of PESSCARA_DATABASE_URL cannot be used: ${why}.`, { cause: error });
}

async function openDatabase(
  config: ServerConfig,
  folder: DataFolder,
  log: Logger,
  signal: AbortSignal | undefined,
): Promise<{ url: string; embedded?: EmbeddedPostgres }> {
  const embedded =
    config.databaseUrl === undefined
      ? await startEmbeddedPostgres(folder.postgres, folder.keys, log, signal)
      : undefined;
  const url = config.databaseUrl ?? embedded?.url ?? '';
  const pool = createPool({ url, connections: 2, log });
  try {
    const { applied } = await migrate(pool);
    if (applied.length > 0) log.info({ event: 'kernel.db.migrated', applied }, 'Database brought up to date');
  } catch (error) {
    await endPool(pool);
    await embedded?.stop();
    throw databaseTrouble(error);
  }
  await endPool(pool);
  return embedded === undefined ? { url } : { url, embedded };
}

interface DicomThread {
  address: ReceiverAddress;
  stop(): Promise<void>;
}

/** The receiver lives in a thread of its own: hashing and writing images must not make the web app wait. */
function startDicomThread(options: DicomThreadOptions, log: Logger): Promise<DicomThread> {
  const worker = new Worker(new URL('./dicom-thread.ts', import.meta.url), { workerData: options });
  return new Promise((resolve, reject) => {
    let isUp = false;
    worker.once('error', (error) => {
      if (isUp)
        log.fatal(
          {
            event: 'archive.receiver.died',
            error: { name: (error as Error).name, stack: (error as Error).stack },
          },
          'The DICOM receiver died',
        );
      reject(error as Error);
      // Half a server that looks whole is worse than none: whoever supervises it starts it again.
      if (isUp) process.exit(70);
    });
    worker.on('message', (message: DicomThreadMessage) => {
      if (message.kind === 'failed') reject(Object.assign(new Error(message.message), message.facts));
      if (message.kind !== 'listening') return;
      isUp = true;
      resolve({
        address: message.address,
        stop: () =>
          new Promise((stopped) => {
            worker.removeAllListeners('error');
            worker.once('exit', () => {
              stopped();
            });
            worker.postMessage({ kind: 'stop' });
          }),
      });
    });
  });
}

type Undo = (() => Promise<void>)[];

async function startWorker(
  { jobs, events, audit, conversion, orphanBlobs, identity }: Server,
  undo: Undo,
): Promise<void> {
  await jobs.start();
  await events.sequencer.start();
  await orphanBlobs.start();
  await identity.start();
  undo.push(async () => {
    // A running conversion would keep the queue for minutes; it is begun anew after the next start.
    conversion.close();
    await jobs.stop();
    // What the last transactions wrote gets its place in the chain, and the head is signed.
    await events.sequencer.settle();
    await audit.seal();
    await events.sequencer.stop();
  });
}

async function startAll(
  { config, log, isDemo = false, signal }: InstallationOptions,
  folder: DataFolder,
  undo: Undo,
) {
  const database = await openDatabase(config, folder, log, signal);
  if (database.embedded !== undefined) undo.push(database.embedded.stop);
  signal?.throwIfAborted();
  const shared = { config, folder, databaseUrl: database.url };
  let dicom: ReceiverAddress | undefined;
  const { aeTitle, host, dicomPort: port } = config;
  const receiverAddress = () => dicom ?? { aeTitle, host, port, tlsPort: null };
  const server = await createServer({ ...shared, log, slot: 'main', receiverAddress });
  undo.push(() => server.close());
  signal?.throwIfAborted();
  const ctx = systemContext('start', log);
  const administrator = await server.accounts.ensureAdministrator(ctx, config.adminPassword);
  await server.deidentification.profiles.addBuiltIns(ctx);
  await server.archive.associations.endInterrupted(['dimse', 'stow', 'upload']);
  if (config.roles.includes('worker')) await startWorker(server, undo);
  signal?.throwIfAborted();
  if (config.roles.includes('dicom')) {
    const thread = await startDicomThread(shared, log);
    undo.push(thread.stop);
    dicom = thread.address;
  }
  const httpUrl = config.roles.includes('http') ? await listen(server, config) : undefined;
  if (isDemo && dicom !== undefined) {
    const demonstration = createDemonstration({ ...server, folder, log });
    undo.push(demonstration.stop);
    await demonstration.start(dicom);
  }
  signal?.throwIfAborted();
  log.info({ event: 'kernel.started', version, roles: config.roles }, 'Started');
  const adminPassword = administrator.kind === 'created' ? administrator.madePassword : undefined;
  return { httpUrl, dicom, adminPassword, server };
}

/** Starts everything that the configuration's roles ask for. Rejects with an error that `main` can put into a sentence. */
export async function startInstallation(options: InstallationOptions): Promise<RunningInstallation> {
  const { config } = options;
  const folder = await openDataFolder(config.dataDir);
  await mkdir(path.join(folder.root, 'scratch'), { recursive: true });
  const unlock = config.databaseUrl === undefined ? await lockDataFolder(folder) : () => Promise.resolve();
  const undo: Undo = [unlock];
  try {
    return { ...(await startAll(options, folder, undo)), stop: () => unwind(undo) };
  } catch (error) {
    await unwind(undo);
    throw error;
  }
}

async function listen(server: Server, config: ServerConfig): Promise<string> {
  await serveWebApp(server.http, path.join(import.meta.dirname, '../../web/dist'));
  await server.http.app.listen({ host: config.host, port: config.httpPort });
  const bound = server.http.app.addresses()[0] as { port: number } | undefined;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return `http://${host}:${bound?.port ?? config.httpPort}`;
}

/** Ends what was started, in the opposite order; one that fails does not keep the others. */
async function unwind(steps: (() => Promise<void>)[]): Promise<void> {
  let failure: unknown;
  for (const step of steps.reverse())
    try {
      await step();
    } catch (error) {
      failure ??= error;
    }
  if (failure !== undefined) throw failure as Error;
}
