import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { makeSeries, type PhantomInstance, part10Of, patients } from '@pesscara/phantom';
import { afterAll, describe, expect, it } from 'vitest';
import { administratorPassword, startServer, temporaryFolder } from '../../server/test/kit/server.ts';
import { until } from '../../server/test/kit/until.ts';

const server = await startServer();
const program = path.join(import.meta.dirname, '../bin/pesscara.js');
const home = temporaryFolder('cli-home');

interface Result {
  code: number | null;
  out: string;
  err: string;
  /** What --json printed. */
  json<T>(): T;
}

interface RunOptions {
  input?: string;
  url?: string;
  token?: string | undefined;
  /** Ends the command by Ctrl-C once this is in its output. */
  interruptAt?: string;
}

/** Runs `npx pesscara …` as a person would, with a home of the test's own. */
function pesscara(
  args: string[],
  { input = '', url = server.url, token = server.token, interruptAt }: RunOptions = {},
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const env: NodeJS.ProcessEnv = { PATH: process.env['PATH'], HOME: home, PESSCARA_URL: url };
    if (token !== '') env['PESSCARA_TOKEN'] = token;
    const child = spawn(process.execPath, [program, ...args], { env });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (interruptAt !== undefined && out.includes(interruptAt)) child.kill('SIGINT');
    });
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err, json: <T>() => JSON.parse(out) as T }));
    child.stdin.end(input);
  });
}

async function expectDone(args: string[], options?: RunOptions): Promise<Result> {
  const result = await pesscara(args, options);
  expect(result.code, `pesscara ${args.join(' ')}\n${result.err}${result.out}`).toBe(0);
  return result;
}

/** Writes instances as files of a folder, with one that is no image. */
async function writeFolder(instances: readonly PhantomInstance[]): Promise<string> {
  const folder = temporaryFolder('cli-files');
  await mkdir(path.join(folder, 'series'));
  for (const [at, instance] of instances.entries())
    await writeFile(path.join(folder, 'series', `${at}.dcm`), part10Of(instance));
  await writeFile(path.join(folder, 'notes.txt'), 'Not an image.');
  return folder;
}

interface Case {
  id: string;
  instanceCount: number;
}

/** The open cases of a project, once they hold this many images. */
function openCases(project: string, images: number): Promise<Case[]> {
  return until(
    `${images} images in quarantine`,
    async () => {
      const cases = (await expectDone(['quarantine', 'list', project, '--json'])).json<Case[]>();
      return cases.reduce((sum, one) => sum + one.instanceCount, 0) === images ? cases : undefined;
    },
    { everyMs: 300 },
  );
}

interface Series {
  id: string;
  subjectCode: string;
  instanceCount: number;
}

function releasedSeries(project: string, count: number): Promise<Series[]> {
  return until(
    `${count} released series`,
    async () => {
      const series = (await expectDone(['series', 'list', project, '--json'])).json<Series[]>();
      return series.length === count ? series : undefined;
    },
    { everyMs: 300 },
  );
}

