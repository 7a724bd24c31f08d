import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { makeSeries, type PhantomInstance, part10Of } from '@pesscara/phantom';
import { afterEach, describe, expect, it } from 'vitest';
import { type ApiAnswer, type ApiRequest, problemOf } from '../../apps/server/test/kit/api.ts';
import { makeProject } from '../../apps/server/test/kit/builders.ts';
import { multipartOf } from '../../apps/server/test/kit/multipart.ts';
import { echoes } from '../../apps/server/test/kit/sender.ts';
import { startServer } from '../../apps/server/test/kit/server.ts';
import { memoryRise } from '../../apps/server/test/kit/server-process.ts';
import { endlessBody, sayTo, type ZipEntry, zipOf } from './kit/bad-bodies.ts';

const mebibyte = 1024 * 1024;
const server = await startServer({ settings: { PESSCARA_LOG_LEVEL: 'trace' } });
await makeProject(server, 'bad');
const session = String((await server.api('POST', '/projects/bad/uploads')).body['id']);
let made = 0;

function freshFile(): Uint8Array {
  const [instance] = makeSeries({ kind: 't1', slices: 1, size: 64, seriesNumber: 500 + made++ });
  return part10Of(instance as PhantomInstance);
}

interface FileOutcome {
  name: string | null;
  outcome: string;
  reason: string | null;
}

async function upload(request: ApiRequest): Promise<ApiAnswer & { results: FileOutcome[] }> {
  const answer = await server.admin('POST', `/projects/bad/uploads/${session}/files`, request);
  return { ...answer, results: (answer.body['results'] ?? []) as FileOutcome[] };
}

async function uploadZip(entries: readonly ZipEntry[] | Uint8Array): Promise<FileOutcome[]> {
  const bytes = entries instanceof Uint8Array ? entries : zipOf(entries);
  const { status, results } = await upload({ bytes, contentType: 'application/zip' });
  expect(status).toBe(200);
  return results;
}

/** The body of the answer is a problem (RFC 9457) that says its status and what to do. */
function expectProblem(answer: ApiAnswer, status: number, kind: string): void {
  expect([answer.status, problemOf(answer)], answer.bytes.toString().slice(0, 500)).toEqual([status, kind]);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.body['status']).toBe(status);
  expect(String(answer.body['detail']).length).toBeGreaterThan(15);
}

let faultsBefore = 0;

afterEach(async () => {
  expect(await echoes(server)).toBe(true);
  expect((await server.api('GET', '/projects/bad')).status).toBe(200);
  const faults = server
    .output()
    .split('\n')
    .filter((line) => /"level":[56]0/.test(line));
  const fresh = faults.slice(faultsBefore).map((line) => line.slice(0, 600));
  faultsBefore = faults.length;
  expect(fresh).toEqual([]);
});

