import { type Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isMissing } from './files.ts';

/** A blob's file as the sweep sees it. */
export interface ListedBlob {
  readonly sha256: Buffer;
  readonly sizeBytes: number;
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** The blobs in a folder whose `time` is before a moment. What vanishes while it looks is left out. */
async function olderIn(folder: string, time: 'mtime' | 'ctime', before: Date): Promise<ListedBlob[]> {
  const found: ListedBlob[] = [];
  for (const { name } of await entriesOf(folder)) {
    if (!/^[0-9a-f]{64}$/.test(name)) continue;
    try {
      const stats = await stat(path.join(folder, name));
      if (stats[time] < before) found.push({ sha256: Buffer.from(name, 'hex'), sizeBytes: stats.size });
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return found;
}

/**
 * Ways to look through the store. A look at a file costs one call of the system, and nothing is kept in memory beyond one of the
 * 256 folders: a million blobs take about a minute of a background thread.
 */
export function createListing(directory: string) {
  const root = path.join(directory, 'sha256');
  return {
    /** Filed blobs that were written before a moment, folder by folder. Those that are still landing are young. */
    async *listWrittenBefore(before: Date): AsyncGenerator<ListedBlob[]> {
      for (const { name } of await entriesOf(root)) {
        const listed = await olderIn(path.join(root, name), 'mtime', before);
        if (listed.length > 0) yield listed;
      }
    },
    /** Blobs that were set aside before a moment: the renaming is the last change of a file's entry. */
    listAsideBefore: (before: Date): Promise<ListedBlob[]> =>
      olderIn(path.join(directory, 'aside'), 'ctime', before),
    /** Whether anything is set aside. */
    hasAside: async (): Promise<boolean> => (await entriesOf(path.join(directory, 'aside'))).length > 0,
  };
}
