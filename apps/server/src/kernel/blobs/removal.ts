import { unlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMissing } from './files.ts';
import type { Filing } from './filing.ts';
import type { FinalFiles } from './final-files.ts';
import type { createLocator } from './locator.ts';
import { hexOf } from './reading.ts';

const patienceMs = 60_000;
const lookAgainMs = 100;

export interface RemovalOptions {
  locator: ReturnType<typeof createLocator>;
  filing: Filing;
  finalFiles: FinalFiles;
}

/** Taking blobs away for good. */
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

  /**
   * Removes a blob; no error when it is not there. The caller knows that nothing refers to it,
   * and that nobody stores the same bytes at this moment. Durable when it resolves.
   */
  async function remove(sha256: Uint8Array): Promise<void> {
    const hex = hexOf(sha256);
    await untilFiled(hex);
    try {
      await unlink(finalFiles.pathOf(hex));
      await finalFiles.syncFolder(hex);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  return { remove };
}
