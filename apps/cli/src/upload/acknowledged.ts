import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';

/**
 * What a server has acknowledged of earlier runs, so that a repeated command sends only the rest. The file holds hashes:
 * names of folders and files may name patients.
 */
export interface Acknowledged {
  has(key: string): boolean;
  add(keys: readonly string[]): Promise<void>;
  forget(): Promise<void>;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function readLines(file: string): Promise<string[]> {
  try {
    return (await readFile(file, 'utf8')).split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Opens the memory for one destination. */
export async function openAcknowledged(folder: string, destination: string): Promise<Acknowledged> {
  const file = path.join(folder, `${hashOf(destination).slice(0, 32)}.acknowledged`);
  const known = new Set(await readLines(file));
  return {
    has: (key) => known.has(hashOf(key)),
    async add(keys) {
      const hashes = keys.map(hashOf);
      for (const hash of hashes) known.add(hash);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await appendFile(file, hashes.map((hash) => `${hash}\n`).join(''), { mode: 0o600 });
    },
    async forget() {
      known.clear();
      await rm(file, { force: true });
    },
  };
}
