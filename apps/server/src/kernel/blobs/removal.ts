import { mkdir, rename } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMissing, syncPath } from './files.ts';
import type { Filing } from './filing.ts';
import type { FinalFiles } from './final-files.ts';
import type { Locator } from './locator.ts';
import { hexOf } from './reading.ts';

const patienceMs = 60_000;
const lookAgainMs = 100;

export interface RemovalOptions {
  locator: Locator;
  filing: Filing;
  finalFiles: FinalFiles;
}

/**
 * Taking blobs away. Whoever finds that nothing names a blob cannot know that nobody is storing the same bytes at this
 * moment: so a blob is set aside first, where it is still read, and removed or taken back when that has settled.
 */
export function createRemoval({ locator, filing, finalFiles }: RemovalOptions) {
  // A blob that still lies in a landing would come back when that is filed or recovered.
  async function untilFiled(hex: string): Promise<void> {
    const startedAt = performance.now();
    while (await locator.isLanded(hex)) {
      await filing.fileNow();
      if (!(await locator.isLanded(hex))) return;
      if (performance.now() - startedAt > patienceMs)
        throw new Error(`Blob ${hex} is still in the landing of another process: try again later`);
      await sleep(lookAgainMs);
    }
  }

  async function moveIfThere(from: string, to: string): Promise<boolean> {
    try {
      await rename(from, to);
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  /** Sets a blob aside; nothing happens when it is not there. */
  async function setAside(sha256: Uint8Array): Promise<void> {
    const hex = hexOf(sha256);
    await untilFiled(hex);
    await mkdir(finalFiles.aside, { recursive: true });
    if (await moveIfThere(finalFiles.pathOf(hex), finalFiles.asidePathOf(hex))) {
      await syncPath(finalFiles.aside);
      await finalFiles.syncFolder(hex);
    }
  }

  /** Brings a blob back that was set aside. */
  async function takeBack(sha256: Uint8Array): Promise<void> {
    const hex = hexOf(sha256);
    if (await moveIfThere(finalFiles.asidePathOf(hex), finalFiles.pathOf(hex)))
      await finalFiles.syncNames([hex]);
  }

  /** Removes a blob that was set aside, for good. */
  async function removeAside(sha256: Uint8Array): Promise<void> {
    await finalFiles.removeIfThere(finalFiles.asidePathOf(hexOf(sha256)));
  }

  return {
    setAside,
    takeBack,
    removeAside,
    /** Removes a blob at once: for whoever knows that nobody else can be storing the same bytes. */
    async remove(sha256: Uint8Array): Promise<void> {
      await setAside(sha256);
      await removeAside(sha256);
    },
  };
}
