import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { makeSeries } from '@pesscara/phantom';
import { describe, expect, it } from 'vitest';
import { makeProject, releaseAll, saveRoutes } from './kit/builders.ts';
import { send } from './kit/sender.ts';
import { startServer, temporaryFolder } from './kit/server.ts';
import { launch, markVariable, processesMarked } from './kit/server-process.ts';
import { until } from './kit/until.ts';

/** pino's number of `warn`; what is above is worse. */
const warnLevel = 40;

function complaintsIn(output: string): string[] {
  return output.split('\n').filter((line) => Number(/^{"level":(\d+)/.exec(line)?.[1] ?? 0) >= warnLevel);
}

describe('a stop with the embedded database', async () => {
  const server = await startServer({ database: 'embedded' });

  it('complains of nothing: every connection is closed before PostgreSQL ends', async () => {
    await makeProject(server, 'glioma');
    await saveRoutes(server, [{ project: 'glioma' }]);
    await send(server, makeSeries({ kind: 'flair', slices: 2 }));
    await releaseAll(server, 'glioma', { count: 1, instances: 2 });
    for (let count = 0; count < 2; count++) {
      await server.stop();
      expect(complaintsIn(server.output())).toEqual([]);
      await server.start();
    }
  });

  it('is one stop when a terminal and npm both pass Ctrl-C on', async () => {
    process.kill(server.pid, 'SIGINT');
    await server.stop();
  });
});

describe('a start that is interrupted', () => {
  const root = temporaryFolder();

  it.each([
    ['while PostgreSQL makes its files', 'SIGTERM', 'postgres/cluster.half/PG_VERSION'],
    ['while PostgreSQL starts', 'SIGINT', 'postgres/cluster/postmaster.pid'],
    ['while the server starts', 'SIGTERM', 'blobs/landing'],
  ] as const)('%s ends with 0 and leaves no process behind', async (_when, signal, sign) => {
    const mark = randomUUID();
    const dataDir = path.join(root, mark);
    const server = launch({
      environment: {
        PESSCARA_DATA_DIR: dataDir,
        PESSCARA_HTTP_PORT: '0',
        PESSCARA_DICOM_PORT: '0',
        PESSCARA_LANDING_BYTES: '33554432',
        [markVariable]: mark,
      },
    });
    await until(`${sign} to be there`, () => existsSync(path.join(dataDir, sign)), { everyMs: 2 });
    server.child.kill(signal);
    const { code } = await server.ended;
    const left = processesMarked(mark);
    for (const pid of left) process.kill(pid, 'SIGKILL');
    expect({ code, left, stderr: server.stderr() }).toEqual({ code: 0, left: [], stderr: '' });
    const [, sinceStopping] = server.stdout().split(': stopping …');
    expect(sinceStopping).not.toContain('PESSCARA is ready');
    expect(complaintsIn(server.stdout())).toEqual([]);
  });
});
