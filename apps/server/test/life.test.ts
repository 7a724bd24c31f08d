import { chmod, mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { makeSeries } from '@pesscara/phantom';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { itemsOf } from './kit/api.ts';
import { makeProject, releaseAll, saveRoutes } from './kit/builders.ts';
import { makeDatabase } from './kit/database.ts';
import { hasPostgres15, startPostgres15 } from './kit/debian-postgres.ts';
import { send } from './kit/sender.ts';
import { startServer, type TestServer, temporaryFolder } from './kit/server.ts';
import { launchToEnd } from './kit/server-process.ts';
import { until } from './kit/until.ts';

async function receiveAndRelease(server: TestServer) {
  await makeProject(server, 'glioma');
  await saveRoutes(server, [{ project: 'glioma' }]);
  await send(server, makeSeries({ kind: 'flair', slices: 3 }));
  return releaseAll(server, 'glioma', { count: 1, instances: 3 });
}

/** A port that something else listens on. */
async function takenPort(): Promise<{ port: number; free(): void }> {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  return { port: (other.address() as { port: number }).port, free: () => other.close() };
}

/** Starts a server that must give up: its status and the one line that it says. */
async function refusal(settings: Record<string, string>, prefix: string[] = []) {
  const environment = { PESSCARA_HTTP_PORT: '0', PESSCARA_DICOM_PORT: '0', ...settings };
  const { code, stderr } = await launchToEnd({ environment, prefix });
  const lines = stderr.trimEnd().split('\n');
  return { code, lineCount: lines.length, line: lines[0] ?? '' };
}

describe('an installation with the embedded database', async () => {
  const server = await startServer({ database: 'embedded', viaStart: true });
  let seriesId = '';

  it('keeps everything over Ctrl-C, and the second start is quick', async () => {
    const [before] = await receiveAndRelease(server);
    seriesId = String(before?.['id']);
    await server.stop();
    const startedAt = performance.now();
    await server.start();
    // 20 s are the promise for a machine that has nothing else to do; this one may run two rings at once.
    expect(performance.now() - startedAt).toBeLessThan(60_000);
    const after = await server.api('GET', `/projects/glioma/series/${seriesId}`);
    expect(after.body).toMatchObject({
      id: seriesId,
      instanceCount: 3,
      subjectCode: before?.['subjectCode'],
    });
    const again = await send(server, makeSeries({ kind: 'flair', slices: 3 }));
    expect([...again.values()]).toEqual([0, 0, 0]);
    const last = await until('the association to be counted', async () => {
      const [newest] = itemsOf(await server.api('GET', '/associations'));
      return newest?.['endedAt'] !== null && newest;
    });
    expect(last['duplicateCount']).toBe(3);
  });

  it('goes on after kill -9, with the PostgreSQL that was left over', async () => {
    await server.kill('SIGKILL');
    await server.start();
    const after = await server.api('GET', '/projects/glioma/series');
    expect(after.body['items']).toMatchObject([{ id: seriesId, instanceCount: 3 }]);
  });

  it('is for one server at a time: the second says who has the data folder', async () => {
    const second = await refusal({ PESSCARA_DATA_DIR: server.dataDir });
    expect(second).toMatchObject({ code: 1, lineCount: 1 });
    expect(second.line).toContain(`process ${server.pid}`);
    expect(second.line).toContain('PESSCARA_DATA_DIR');
    expect((await server.api('GET', '/projects')).status).toBe(200);
  });
});

describe.skipIf(!hasPostgres15)('an installation on Debian’s PostgreSQL 15', () => {
  it('makes its tables as an ordinary user, receives, and stops on SIGTERM', async () => {
    const server = await startServer({ database: await startPostgres15() });
    expect(await receiveAndRelease(server)).toMatchObject([{ instanceCount: 3 }]);
    expect((await server.kill('SIGTERM')).code).toBe(0);
  });
});

describe('a server that cannot start says why in one line and exits with 1', async () => {
  const databaseUrl = await makeDatabase();

  it.each(['PESSCARA_HTTP_PORT', 'PESSCARA_DICOM_PORT'])('when the port of %s is taken', async (variable) => {
    const { port, free } = await takenPort();
    const settings = {
      PESSCARA_DATABASE_URL: databaseUrl,
      PESSCARA_DATA_DIR: temporaryFolder(),
      [variable]: String(port),
    };
    const end = await refusal(settings);
    free();
    expect(end).toMatchObject({ code: 1, lineCount: 1 });
    expect(end.line).toContain(`Port ${port} is in use`);
    expect(end.line).toContain(variable);
  });

  it.skipIf(process.getuid?.() !== 0)('when an ordinary user may not write the data folder', async () => {
    const folder = temporaryFolder();
    await chmod(folder, 0o755);
    const settings = { PESSCARA_DATABASE_URL: databaseUrl, PESSCARA_DATA_DIR: path.join(folder, 'data') };
    const end = await refusal(settings, ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']);
    expect(end).toMatchObject({ code: 1, lineCount: 1 });
    expect(end.line).toContain(`${path.join(folder, 'data')} cannot be written`);
  });

  it('when the data folder is a file', async () => {
    const end = await refusal({
      PESSCARA_DATABASE_URL: databaseUrl,
      PESSCARA_DATA_DIR: import.meta.filename,
    });
    expect(end).toMatchObject({ code: 1, lineCount: 1 });
    expect(end.line).toContain('cannot be written');
  });

  it('when nothing answers at PESSCARA_DATABASE_URL', async () => {
    // A port that only the system may open, and that nothing has had for decades: a free one may be another's by then.
    const end = await refusal({
      PESSCARA_DATABASE_URL: 'postgres://a:secret-word@127.0.0.1:1/b',
      PESSCARA_DATA_DIR: temporaryFolder(),
    });
    expect(end).toMatchObject({ code: 1, lineCount: 1 });
    expect(end.line).toContain('PESSCARA_DATABASE_URL cannot be used: nothing answers there');
    expect(end.line).not.toContain('secret-word');
  });

  it('when PESSCARA_DATABASE_URL names a database that is not there, or a wrong password', async () => {
    const dataDir = temporaryFolder();
    const noDatabase = databaseUrl.replace(/\/test_\d+_\d+\?/, '/not_there?');
    const missing = await refusal({ PESSCARA_DATABASE_URL: noDatabase, PESSCARA_DATA_DIR: dataDir });
    expect(missing).toMatchObject({ code: 1, lineCount: 1 });
    expect(missing.line).toContain('no database of that name');
    const wrong = await refusal({
      PESSCARA_DATABASE_URL: databaseUrl.replace(/pesscara:[^@]+@/, 'pesscara:wrong@'),
      PESSCARA_DATA_DIR: dataDir,
    });
    expect(wrong).toMatchObject({ code: 1, lineCount: 1 });
    expect(wrong.line).toContain('user or password is wrong');
  });

  it('when PESSCARA_DATABASE_URL is no URL', async () => {
    const end = await refusal({ PESSCARA_DATABASE_URL: 'my database', PESSCARA_DATA_DIR: temporaryFolder() });
    expect(end).toMatchObject({ code: 1, lineCount: 1 });
    expect(end.line).toContain('PESSCARA_DATABASE_URL');
  });

  it('when the database was used by a newer version', async () => {
    const newer = await makeDatabase();
    const client = new pg.Client({ connectionString: newer });
    await client.connect();
    await client.query(
      "insert into public.pesscara_migration (number, name) values (9999, '9999.future.sql')",
    );
    await client.end();
    const end = await refusal({ PESSCARA_DATABASE_URL: newer, PESSCARA_DATA_DIR: temporaryFolder() });
    expect(end).toMatchObject({ code: 1, lineCount: 1 });
    expect(end.line).toContain('newer PESSCARA');
    expect(end.line).toContain('9999');
  });

  it('when a setting is misspelt or out of range, with a line for each', async () => {
    const end = await refusal({
      PESSCARA_HTTP_PROT: '1',
      PESSCARA_MAX_ASSOCIATIONS: 'many',
      PESSCARA_DATA_DIR: temporaryFolder(),
    });
    expect(end).toMatchObject({ code: 1, lineCount: 2 });
  });

  it('when the certificate of the receiver does not exist', async () => {
    const dataDir = temporaryFolder();
    await mkdir(dataDir, { recursive: true });
    const end = await refusal({
      PESSCARA_DATABASE_URL: databaseUrl,
      PESSCARA_DATA_DIR: dataDir,
      PESSCARA_DICOM_TLS_PORT: '0',
      PESSCARA_DICOM_TLS_KEY: path.join(dataDir, 'none.key'),
      PESSCARA_DICOM_TLS_CERTIFICATE: path.join(dataDir, 'none.crt'),
    });
    expect(end).toMatchObject({ code: 1, lineCount: 1 });
    expect(end.line).toContain('none.key does not exist');
  });
});
