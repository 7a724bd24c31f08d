import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './measuring.ts';

const root = path.join(import.meta.dirname, '../..');
const password = 'a benchmark password';

export interface OurServer {
  dicomPort: number;
  pid: number;
  call(method: string, url: string, body?: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts the server as `npm start` does, with a project and a route that takes everything. */
export async function startOurs(directory: string): Promise<OurServer> {
  const [httpPort, dicomPort] = [await freePort(), await freePort()];
  const log = openSync(path.join(directory, 'server.log'), 'a');
  const child = spawn(process.execPath, [path.join(root, 'apps/server/bin/start.mjs')], {
    stdio: ['ignore', log, log],
    env: {
      ...process.env,
      PESSCARA_DATA_DIR: path.join(directory, 'data'),
      PESSCARA_HTTP_PORT: String(httpPort),
      PESSCARA_DICOM_PORT: String(dicomPort),
      PESSCARA_ADMIN_PASSWORD: password,
      PESSCARA_LOG_LEVEL: 'warn',
    },
  });
  closeSync(log);
  const base = `http://127.0.0.1:${httpPort}/api/v1`;
  for (let waitedMs = 0; ; waitedMs += 100) {
    const isReady = await fetch(`${base}/health`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isReady) break;
    if (child.exitCode !== null || waitedMs > 120_000)
      throw new Error(`The server did not start; see ${directory}/server.log`);
    await pause(100);
  }
  const signedIn = await fetch(`${base}/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password }),
  });
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  async function call(method: string, url: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${base}${url}`, {
      method,
      headers: { cookie, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }
  await call('POST', '/projects', { key: 'bench', name: 'Benchmark' });
  await call('PUT', '/routes', { version: 0, routes: [{ name: 'everything', match: {}, project: 'bench' }] });
  return {
    dicomPort,
    pid: child.pid ?? 0,
    call,
    stop: () =>
      new Promise((resolve) => {
        child.once('close', () => {
          resolve();
        });
        child.kill('SIGTERM');
      }),
  };
}