describe('signing in', () => {
  it('keeps a token for the server, uses it, and revokes it at the end', async () => {
    const signIn = ['login', '--user', 'admin', '--password-stdin'];
    const { out } = await expectDone(signIn, { input: `${administratorPassword}\n`, token: '' });
    expect(out).toContain('Signed in');
    expect((await expectDone(['whoami', '--json'], { token: '' })).json()).toMatchObject({
      account: { userName: 'admin' },
    });
    await expectDone(['logout'], { token: '' });
    expect(await pesscara(['whoami'], { token: '' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('pesscara login'),
    });
  });

  it('says what was wrong with a password, and shows none', async () => {
    const result = await pesscara(['login', '--user', 'admin', '--password-stdin'], {
      input: 'not-this-one',
      token: '',
    });
    expect(result.code).toBe(1);
    expect(result.err).toContain('accounts/sign-in-failed');
    expect(result.err + result.out).not.toContain('not-this-one');
  });
});

describe('upload', () => {
  it('sends a folder, leaves out what is no image, and sends nothing twice', async () => {
    await expectDone(['projects', 'create', 'up', '--name', 'Uploads', '--subject-prefix', 'UP']);
    const folder = await writeFolder(makeSeries({ kind: 't1', slices: 5 }));
    const first = await expectDone(['upload', folder, '--project', 'up', '--json']);
    expect(first.json()).toMatchObject({
      outcomes: { stored: 5 },
      notDicom: 1,
      sentBefore: 0,
      receipt: { counts: { received: 5 } },
    });
    const again = await expectDone(['upload', folder, '--project', 'up', '--json']);
    expect(again.json()).toMatchObject({ outcomes: {}, sentBefore: 5 });
    const fresh = await expectDone(['upload', folder, '--project', 'up', '--fresh', '--json']);
    expect(fresh.json()).toMatchObject({ outcomes: { duplicate: 5 } });
    expect(await openCases('up', 5)).toHaveLength(1);
  });

  it('fails with 1 for a project that is not there, and for a path that is not there', async () => {
    const folder = await writeFolder(makeSeries({ kind: 't1', slices: 1 }));
    expect(await pesscara(['upload', folder, '--project', 'nowhere'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('projects/project-not-found'),
    });
    expect(await pesscara(['upload', `${folder}/none`, '--project', 'up'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('ENOENT'),
    });
  });
});

/** A way to the server that breaks the first `breaks` requests with files in the middle. */
async function startShakyProxy(breaks: number): Promise<{ url: string; close(): void; broken(): number }> {
  let broken = 0;
  const proxy: Server = createServer((incoming, outgoing) => {
    const isFiles = incoming.url?.endsWith('/files') ?? false;
    if (isFiles && broken < breaks) {
      broken += 1;
      incoming.once('data', () => incoming.socket.destroy());
      return;
    }
    const { hostname, port } = new URL(server.url);
    const onward = httpRequest(
      { hostname, port, path: incoming.url, method: incoming.method, headers: incoming.headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const close = () => {
    proxy.close();
    proxy.closeAllConnections();
  };
  afterAll(close);
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, close, broken: () => broken };
}

describe('upload over a network that breaks', () => {
  it('tries again until every file is acknowledged', async () => {
    await expectDone(['projects', 'create', 'shaky']);
    const folder = await writeFolder(makeSeries({ kind: 't2', slices: 4 }));
    const proxy = await startShakyProxy(2);
    const result = await expectDone(['upload', folder, '--project', 'shaky', '--json'], { url: proxy.url });
    expect(result.json()).toMatchObject({ outcomes: { stored: 4 } });
    expect(proxy.broken()).toBe(2);
    expect((await openCases('shaky', 4))[0]?.instanceCount).toBe(4);
  });

  it('goes on, when it gave up, with what was not acknowledged', async () => {
    await expectDone(['projects', 'create', 'resumed']);
    // Two requests of 64 and 6 files; the way breaks once the first is through.
    const folder = await writeFolder(makeSeries({ kind: 'flair', slices: 70, size: 16 }));
    const steady = await startShakyProxy(0);
    const one = path.join(folder, 'series', '0.dcm');
    await expectDone(['upload', one, '--project', 'resumed'], { url: steady.url });
    const plan = await expectDone(['upload', folder, '--project', 'resumed', '--dry-run', '--json'], {
      url: steady.url,
    });
    expect(plan.json()).toMatchObject({ files: 69, sentBefore: 1 });
    steady.close();
    const stopped = await pesscara(['upload', folder, '--project', 'resumed', '--attempts', '1'], {
      url: steady.url,
    });
    expect(stopped).toMatchObject({ code: 1, err: expect.stringContaining('No answer') });
    const rest = await expectDone(['upload', folder, '--project', 'resumed', '--json']);
    expect(rest.json()).toMatchObject({ outcomes: { stored: 69, duplicate: 1 } });
  });
});

describe('from quarantine to disk', () => {
  it('reviews, finds, tags, describes and downloads', async () => {
    await expectDone(['projects', 'create', 'way', '--subject-prefix', 'WAY']);
    await expectDone([
      'upload',
      await writeFolder(makeSeries({ kind: 't1-post', slices: 3 })),
      '--project',
      'way',
    ]);
    const [waiting] = await openCases('way', 3);
    const shown = await expectDone(['quarantine', 'show', 'way', waiting?.id ?? '']);
    expect(shown.out).toContain('you may approve');
    const attributes = await expectDone(['quarantine', 'attributes', 'way', waiting?.id ?? '']);
    expect(attributes.out).toContain('PatientName');
    expect(attributes.out).not.toContain('Quillfeather');
    expect(await pesscara(['quarantine', 'reject', 'way', waiting?.id ?? ''])).toMatchObject({ code: 2 });
    await expectDone(['quarantine', 'approve', 'way', waiting?.id ?? '']);

    const [series] = await releasedSeries('way', 1);
    const id = series?.id ?? '';
    expect(series).toMatchObject({ instanceCount: 3, subjectCode: expect.stringMatching(/^WAY/) });
    await expectDone(['series', 'tag', 'way', id, '--add', 'keep']);
    expect(
      (await expectDone(['series', 'list', 'way', '--tag', 'keep', '--json'])).json<Series[]>(),
    ).toHaveLength(1);
    expect((await expectDone(['series', 'list', 'way', '--tag', 'lost', '--json'])).json<Series[]>()).toEqual(
      [],
    );
    expect((await expectDone(['series', 'header', 'way', id])).out).toContain('PatientIdentityRemoved');
    expect((await expectDone(['classification', 'show', 'way', id])).out).toMatch(/T1/);
    expect((await expectDone(['search', 'T1'])).out).toContain(id);

    const folder = temporaryFolder('cli-downloads');
    const { out } = await expectDone(['series', 'download', 'way', id, '--output', folder]);
    const file = out.trim();
    expect(path.dirname(file)).toBe(folder);
    expect((await readFile(file)).toString('latin1', 0, 2)).toBe('PK');
    expect(await pesscara(['series', 'download', 'way', id, '--output', file])).toMatchObject({
      code: 1,
      err: expect.stringContaining('--force'),
    });
    await expectDone(['series', 'download', 'way', id, '--output', file, '--force']);
  });
});

describe('send', () => {
  const to = () => ['--to', `PESSCARA@127.0.0.1:${server.dicomPort}`];

  it('asks whether a receiver answers, and says why it does not', async () => {
    expect((await expectDone(['send', '--echo', ...to()])).out).toContain('answers');
    expect(await pesscara(['send', '--echo', '--to', `OTHER@127.0.0.1:${server.dicomPort}`])).toMatchObject({
      code: 1,
      err: expect.stringContaining('OTHER rejects'),
    });
    expect(await pesscara(['send', '--echo', '--to', 'PESSCARA@127.0.0.1:1'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('No connection'),
    });
  });

  it('sends by C-STORE what routes then take, or hold', async () => {
    await expectDone(['projects', 'create', 'sent']);
    const routes = [
      {
        name: 'cli',
        enabled: true,
        match: { callingAe: 'PESSCARA_CLI' },
        project: 'sent',
        profile: null,
        tags: [],
        centre: null,
      },
    ];
    await expectDone(['routes', 'set', '-'], { input: JSON.stringify(routes) });
    expect(
      (await expectDone(['routes', 'test', '--calling-ae', 'PESSCARA_CLI', '--json'])).json(),
    ).toMatchObject({ matched: { name: 'cli' } });
    expect((await pesscara(['routes', 'test', '--calling-ae', 'OTHER'])).code).toBe(1);
    const folder = await writeFolder(makeSeries({ kind: 'ct', slices: 4, patient: patients.tollemache }));
    expect(
      (await expectDone(['send', folder, '--associations', '2', '--json', ...to()])).json(),
    ).toMatchObject({ sent: 4, notDicom: 1, failures: [] });
    await openCases('sent', 4);

    const stray = await writeFolder(makeSeries({ kind: 'ct', slices: 1, patient: patients.nakashiro }));
    await expectDone(['send', stray, '--from', 'STRANGER', ...to()]);
    const held = await until('a held object', async () => {
      const items = (await expectDone(['held', 'list', '--json'])).json<{ id: string; reason: string }[]>();
      return items[0];
    });
    expect(held.reason).toBe('no-route');
    await expectDone(['held', 'route', held.id, '--project', 'sent']);
    await openCases('sent', 5);
  });
});

describe('the audit trail', () => {
  it('is verified as it stands, from a file, and not when the file was altered', async () => {
    const intact = (await expectDone(['audit', 'verify', '--json'])).json<{ ok: boolean; size: number }>();
    expect(intact.ok).toBe(true);
    expect(intact.size).toBeGreaterThan(10);

    const folder = temporaryFolder('cli-audit');
    const { publicKey } = (await expectDone(['audit', 'checkpoints', '--json'])).json<{
      publicKey: string;
    }>();
    const file = (await expectDone(['audit', 'export', '--output', folder])).out.trim();
    await expectDone(['audit', 'verify', '--file', file, '--public-key', publicKey]);
    expect((await pesscara(['audit', 'verify', '--file', file])).code).toBe(2);

    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    const entry = lines.findLastIndex((line) => line.includes('"bytes"'));
    const altered = JSON.parse(lines[entry] ?? '{}') as { bytes: string };
    altered.bytes = Buffer.from(
      Buffer.from(altered.bytes, 'base64').toString().replace('"C"', '"R"').replace('"R"', '"D"'),
    ).toString('base64');
    lines[entry] = JSON.stringify({ ...altered, bytes: Buffer.from('{}').toString('base64') });
    await writeFile(file, `${lines.join('\n')}\n`);
    expect(await pesscara(['audit', 'verify', '--file', file, '--public-key', publicKey])).toMatchObject({
      code: 1,
      out: expect.stringContaining('NOT INTACT'),
    });
  });

  it('is listed for a project', async () => {
    expect((await expectDone(['audit', 'list', '--project', 'up'])).out).toContain('archive.upload.finished');
  });
});

describe('events', () => {
  it('are listed, and followed until Ctrl-C', async () => {
    const { items } = (await expectDone(['events', 'list', '--json'])).json<{
      items: { position: number; type: string }[];
    }>();
    expect(items.map((event) => event.type)).toContain('projects.project.created');
    const { code, out } = await pesscara(['events', 'tail', '--after', '0'], {
      interruptAt: 'projects.project.created',
    });
    expect(out).toContain('projects.project.created');
    expect(code).toBe(0);
  });
});

describe('administration', () => {
  it('makes users, members, tokens and peers', async () => {
    const { account } = (await expectDone(['users', 'create', 'bob', '--name', 'Bob', '--json'])).json<{
      account: { id: string };
    }>();
    await expectDone(['members', 'set', 'up', 'bob', 'viewer', 'reviewer']);
    expect((await expectDone(['members', 'list', 'up'])).out).toMatch(/bob +Bob +viewer reviewer/);
    expect(await pesscara(['members', 'set', 'up', 'bob', 'king'])).toMatchObject({ code: 1 });
    await expectDone(['members', 'remove', 'up', 'bob']);
    await expectDone(['users', 'update', account.id, '--disabled']);
    expect((await expectDone(['users', 'show', account.id, '--json'])).json()).toMatchObject({
      disabled: true,
    });

    const { id, token } = (
      await expectDone(['tokens', 'create', 'narrow', '--scope', 'archive:read', '--days', '1', '--json'])
    ).json<{ id: string; token: string }>();
    await expectDone(['projects', 'list'], { token });
    expect((await pesscara(['projects', 'create', 'other'], { token })).code).toBe(1);
    await expectDone(['tokens', 'revoke', id]);
    expect((await pesscara(['projects', 'list'], { token })).code).toBe(1);

    const peer = (await expectDone(['peers', 'add', 'SCANNER', '--address', '10.1.0.0/16', '--json'])).json<{
      id: string;
    }>();
    expect((await expectDone(['peers', 'update', peer.id, '--no-enabled', '--json'])).json()).toMatchObject({
      enabled: false,
      addresses: ['10.1.0.0/16'],
    });
    await expectDone(['peers', 'remove', peer.id]);
    expect((await expectDone(['profiles', 'list'])).out).toContain('basic');
    expect((await expectDone(['receivers'])).out).toContain(String(server.dicomPort));
    expect((await expectDone(['health'])).out).toContain('ready');
    expect((await expectDone(['overview', 'up'])).out).toContain('inQuarantine');
    expect(
      (
        await expectDone(['projects', 'update', 'up', '--description', 'new', '--second-reviewer', '--json'])
      ).json(),
    ).toMatchObject({ description: 'new', settings: { secondReviewer: true } });
  });
});