describe('a zip', () => {
  it('whose names lead out of it is unpacked to nowhere but the archive', async () => {
    const names = [
      '../../../../../../tmp/pesscara-slip.dcm',
      '/tmp/pesscara-slip.dcm',
      'C:\\pesscara-slip.dcm',
      '..\\..\\pesscara-slip.dcm',
      'a/../../pesscara-slip.dcm',
      'pesscara-slip.dcm\0.txt',
      Buffer.from([0xff, 0xfe, 0x2f, 0x2e, 0x2e]),
      'x'.repeat(60_000),
    ];
    const results = await uploadZip(names.map((name) => ({ name, bytes: freshFile() })));
    expect(results.map(({ outcome }) => outcome)).toEqual(names.map(() => 'stored'));
    expect(existsSync('/tmp/pesscara-slip.dcm')).toBe(false);
    const files = await readdir(server.dataDir, { recursive: true });
    expect(files.filter((name) => name.includes('slip'))).toEqual([]);
  });

  it('that is a bomb is given up early; what came whole before stays', async () => {
    const bombs: ZipEntry[] = [
      { name: 'zeros', bytes: Buffer.alloc(300 * mebibyte) },
      // The same behind a beginning that makes it an image, and with a lie about its size.
      { name: 'image', bytes: Buffer.concat([freshFile(), Buffer.alloc(300 * mebibyte)]) },
      { name: 'modest', bytes: Buffer.alloc(300 * mebibyte), statedPackedBytes: 200 * mebibyte },
    ];
    for (const bomb of bombs) {
      const bytes = zipOf([{ name: 'good', bytes: freshFile() }, bomb]);
      const rise = await memoryRise(server.pid, async () => {
        const results = await uploadZip(bytes);
        expect(results[0]).toMatchObject({ name: 'good', outcome: 'stored' });
        expect(results.at(-1), bomb.name.toString()).toMatchObject({ name: null, outcome: 'refused' });
        expect(results.at(-1)?.reason).toMatch(/tight|early|damaged/);
      });
      expect(rise, bomb.name.toString()).toBeLessThan(250 * mebibyte);
    }
  });

  it('within a zip is not opened, and one that is damaged, encrypted or odd is refused with its reason', async () => {
    const inner = zipOf([{ name: 'image', bytes: freshFile() }]);
    expect(await uploadZip([{ name: 'inner.zip', bytes: inner }])).toMatchObject([{ outcome: 'ignored' }]);
    const file = freshFile();
    const odd: (readonly ZipEntry[] | Uint8Array)[] = [
      Buffer.from('this is no zip at all'),
      Buffer.alloc(0),
      zipOf([{ name: 'cut', bytes: file }]).subarray(0, 1000),
      [{ name: 'encrypted', bytes: randomBytes(5000), flags: 1, method: 0 }],
      [{ name: 'unknown method', bytes: file, method: 99 }],
      [{ name: 'short', bytes: file, method: 0, statedPackedBytes: 0xfffffff0 }],
    ];
    for (const entries of odd) {
      const results = await uploadZip(entries);
      expect(results.at(-1)?.outcome).toMatch(/refused|ignored|held/);
      expect(results.filter(({ outcome }) => outcome === 'stored')).toEqual([]);
      expect((results.at(-1)?.reason ?? '').length).toBeGreaterThan(10);
    }
  });

  it('of very many files is answered for file by file, in bounded memory', async () => {
    const entries = Array.from({ length: 20_000 }, (_, index) => ({
      name: `${index}.txt`,
      bytes: Buffer.from('x'),
      method: 0,
    }));
    const rise = await memoryRise(server.pid, async () => {
      expect(await uploadZip(entries)).toHaveLength(20_000);
    });
    expect(rise).toBeLessThan(250 * mebibyte);
  });
});

