import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock/index.ts';
import {
  lifeOf,
  nameOfProcess,
  type ProcessIdentity,
  parseProcessName,
  thisProcess,
} from '../process/index.ts';
import { isMissing } from './files.ts';

/**
 * A berth is one store's own folder under `landing/`: its segments and its temporary files. The folder's *name* says
 * whose it is, so that taking over a dead store's berth is one rename, which only one taker can win:
 * `<slot>~<pid>~<start of the process>~<boot>~<pid namespace>~<random>`, or `empty~<random>` after a clean end.
 */
export interface BerthOwner extends ProcessIdentity {
  readonly slot: string;
}

export type BerthState = 'mine' | 'alive' | 'dead' | 'unsure' | 'empty';

/** This process as the owner of a berth for `slot`; a slot is used by one store of a process at a time. */
export function thisOwner(slot: string): BerthOwner {
  if (!/^[a-z0-9-]{1,32}$/.test(slot))
    throw new Error(`A blob store's slot is of a–z, 0–9 and -, not ${slot}`);
  return { slot, ...thisProcess() };
}

export function nameOfBerth(owner: BerthOwner): string {
  return [owner.slot, nameOfProcess(owner), randomBytes(6).toString('hex')].join('~');
}

function parseName(name: string): BerthOwner | undefined {
  const [, slot = '', process = ''] = /^([^~]+)~(.+)~[^~]+$/.exec(name) ?? [];
  const owner = parseProcessName(process);
  return owner === undefined ? undefined : { slot, ...owner };
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
  const life = lifeOf(owner, me);
  // In this very process: the predecessor of a thread that was started again, or another thread at work.
  if (life === 'this') return owner.slot === me.slot ? 'mine' : 'alive';
  if (life !== 'elsewhere') return life;
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
