import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Clock, later } from '../kernel/clock/index.ts';

const leftoverAgeMs = 24 * 3_600_000;

/** Makes the folder of conversions under way, and removes what a killed process left there a day ago or more. */
export async function openWorkDirectory(directory: string, clock: Clock): Promise<string> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const oldest = later(clock.now(), -leftoverAgeMs);
  for (const name of await readdir(directory)) {
    const entry = path.join(directory, name);
    if ((await stat(entry)).mtime < oldest) await rm(entry, { recursive: true, force: true });
  }
  return directory;
}