describe('a multipart body', () => {
  const boundary = 'b0undary';
  const multipart = `multipart/related; type="application/dicom"; boundary=${boundary}`;
  const part = (headers: string, content: string | Uint8Array) =>
    Buffer.concat([
      Buffer.from(`\r\n--${boundary}\r\n${headers}${headers === '' ? '' : '\r\n'}\r\n`),
      Buffer.from(content),
    ]);
  const end = Buffer.from(`\r\n--${boundary}--\r\n`);
  const doors: [string, string][] = [
    ['upload', `/projects/bad/uploads/${session}/files`],
    ['STOW-RS', '/dicom-web/bad/studies'],
  ];

  it.each(doors)('without a boundary, or one that never comes, is no multipart body (%s)', async (_, at) => {
    const types = [
      'multipart/related',
      'multipart/related; type="application/dicom"; boundary=',
      `multipart/related; boundary=${'b'.repeat(201)}`,
      `multipart/related; boundary=another`,
    ];
    for (const contentType of types) {
      const bytes = Buffer.concat([part('Content-Type: application/dicom', freshFile()), end]);
      expectProblem(await server.admin('POST', at, { bytes, contentType }), 400, 'kernel/invalid-request');
    }
  });

  it.each(doors)('with headers without end, or an end that is missing, is refused (%s)', async (_, at) => {
    const bodies = [
      part(`X: ${'y'.repeat(200_000)}`, 'z'),
      part('X: y\r\n'.repeat(20_000), 'z'),
      Buffer.from(`\r\n--${boundary}\r\nContent-Type: application/dicom`),
      part('Content-Type: application/dicom', freshFile()),
      part('Content-Type: application/dicom', freshFile().subarray(0, 3000)),
      Buffer.from(`--${boundary}`),
      Buffer.alloc(0),
    ];
    for (const bytes of bodies)
      expectProblem(
        await server.admin('POST', at, { bytes, contentType: multipart }),
        400,
        'kernel/invalid-request',
      );
  });

  it.each(doors)('that says nothing for 300 MB is read past in bounded memory (%s)', async (_, at) => {
    const rise = await memoryRise(server.pid, async () => {
      const bytes = endlessBody('hello', Buffer.alloc(256 * 1024, 'n'), 300 * mebibyte);
      const answer = await server.admin('POST', at, { bytes, contentType: multipart });
      expectProblem(answer, 400, 'kernel/invalid-request');
    });
    expect(rise).toBeLessThan(150 * mebibyte);
  });

  it('in a multipart body is no image; parts without headers and with odd ones are read', async () => {
    const nested = multipartOf([{ bytes: freshFile() }]);
    const bytes = Buffer.concat([
      part(`Content-Type: ${nested.contentType}`, nested.bytes),
      part('', freshFile()),
      part('Content-Type: text/html; charset="nonsense\r\nContent-Location: \x01../../x', freshFile()),
      part('no colon here\r\n: nameless', 'Q'),
      end,
    ]);
    const answer = await upload({ bytes, contentType: multipart });
    expect(answer.results.map(({ outcome }) => outcome)).toEqual(['ignored', 'stored', 'stored', 'ignored']);
  });

  it('of very many empty parts is answered for in bounded memory', async () => {
    const rise = await memoryRise(server.pid, async () => {
      const bytes = Buffer.concat([...Array<Buffer>(20_000).fill(part('', '')), end]);
      const answer = await upload({ bytes, contentType: multipart });
      expect(answer.results).toHaveLength(20_000);
    });
    expect(rise).toBeLessThan(250 * mebibyte);
  });

  it('of another type than DICOM files is not taken by STOW-RS', async () => {
    for (const type of ['application/dicom+json', 'application/dicom+xml', 'text/plain'])
      expectProblem(
        await server.admin('POST', '/dicom-web/bad/studies', {
          bytes: Buffer.concat([part(`Content-Type: ${type}`, '[]'), end]),
          contentType: `multipart/related; type="${type}"; boundary=${boundary}`,
        }),
        415,
        'kernel/unsupported-media-type',
      );
    for (const contentType of ['application/json', 'text/plain', 'application/octet-stream'])
      expect(
        (await server.admin('POST', '/dicom-web/bad/studies', { bytes: '[]', contentType })).status,
      ).toBe(415);
  });
});

