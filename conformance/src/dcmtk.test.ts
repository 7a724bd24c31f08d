import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { makeSeries } from '@pesscara/phantom';
import { describe, expect, it } from 'vitest';
import { itemsOf } from '../../apps/server/test/kit/api.ts';
import { query } from '../../apps/server/test/kit/archived-objects.ts';
import {
  makeProject,
  openCases,
  releaseAll,
  releasedFiles,
  saveRoutes,
} from '../../apps/server/test/kit/builders.ts';
import { hasOpenssl, makeAuthority } from '../../apps/server/test/kit/certificates.ts';
import { pixelsOf, readPart10 } from '../../apps/server/test/kit/objects.ts';
import { echoes, hasDcmtk, run, storescu, writeFiles } from '../../apps/server/test/kit/sender.ts';
import { startServer, temporaryFolder } from '../../apps/server/test/kit/server.ts';
import { memoryOf } from '../../apps/server/test/kit/server-process.ts';
import { until } from '../../apps/server/test/kit/until.ts';
import { slowLine } from './kit/slow-line.ts';

const mebibyte = 1024 * 1024;

describe.skipIf(!hasDcmtk)('dcmtk', async () => {
  if (!hasDcmtk) return;
  const authority = hasOpenssl ? makeAuthority() : undefined;
  const own = authority?.issue('receiver');
  const server = await startServer({
    settings:
      own === undefined || authority === undefined
        ? {}
        : {
            PESSCARA_DICOM_TLS_PORT: '0',
            PESSCARA_DICOM_TLS_KEY: own.keyFile,
            PESSCARA_DICOM_TLS_CERTIFICATE: own.certificateFile,
            PESSCARA_DICOM_TLS_AUTHORITIES: authority.certificateFile,
          },
  });
  const projects = ['plain', 'secure', 'parallel', 'aborted', 'slow', 'killed'];
  for (const key of projects) await makeProject(server, key);
  await saveRoutes(
    server,
    projects.map((project) => ({ project, match: { callingAe: project.toUpperCase() } })),
  );

  const countIn = async (project: string) => {
    const [row] = await query<{ count: number }>(
      server,
      'select count(*)::int as count from archive.instance i join projects.project p on p.id = i.project_id where p.key = $1',
      [project],
    );
    return row?.count ?? 0;
  };

  it('echoes, and is told properly that there is nothing to find or to move', async () => {
    const at = ['-aec', 'PESSCARA', '127.0.0.1', String(server.dicomPort)];
    expect((await run('echoscu', at)).code).toBe(0);
    const found = await run('findscu', ['-v', '-S', '-k', 'QueryRetrieveLevel=STUDY', ...at]);
    expect(found.output).toMatch(/No Acceptable Presentation Contexts/i);
    const wrongTitle = await run('echoscu', ['-aec', 'ELSEWHERE', '127.0.0.1', String(server.dicomPort)]);
    expect(wrongTitle.output).toContain('Called AE Title Not Recognized');
    expect(await echoes(server)).toBe(true);
  });

  it('sends whole series, and its dcmdump reads every file that we made of them', async () => {
    const sent = [
      ...makeSeries({ kind: 'flair', slices: 3 }),
      ...makeSeries({ kind: 'dsc', slices: 2, timePoints: 3, seriesNumber: 2 }),
    ];
    const { code, successes } = await storescu(server, await writeFiles(sent), { callingAe: 'PLAIN' });
    expect({ code, successes }).toEqual({ code: 0, successes: 9 });
    await releaseAll(server, 'plain', { count: 2, instances: 9 });
    const folder = temporaryFolder('dump');
    for (const [index, bytes] of (await releasedFiles(server, 'plain')).entries()) {
      const file = path.join(folder, `${index}.dcm`);
      await writeFile(file, bytes);
      const dump = await run('dcmdump', ['-q', file]);
      expect({ code: dump.code, output: dump.output.slice(0, 300) }).toEqual({
        code: 0,
        output: expect.stringContaining('# Dicom-File-Format') as string,
      });
      expect(dump.output).not.toMatch(/^[EW]: /m);
    }
  });

  it.skipIf(!hasOpenssl)('sends over TLS with its certificate, and is kept out without', async () => {
    if (authority === undefined) return;
    const scanner = authority.issue('scanner');
    const files = await writeFiles(makeSeries({ kind: 't2', slices: 3 }));
    const port = server.dicomTlsPort ?? 0;
    const secure = await storescu(
      server,
      ['+tls', scanner.keyFile, scanner.certificateFile, '+cf', authority.certificateFile, ...files],
      { callingAe: 'SECURE', port },
    );
    expect({ code: secure.code, successes: secure.successes }, secure.output).toEqual({
      code: 0,
      successes: 3,
    });
    const [association] = itemsOf(await server.api('GET', '/associations'));
    expect(association).toMatchObject({ callingAe: 'SECURE', tls: true });
    const anonymous = await storescu(
      server,
      ['--anonymous-tls', '+cf', authority.certificateFile, ...files],
      { callingAe: 'SECURE', port },
    );
    expect(anonymous.code).not.toBe(0);
    const plain = await storescu(server, files, { callingAe: 'SECURE', port });
    expect(plain.code).not.toBe(0);
    expect(await echoes(server)).toBe(true);
  });

  it('sends over four associations at once, and not one instance is lost or doubled', async () => {
    const shares = [1, 2, 3, 4].map((seriesNumber) =>
      makeSeries({ kind: 'ct', slices: 60, size: 64, seriesNumber }),
    );
    const folders = await Promise.all(shares.map((share) => writeFiles(share)));
    const ends = await Promise.all(
      folders.map((files) => storescu(server, files, { callingAe: 'PARALLEL' })),
    );
    expect(ends.map(({ code, successes }) => [code, successes])).toEqual([
      [0, 60],
      [0, 60],
      [0, 60],
      [0, 60],
    ]);
    await releaseAll(server, 'parallel', { count: 4, instances: 240 });
    const received = (await releasedFiles(server, 'parallel')).map((file) =>
      readPart10(file).pixels().toString('base64'),
    );
    expect(received.sort()).toEqual(
      shares
        .flat()
        .map((one) => pixelsOf(one).toString('base64'))
        .sort(),
    );
  });

  it('aborts instead of releasing: what was acknowledged stays', async () => {
    const { successes } = await storescu(
      server,
      ['--abort', ...(await writeFiles(makeSeries({ kind: 'adc', slices: 4 })))],
      { callingAe: 'ABORTED' },
    );
    expect(successes).toBe(4);
    await openCases(server, 'aborted', { count: 1, instances: 4 });
    const aborted = await until('the association to be over', async () => {
      const [last] = itemsOf(await server.api('GET', '/associations'));
      return last?.['endedAt'] !== null && last;
    });
    expect(aborted).toMatchObject({ callingAe: 'ABORTED', receivedCount: 4 });
    expect(aborted['outcome']).not.toBe('released');
  });

  it('is killed in the middle of a send, and sends the rest later', async () => {
    const sent = makeSeries({ kind: 'ct', slices: 40, size: 256 });
    const files = await writeFiles(sent);
    const port = await slowLine(server.dicomPort, { pieceBytes: 32 * 1024, everyMs: 2 });
    const first = spawn(
      'storescu',
      ['-aet', 'KILLED', '-aec', 'PESSCARA', '127.0.0.1', String(port), ...files],
      { stdio: 'ignore' },
    );
    const ended = new Promise((resolve) => first.once('close', resolve));
    await until('some instances to be there', async () => (await countIn('killed')) > 3);
    first.kill('SIGKILL');
    await ended;
    const before = await countIn('killed');
    expect(before).toBeLessThan(40);
    const { successes } = await storescu(server, files, { callingAe: 'KILLED' });
    expect(successes).toBe(40);
    await openCases(server, 'killed', { count: 1, instances: 40 });
    expect(await countIn('killed')).toBe(40);
  });

  it('sends over a slow line in small pieces', async () => {
    const port = await slowLine(server.dicomPort, { pieceBytes: 700, everyMs: 1 });
    const files = await writeFiles(makeSeries({ kind: 't1', slices: 4, size: 64 }));
    const { code, successes } = await storescu(server, ['-pdu', '4096', '--max-send-pdu', '4096', ...files], {
      callingAe: 'SLOW',
      port,
    });
    expect({ code, successes }).toEqual({ code: 0, successes: 4 });
    await openCases(server, 'slow', { count: 1, instances: 4 });
  });

  it('finds the receiver alive and its memory small after senders that talk nonsense', async () => {
    const before = memoryOf(server.pid, 'VmRSS');
    const longPdu = Buffer.concat([Buffer.of(1, 0, 0xff, 0xff, 0xff, 0xff), randomBytes(64 * 1024)]);
    const associateHead = Buffer.of(1, 0, 0, 0, 0, 205, 0, 1, 0, 0);
    const nonsense = [
      Buffer.alloc(0),
      randomBytes(100_000),
      Buffer.from('GET / HTTP/1.1\r\nHost: pesscara\r\n\r\n'),
      Buffer.from('160301020001000', 'hex'),
      longPdu,
      Buffer.concat([associateHead, randomBytes(203)]),
      Buffer.concat([Buffer.of(4, 0, 0, 0, 0, 12), randomBytes(12)]),
      Buffer.of(5, 0, 0, 0, 0, 4, 0, 0, 0, 0),
      Buffer.of(7, 0, 0, 0, 0, 4, 0, 0, 0, 0),
      Buffer.concat(Array.from({ length: 200 }, () => Buffer.of(2, 0, 0, 0, 0, 0))),
    ];
    for (const bytes of nonsense) expect(await answerTo(server.dicomPort, bytes)).toBe('closed');
    expect(await echoes(server)).toBe(true);
    expect(memoryOf(server.pid, 'VmRSS') - before).toBeLessThan(100 * mebibyte);
  });
});

/** Sends bytes and waits until the receiver hangs up. */
function answerTo(port: number, bytes: Buffer): Promise<'closed'> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      // An empty message is one that never comes: our half is closed at once.
      if (bytes.length === 0) socket.end();
      else socket.write(bytes);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve('closed'));
    socket.resume();
  });
}
