import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterwards } from './afterwards.ts';
import { temporaryFolder } from './server.ts';
import { until } from './until.ts';

const programs = '/usr/lib/postgresql/15/bin';

/** Debian's PostgreSQL 15, installed by scripts/install-peers.sh. */
export const hasPostgres15 = existsSync(path.join(programs, 'initdb'));

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
}

/**
 * Starts a cluster of Debian's PostgreSQL 15, ended afterwards, with a database that belongs to an ordinary user who may make
 * roles, as the documentation asks for. Gives that user's URL.
 */
export async function startPostgres15(): Promise<string> {
  const folder = temporaryFolder('pg15');
  const cluster = path.join(folder, 'cluster');
  mkdirSync(cluster);
  // PostgreSQL refuses to run as root.
  const user = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {};
  if (user.uid !== undefined) for (const one of [folder, cluster]) chownSync(one, user.uid, user.gid);
  chmodSync(cluster, 0o700);
  const init = ['-D', cluster, '--username=postgres', '--auth=trust', '--encoding=UTF8', '--no-sync'];
  execFileSync(path.join(programs, 'initdb'), init, { ...user, stdio: 'ignore', cwd: '/' });
  const settings = ['-c', 'listen_addresses=', '-c', `unix_socket_directories=${folder}`];
  const server = spawn(path.join(programs, 'postgres'), ['-D', cluster, ...settings], {
    ...user,
    stdio: 'ignore',
    cwd: '/',
  });
  const ended = new Promise((resolve) => server.once('close', resolve));
  afterwards(async () => {
    server.kill('SIGINT');
    await ended;
  });
  const client = await until('PostgreSQL 15 to answer', async () => {
    const one = new pg.Client({ user: 'postgres', host: folder, database: 'postgres' });
    one.on('error', () => undefined);
    return one.connect().then(
      () => one,
      () => undefined,
    );
  });
  await client.query('create role hospital login createrole');
  await client.query('create database pesscara owner hospital');
  await client.end();
  return `postgres://hospital@/pesscara?host=${encodeURIComponent(folder)}`;
}
