import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock/index.ts';
import type { Logger } from '../log/index.ts';
import {
  emptyBerthName,
  listBerths,
  nameOfBerth,
  renameBerth,
  stateOfBerth,
  thisOwner,
  touchBerth,
} from './berths.ts';
import { codeOf, isMissing } from './files.ts';
import type { FinalFiles } from './final-files.ts';
import { recoverBerth } from './recovery.ts';
import type { Staging } from './staging.ts';

const heartbeatMs = 10_000;
const reviewMs = 60_000;
/** A berth in another namespace is dead when its heartbeat is older than this. */
const deadAfterMs = 60_000;
/** Empty berths kept for stores that start later; more are only disk taken for nothing. */
const keptEmptyCount = 4;

export interface BerthOptions {
  landing: string;
  slot: string;
  /** Whether this store lands blobs: only then it takes an empty berth with its segments. */
  wantsSegments: boolean;
  finalFiles: FinalFiles;
  staging: Staging;
  clock: Clock;
  log: Logger;
}

/**
 * Takes a berth of its own for a store, after whatever dead stores left in theirs was recovered;
 * goes on recovering those that die later, and beats for its own.
 */
export async function takeBerth(options: BerthOptions) {
  const { landing, slot, wantsSegments, finalFiles, staging, clock, log } = options;
  const me = thisOwner(slot);

  async function recover(name: string): Promise<void> {
    const recovered = await recoverBerth(join(landing, name), finalFiles, staging);
    if (recovered.restored > 0 || recovered.unfinished > 0)
      log.info(
        { event: 'kernel.blobs.recovered', ...recovered },
        'Blobs of a store that ended early are filed',
      );
  }

  /** Recovers a dead berth under our name, so that it is dead again if we die in it; then anyone may take it. */
  async function recoverDead(name: string): Promise<void> {
    const ours = nameOfBerth({ ...me, slot: `${slot}-recovery` });
    if (!(await renameBerth(landing, name, ours))) return;
    await recover(ours);
    await rm(join(landing, ours, 'temporary'), { recursive: true, force: true });
    await renameBerth(landing, ours, emptyBerthName());
  }

  async function review(mine?: string): Promise<void> {
    for (const name of await listBerths(landing)) {
      if (name === mine) continue;
      try {
        const state = await stateOfBerth({ landing, me, clock, deadAfterMs }, name);
        if (state === 'dead' || state === 'mine') await recoverDead(name);
        // It may live elsewhere: what it holds is filed, the berth itself left alone.
        else if (state === 'unsure') await recover(name);
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    }
  }

  async function moor(): Promise<string> {
    const name = nameOfBerth(me);
    const empty = (await listBerths(landing)).filter((berth) => berth.startsWith('empty~'));
    for (const extra of empty.splice(keptEmptyCount))
      await rm(join(landing, extra), { recursive: true, force: true });
    for (const berth of wantsSegments ? empty : []) if (await renameBerth(landing, berth, name)) return name;
    await mkdir(join(landing, name));
    return name;
  }

  await review();
  const mine = await moor();
  const path = join(landing, mine);
  await mkdir(join(path, 'temporary'), { recursive: true });

  function inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => {
      log.warn(
        { event: 'kernel.blobs.berthFailed', code: codeOf(error) },
        'Landing berths cannot be looked after',
      );
    });
  }
  const timers = [
    setInterval(() => inBackground(touchBerth(path, clock)), heartbeatMs),
    setInterval(() => inBackground(review(mine)), reviewMs),
  ];
  for (const timer of timers) timer.unref();

  function stop(): void {
    for (const timer of timers) clearInterval(timer);
  }

  /** Leaves a berth in which nothing waits: the next store takes it without reading it. */
  async function leave(): Promise<void> {
    stop();
    await rm(join(path, 'temporary'), { recursive: true, force: true });
    await renameBerth(landing, mine, emptyBerthName());
  }

  return { path, stop, leave };
}

export type Berth = Awaited<ReturnType<typeof takeBerth>>;
