import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Names the processes of one test server, whatever becomes of their parent: every child inherits it. */
export const markVariable = 'PESSCARA_TEST_SERVER';

const serverAlone = path.join(import.meta.dirname, 'serve.ts');
const startProgram = path.join(import.meta.dirname, '../../bin/start.mjs');

// As start.mjs does: the program is read and compiled once, not by each of the hundred servers of a test run.
const compiled = path.join(import.meta.dirname, '../../../../node_modules/.cache/compiled');

export interface LaunchOptions {
  environment: Record<string, string>;
  /** Run bin/start.mjs, which builds the web app when its sources changed; otherwise the server alone. */
  viaStart?: boolean;
  /** Program and arguments to put in front, e.g. setpriv. */
  prefix?: readonly string[];
  args?: readonly string[];
}

/** A server as the operating system sees it. */
export interface ServerProcess {
  readonly child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Exit status, or the signal that ended it. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  isRunning(): boolean;
}

/** Starts a server process with nothing of this process's PESSCARA_* settings. */
export function launch({
  environment,
  viaStart = false,
  prefix = [],
  args = [],
}: LaunchOptions): ServerProcess {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(PESSCARA_|VITEST|NODE_OPTIONS)/.test(name)),
  );
  const [command = '', ...rest] = [
    ...prefix,
    process.execPath,
    viaStart ? startProgram : serverAlone,
    ...args,
  ];
  const child = spawn(command, rest, {
    env: { ...inherited, NODE_COMPILE_CACHE: compiled, ...environment },
    // Its standard input ends with this process, however that ends: serve.ts goes then, too.
    stdio: ['pipe', 'pipe', 'pipe'],
    cwd: '/',
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  let isRunning = true;
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      isRunning = false;
      resolve({ code, signal });
    });
  });
  return {
    child,
    stdout: () => Buffer.concat(out).toString(),
    stderr: () => Buffer.concat(err).toString(),
    ended,
    isRunning: () => isRunning,
  };
}

/** Runs a server that is expected to give up by itself. */
export async function launchToEnd(options: LaunchOptions) {
  const server = launch(options);
  const { code } = await server.ended;
  return { code, stdout: server.stdout(), stderr: server.stderr() };
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    // It ended, or belongs to another user and is none of ours.
    return '';
  }
}

/** What still runs of the servers that were started with this mark. Empty where there is no /proc. */
export function processesMarked(mark: string): number[] {
  if (!existsSync('/proc/self/environ')) return [];
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return pids.filter((pid) => environmentOf(pid).includes(`${markVariable}=${mark}`)).map(Number);
}

/** A field of /proc/<pid>/status in bytes, e.g. VmRSS or VmHWM. */
export function memoryOf(pid: number, field: 'VmRSS' | 'VmHWM' | 'RssAnon'): number {
  const line = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  if (line === null) throw new Error(`/proc/${pid}/status has no ${field}`);
  return Number(line[1]) * 1024;
}

/**
 * How far the memory of a process rises above what it holds now while something is done: its highest resident set
 * (VmHWM, whose mark is set back through clear_refs) less VmRSS before.
 */
export async function memoryRise(pid: number, work: () => Promise<void>): Promise<number> {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
  const before = memoryOf(pid, 'VmRSS');
  await work();
  return memoryOf(pid, 'VmHWM') - before;
}
