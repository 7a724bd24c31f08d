import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { makeSeries } from '@pesscara/phantom';
import { describe, expect, it } from 'vitest';
import { afterwards } from '../../server/test/kit/afterwards.ts';
import { administratorPassword } from '../../server/test/kit/server.ts';
import { startCommandLine, writeFolder } from './kit/command-line.ts';

const { server, pesscara, expectDone, openCases } = await startCommandLine();

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
      err: expect.stringContaining('There is no file'),
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
  afterwards(close);
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
