import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { mkdir, readdir, rename, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock/index.ts';
import { isMissing } from './files.ts';

/**
 * A berth is one store's own folder under `landing/`: its segments and its temporary files. The folder's *name* says
 * whose it is, so that taking over a dead store's berth is one rename, which only one taker can win:
 * `<slot>~<pid>~<start of the process>~<boot>~<pid namespace>~<random>`, or `empty~<random>` after a clean end.
 */
export interface BerthOwner {
  readonly slot: string;
  readonly pid: number;
  readonly startedAt: string;
  readonly boot: string;
  readonly pidNamespace: string;
}

export type BerthState = 'mine' | 'alive' | 'dead' | 'unsure' | 'empty';

function readOr(fallback: string, read: () => string): string {
  try {
    return read();
  } catch (error) {
    // Systems without /proc: the owner is then known by its pid alone.
    if (error instanceof Error) return fallback;
    throw error;
  }
}

// Field 22 of /proc/<pid>/stat: ticks from boot to the start of the process; a pid used again differs in it.
function startOf(pid: number | 'self'): string {
  const text = readOr('', () => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
}

/** This process as the owner of a berth for `slot`; a slot is used by one store of a process at a time. */
export function thisOwner(slot: string): BerthOwner {
  if (!/^[a-z0-9-]{1,32}$/.test(slot))
    throw new Error(`A blob store's slot is of a–z, 0–9 and -, not ${slot}`);
  const boot = readOr('0', () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
  const pidNamespace = readOr('0', () => readlinkSync('/proc/self/ns/pid'));
  return {
    slot,
    pid: process.pid,
    startedAt: startOf('self'),
    boot: boot.replaceAll(/[^0-9a-f]/g, '').slice(0, 12),
    pidNamespace: pidNamespace.replaceAll(/[^0-9]/g, '') || '0',
  };
}

export function nameOfBerth(owner: BerthOwner): string {
  const { slot, pid, startedAt, boot, pidNamespace } = owner;
  return [slot, pid, startedAt, boot, pidNamespace, randomBytes(6).toString('hex')].join('~');
}

function parseName(name: string): BerthOwner | undefined {
  const [slot, pid, startedAt, boot, pidNamespace, random] = name.split('~');
  if (slot === undefined || pid === undefined || startedAt === undefined) return undefined;
  if (boot === undefined || pidNamespace === undefined || random === undefined) return undefined;
  return { slot, pid: Number(pid), startedAt, boot, pidNamespace };
}

function isRunning(pid: number, startedAt: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return startOf(pid) === startedAt;
}

/**
 * Whose berth this is, seen from `me`. Within one boot and pid namespace it is known exactly; otherwise (another
 * container, another machine, a reboot) a berth whose heartbeat is older than `deadAfterMs` is dead, and a younger one unsure.
 */
export async function stateOfBerth(
  { landing, me, clock, deadAfterMs }: { landing: string; me: BerthOwner; clock: Clock; deadAfterMs: number },
  name: string,
): Promise<BerthState> {
  if (name.startsWith('empty~')) return 'empty';
  const owner = parseName(name);
  if (owner === undefined) return 'alive';
  if (owner.boot === me.boot && owner.pidNamespace === me.pidNamespace) {
    if (owner.pid !== me.pid || owner.startedAt !== me.startedAt)
      return isRunning(owner.pid, owner.startedAt) ? 'alive' : 'dead';
    // In this very process: the predecessor of a thread that was started again, or another thread at work.
    return owner.slot === me.slot ? 'mine' : 'alive';
  }
  const { mtimeMs } = await stat(join(landing, name));
  return clock.now().getTime() - mtimeMs > deadAfterMs ? 'dead' : 'unsure';
}

export async function listBerths(landing: string): Promise<string[]> {
  await mkdir(landing, { recursive: true });
  const entries = await readdir(landing, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

/** Takes a berth over, or marks it empty. False when another took it first. */
export async function renameBerth(landing: string, from: string, to: string): Promise<boolean> {
  try {
    await rename(join(landing, from), join(landing, to));
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

export function emptyBerthName(): string {
  return `empty~${randomBytes(6).toString('hex')}`;
}

/** The heartbeat that those in other namespaces go by. */
export async function touchBerth(path: string, clock: Clock): Promise<void> {
  const now = clock.now();
  await utimes(path, now, now);
}