describe('a JSON body', () => {
  const post = (bytes: ApiRequest['bytes'] & {}, headers: Record<string, string> = {}) =>
    server.admin('POST', '/projects', { bytes, contentType: 'application/json', headers });

  it('that is huge is refused before it is read, with or without its length', async () => {
    const rise = await memoryRise(server.pid, async () => {
      for (let round = 0; round < 3; round++) {
        expectProblem(await post(`{"key":"${'x'.repeat(1.1 * mebibyte)}"}`), 413, 'kernel/too-large');
        // Whoever goes on sending may find the line closed before the answer is read.
        for (const body of [
          `{"key":"${'x'.repeat(40 * mebibyte)}"}`,
          endlessBody('{"key":"', Buffer.alloc(mebibyte, 'x'), 40 * mebibyte),
        ]) {
          const answer = await post(body).catch(() => undefined);
          if (answer !== undefined) expectProblem(answer, 413, 'kernel/too-large');
        }
      }
    });
    expect(rise).toBeLessThan(100 * mebibyte);
  });

  it('that is deep, crowded, no JSON or not what is asked for is told so', async () => {
    const bodies: (string | Uint8Array)[] = [
      '['.repeat(500_000),
      `${'['.repeat(500_000)}${']'.repeat(500_000)}`,
      `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
      `{${Array.from({ length: 100_000 }, (_, index) => `"${index}":1`).join()}}`,
      '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"x":1}}}',
      '{"key":"a","key":{"toString":null}}',
      '{"key":1e400,"name":-0}',
      Buffer.from([0x22, 0xff, 0xfe, 0x22]),
      '"\\ud800"',
      'null',
      '',
      'NaN',
      gzipSync('{"key":"packed","name":"Packed"}'),
    ];
    for (const bytes of bodies) {
      const answer = await post(bytes);
      expectProblem(answer, 400, 'kernel/invalid-request');
      expect(answer.bytes.length).toBeLessThan(64 * 1024);
    }
    const packed = await post(gzipSync('{"key":"packed","name":"Packed"}'), { 'content-encoding': 'gzip' });
    expectProblem(packed, 400, 'kernel/invalid-request');
  });

  it('with a NUL or a lone surrogate in its texts is stored by nobody and breaks nothing', async () => {
    for (const text of ['a\0b', '\ud800', '\u202e\u0007', 'x'.repeat(100_000)]) {
      const answers = [
        await server.api('POST', '/projects', { key: 'odd', name: text }),
        await server.api('PATCH', '/projects/bad', { description: text, version: 1 }),
        await server.api('POST', '/peers', { callingAe: 'ODD', name: text, description: text }),
        await server.api('POST', '/users', { userName: text, displayName: text, systemRoles: [] }),
        await server.api(
          'GET',
          `/projects/bad/series?q=${encodeURIComponent(text.toWellFormed()).slice(0, 3000)}`,
        ),
        await server.api('GET', `/search?q=${encodeURIComponent(text.toWellFormed()).slice(0, 3000)}`),
        await server.api(
          'GET',
          `/dicom-web/bad/studies?PatientName=${encodeURIComponent(text.toWellFormed()).slice(0, 3000)}`,
        ),
      ];
      expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
    }
  });
});

describe('what is hardly HTTP', () => {
  it('is answered with a status and hung up on', async () => {
    const lines = (...all: string[]) => `${all.join('\r\n')}\r\n\r\n`;
    const said = [
      'GARBAGE\r\n\r\n',
      lines('GET / HTTP/9.9', 'Host: x'),
      lines('GET /api/v1/health HTTP/1.1', 'Host: x', `X: ${'y'.repeat(100_000)}`),
      lines('POST /api/v1/projects HTTP/1.1', 'Host: x', 'Content-Length: 5', 'Transfer-Encoding: chunked'),
      lines('POST /api/v1/projects HTTP/1.1', 'Host: x', 'Content-Length: -1'),
      lines('POST /api/v1/projects HTTP/1.1', 'Host: x', 'Content-Length: 1', 'Content-Length: 2'),
      lines('GET /api/v1/\0 HTTP/1.1', 'Host: x'),
    ];
    for (const text of said) expect(await sayTo(server.url, text)).toMatch(/^HTTP\/1\.1 4\d\d /);
  });

  it('in its address is a problem like any other', async () => {
    for (const at of [
      '/%',
      '/%ff',
      '/projects/%00',
      `/projects/${'x'.repeat(5000)}`,
      '/projects/bad/series/%2e%2e',
    ]) {
      const answer = await server.api('GET', at);
      expect(answer.status, at).toBeGreaterThanOrEqual(400);
      expect(answer.status, at).toBeLessThan(500);
      expect(answer.headers.get('content-type'), at).toContain('application/problem+json');
    }
  });
});
