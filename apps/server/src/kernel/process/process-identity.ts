import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process of some machine, told apart from every other that has, had or will have its number. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
  readonly boot: string;
  readonly pidNamespace: string;
}

/** `elsewhere`: of another boot or pid namespace, so that nothing here tells whether it still runs. */
export type ProcessLife = 'this' | 'alive' | 'dead' | 'elsewhere';

// Undefined where there is no /proc, or where it hides what belongs to others.
function readProc(read: () => string): string | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

// Field 22 of /proc/<pid>/stat: ticks from boot to the start of the process; a pid used again differs in it.
function startOf(pid: number | 'self'): string | undefined {
  const text = readProc(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19];
}

/** This process. Without /proc it is known by its machine's name and its number alone. */
export function thisProcess(): ProcessIdentity {
  const boot =
    readProc(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')) ??
    createHash('sha256').update(hostname()).digest('hex');
  const pidNamespace = readProc(() => readlinkSync('/proc/self/ns/pid')) ?? '0';
  return {
    pid: process.pid,
    startedAt: startOf('self') ?? '0',
    boot: boot.replaceAll(/[^0-9a-f]/g, '').slice(0, 12),
    pidNamespace: pidNamespace.replaceAll(/[^0-9]/g, '') || '0',
  };
}

/** `<pid>~<start of the process>~<boot>~<pid namespace>`: fit for a file name or a column. */
export function nameOfProcess({ pid, startedAt, boot, pidNamespace }: ProcessIdentity): string {
  return [pid, startedAt, boot, pidNamespace].join('~');
}

/** Reads what `nameOfProcess` wrote; undefined for anything else. */
export function parseProcessName(name: string): ProcessIdentity | undefined {
  const [pid, startedAt, boot, pidNamespace, ...more] = name.split('~');
  if (!/^\d+$/.test(pid ?? '') || startedAt === undefined) return undefined;
  if (boot === undefined || pidNamespace === undefined || more.length > 0) return undefined;
  return { pid: Number(pid), startedAt, boot, pidNamespace };
}

/** Whether a process of this boot and pid namespace runs, and is the one that started then. */
export function isRunning({ pid, startedAt }: Pick<ProcessIdentity, 'pid' | 'startedAt'>): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Any other refusal means that it is there and belongs to another user.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const start = startOf(pid);
  return start === undefined || start === startedAt;
}

/** What `me` can say for certain of a process. */
export function lifeOf(one: ProcessIdentity, me: ProcessIdentity): ProcessLife {
  if (one.boot !== me.boot || one.pidNamespace !== me.pidNamespace) return 'elsewhere';
  if (one.pid === me.pid && one.startedAt === me.startedAt) return 'this';
  return isRunning(one) ? 'alive' : 'dead';
}
