import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type PhantomInstance, part10Of } from '@pesscara/phantom';
import { expect } from 'vitest';
import { startServer, temporaryFolder } from '../../../server/test/kit/server.ts';
import { until } from '../../../server/test/kit/until.ts';

const program = path.join(import.meta.dirname, '../../bin/pesscara.js');

export interface Result {
  code: number | null;
  out: string;
  err: string;
  /** What --json printed. */
  json<T>(): T;
}

export interface RunOptions {
  input?: string;
  url?: string;
  /** Empty: none, so that the kept one counts. */
  token?: string;
  /** Ends the command by Ctrl-C once this is in its output. */
  interruptAt?: string;
}

export interface Case {
  id: string;
  instanceCount: number;
}

export interface Series {
  id: string;
  subjectCode: string;
  instanceCount: number;
}

/** Writes instances as files of a folder, with one that is no image. */
export async function writeFolder(instances: readonly PhantomInstance[]): Promise<string> {
  const folder = temporaryFolder('cli-files');
  await mkdir(path.join(folder, 'series'));
  for (const [at, instance] of instances.entries())
    await writeFile(path.join(folder, 'series', `${at}.dcm`), part10Of(instance));
  await writeFile(path.join(folder, 'notes.txt'), 'Not an image.');
  return folder;
}

function run(
  args: string[],
  env: NodeJS.ProcessEnv,
  { input = '', interruptAt }: RunOptions,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { env });
    let out = '';
    let err = '';
    let isInterrupted = false;
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      // Once: a second Ctrl-C ends the program at once.
      if (interruptAt !== undefined && !isInterrupted && out.includes(interruptAt))
        isInterrupted = child.kill('SIGINT');
    });
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err, json: <T>() => JSON.parse(out) as T }));
    child.stdin.end(input);
  });
}

/** A server, and `npx pesscara` as a person would run it against it, with a home of its own. */
export async function startCommandLine() {
  const server = await startServer();
  const home = temporaryFolder('cli-home');

  function pesscara(args: string[], options: RunOptions = {}): Promise<Result> {
    const { url = server.url, token = server.token } = options;
    const env: NodeJS.ProcessEnv = { PATH: process.env['PATH'], HOME: home, PESSCARA_URL: url };
    if (token !== '') env['PESSCARA_TOKEN'] = token;
    return run(args, env, options);
  }

  async function expectDone(args: string[], options?: RunOptions): Promise<Result> {
    const result = await pesscara(args, options);
    expect(result.code, `pesscara ${args.join(' ')}\n${result.err}${result.out}`).toBe(0);
    return result;
  }

  /** Asks until the answer satisfies. */
  function untilDone<T>(what: string, args: string[], satisfies: (answer: T) => boolean): Promise<T> {
    const probe = async () => {
      const answer = (await expectDone([...args, '--json'])).json<T>();
      return satisfies(answer) ? answer : undefined;
    };
    return until(what, probe, { everyMs: 300 });
  }

  return {
    server,
    pesscara,
    expectDone,
    untilDone,
    /** The open cases of a project, once they hold this many images. */
    openCases: (project: string, images: number) =>
      untilDone<Case[]>(
        `${images} images in quarantine`,
        ['quarantine', 'list', project],
        (cases) => cases.reduce((sum, one) => sum + one.instanceCount, 0) === images,
      ),
    releasedSeries: (project: string, count: number) =>
      untilDone<Series[]>(
        `${count} released series`,
        ['series', 'list', project],
        (series) => series.length === count,
      ),
  };
}
