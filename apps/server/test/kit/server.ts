import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { afterwards } from './afterwards.ts';
import { type ApiAnswer, type ApiRequest, type Caller, createCaller } from './api.ts';
import { makeDatabase } from './database.ts';
import { launch, markVariable, processesMarked, type ServerProcess } from './server-process.ts';
import { until } from './until.ts';

export interface ServerOptions {
  /** Absent: a migrated database of its own on the run's PostgreSQL. `embedded`: one in the data folder. Otherwise its URL. */
  database?: string;
  /** PESSCARA_* settings over the test's own. */
  settings?: Record<string, string>;
  viaStart?: boolean;
}

export const administratorPassword = 'correct-horse-battery';

// Short waits where people would have long ones, cheap passwords; everything else as it ships.
const testSettings = {
  PESSCARA_ADMIN_PASSWORD: administratorPassword,
  PESSCARA_HTTP_PORT: '0',
  PESSCARA_DICOM_PORT: '0',
  PESSCARA_QUIET_PERIOD_MS: '300',
  PESSCARA_REVIEW_UNDO_MS: '0',
  PESSCARA_PASSWORD_MEMORY_KIB: '256',
  PESSCARA_SIGN_IN_ADDRESS_FAILURES: '1000',
  PESSCARA_LOG_LEVEL: 'info',
  PESSCARA_LANDING_BYTES: '33554432',
};

/** A whole server in a process of its own, on a data folder of its own, stopped and checked afterwards. */
export type TestServer = Awaited<ReturnType<typeof startServer>>;

/** A folder that is removed afterwards. */
export function temporaryFolder(purpose = 'server'): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), `pesscara-test-${purpose}-`));
  afterwards(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

function addressesIn(greeting: string) {
  const [, url] = /^PESSCARA is ready: (\S+)$/m.exec(greeting) ?? [];
  const [, port, tlsPort] = /^DICOM: .*?, port (\d+)(?:, TLS port (\d+))?$/m.exec(greeting) ?? [];
  return url === undefined
    ? undefined
    : { url, dicomPort: Number(port), dicomTlsPort: tlsPort === undefined ? undefined : Number(tlsPort) };
}

/** The URL of the embedded database of a data folder, as its owner. */
export function embeddedDatabaseUrl(dataDir: string): string {
  const password = readFileSync(path.join(dataDir, 'keys/database.password'), 'utf8').trim();
  const sockets =
    readFileSync(path.join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[4] ?? '';
  return `postgres://pesscara:${password}@/pesscara?host=${encodeURIComponent(sockets)}`;
}

/** Signs in as the first administrator and makes a token. */
async function administratorToken(call: Caller): Promise<string> {
  const session = await call('POST', '/sessions', {
    body: { username: 'admin', password: administratorPassword },
  });
  expect(session.status, session.bytes.toString()).toBe(201);
  const cookie = (session.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const made = await call('POST', '/tokens', { body: { name: 'test' }, headers: { cookie } });
  expect(made.status, made.bytes.toString()).toBe(201);
  return String(made.body['token']);
}

/** Starts a server and signs in as its administrator. */
export async function startServer({ database, settings = {}, viaStart = false }: ServerOptions = {}) {
  const dataDir = temporaryFolder();
  const mark = randomUUID();
  const externalUrl = database === 'embedded' ? undefined : (database ?? (await makeDatabase()));
  const environment: Record<string, string> = {
    ...testSettings,
    ...(externalUrl === undefined ? {} : { PESSCARA_DATABASE_URL: externalUrl }),
    PESSCARA_DATA_DIR: dataDir,
    ...settings,
    [markVariable]: mark,
  };
  const past: ServerProcess[] = [];
  let running: ServerProcess | undefined;
  let addresses: ReturnType<typeof addressesIn>;

  function now() {
    if (addresses === undefined) throw new Error('The server does not run');
    return addresses;
  }

  /** Starts it (again) on the same folder and database. */
  async function start(): Promise<void> {
    const begun = launch({ environment, viaStart });
    past.push(begun);
    running = begun;
    addresses = await until(
      'the server to be ready',
      () => {
        if (!begun.isRunning())
          throw new Error(`The server ended:\n${begun.stdout().slice(-4000)}\n${begun.stderr()}`);
        return addressesIn(begun.stdout());
      },
      { timeoutMs: 240_000, seen: () => begun.stdout().slice(-2000) },
    );
    const health = await fetch(`${addresses.url}/api/v1/health`);
    expect(health.status).toBe(200);
  }

  /** Ends it by a signal and waits for that. */
  async function kill(signal: NodeJS.Signals) {
    const { ended, child } = running as ServerProcess;
    child.kill(signal);
    const result = await ended;
    addresses = undefined;
    return result;
  }

  function endMarked(): void {
    for (const pid of processesMarked(mark)) process.kill(pid, 'SIGKILL');
  }

  /** Stops it as Ctrl-C does. It must end with 0 and leave no process behind. */
  async function stop(): Promise<void> {
    const { code } = await kill('SIGINT');
    const left = processesMarked(mark);
    endMarked();
    expect({ code, left, stderr: past.at(-1)?.stderr() }, 'a clean stop').toEqual({
      code: 0,
      left: [],
      stderr: '',
    });
  }

  afterwards(async () => {
    try {
      if (running?.isRunning() === true) await stop();
    } finally {
      endMarked();
    }
  });
  await start();
  const anonymous = createCaller(() => now().url);
  const token = await administratorToken(anonymous);
  const admin = createCaller(() => now().url, token);

  return {
    dataDir,
    environment,
    /** Of the administrator. */
    token,
    get url() {
      return now().url;
    },
    get dicomPort() {
      return now().dicomPort;
    },
    get dicomTlsPort() {
      return now().dicomTlsPort;
    },
    get pid() {
      return (running as ServerProcess).child.pid as number;
    },
    /** As the database's owner. */
    get databaseUrl() {
      return externalUrl ?? embeddedDatabaseUrl(dataDir);
    },
    isRunning: () => running?.isRunning() === true,
    /** Everything that its processes wrote, from the first start on. */
    output: () => past.map((one) => `${one.stdout()}${one.stderr()}`).join('\n'),
    callerWith: (bearer: string | undefined) => createCaller(() => now().url, bearer),
    anonymous,
    admin,
    /** As the administrator: a path below /api/v1, or one of /dicom-web. */
    api: (method: string, at: string, body?: unknown, request: ApiRequest = {}): Promise<ApiAnswer> =>
      admin(method, at, { ...request, ...(body === undefined ? {} : { body }) }),
    start,
    kill,
    stop,
  };
}
