import { rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock/index.ts';
import type { Logger } from '../log/index.ts';
import { emptyBerthName, listBerths, renameBerth } from './berths.ts';
import { codeOf, isMissing } from './files.ts';
import type { Filing } from './filing.ts';
import type { Landing } from './landing.ts';

const lookMs = 10_000;
/** In the landing: since when leftovers are not to be kept. In a berth: when its own were overwritten. */
const markerName = 'erased';

export interface ErasingOptions {
  landingDirectory: string;
  berth: string;
  landing: Landing;
  filing: Filing;
  clock: Clock;
  log: Logger;
}

async function touched(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}

async function touch(path: string, at: Date): Promise<void> {
  await writeFile(path, '', { flag: 'a' });
  await utimes(path, at, at);
}

/**
 * Overwrites what removed blobs left in segments. Whoever asks leaves a mark in the landing, which every store on the folder
 * looks for: each overwrites its own segments; those that nobody uses are removed.
 */
export function createErasing({ landingDirectory, berth, landing, filing, clock, log }: ErasingOptions) {
  const asked = join(landingDirectory, markerName);
  const done = join(berth, markerName);
  let running: Promise<void> | undefined;

  async function eraseOwn(): Promise<void> {
    const since = clock.now();
    await filing.fileNow();
    await landing.eraseLeftovers();
    // What was in use is overwritten when it is filed, which this waits for.
    await filing.fileNow();
    await touch(done, since);
  }

  function eraseOnce(): Promise<void> {
    running ??= eraseOwn().finally(() => {
      running = undefined;
    });
    return running;
  }

  async function look(): Promise<void> {
    if ((await touched(asked)) > (await touched(done))) await eraseOnce();
  }

  async function removeEmptyBerths(): Promise<void> {
    for (const name of await listBerths(landingDirectory)) {
      if (!name.startsWith('empty~')) continue;
      // Under another name first, so that no store that starts now takes it.
      const doomed = `gone-${emptyBerthName()}`;
      if (await renameBerth(landingDirectory, name, doomed))
        await rm(join(landingDirectory, doomed), { recursive: true, force: true });
    }
  }

  const timer = setInterval(() => {
    look().catch((error: unknown) => {
      log.warn(
        { event: 'kernel.blobs.erasingFailed', code: codeOf(error) },
        'What removed blobs left behind cannot be overwritten; it is tried again',
      );
    });
  }, lookMs);
  timer.unref();

  return {
    /** Overwrites what removed blobs left: this store's when it resolves, other stores' within seconds. */
    async eraseLeftovers(): Promise<void> {
      await touch(asked, clock.now());
      await removeEmptyBerths();
      if (running !== undefined) await running;
      await eraseOnce();
    },
    stop: (): void => clearInterval(timer),
  };
}
