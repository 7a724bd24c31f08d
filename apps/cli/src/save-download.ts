import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Client, download } from '@pesscara/api-client';
import { CommandError } from './failures.ts';
import type { Output } from './output.ts';
import { createProgress } from './progress.ts';
import type { Shell } from './shell.ts';

export interface SaveOptions {
  /** A file, a folder, or '-' for standard output; the working folder when absent. */
  output?: string | undefined;
  force?: boolean | undefined;
}

async function isFolder(name: string): Promise<boolean> {
  try {
    return (await stat(name)).isDirectory();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

async function exists(name: string): Promise<boolean> {
  try {
    await stat(name);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** Saves what a path of the API gives. A file under its name is whole: what comes is written beside it and renamed. */
export async function saveDownload(
  client: Client,
  shell: Shell,
  apiPath: string,
  options: SaveOptions,
): Promise<Output | undefined> {
  const { output = '.', force = false } = options;
  const file = await download(client, apiPath, shell.signal);
  const body = Readable.fromWeb(file.body as Parameters<typeof Readable.fromWeb>[0]);
  if (output === '-') {
    await pipeline(body, process.stdout, { end: false });
    return undefined;
  }
  const target = (await isFolder(output)) ? path.join(output, file.fileName ?? 'download') : output;
  if (!force && (await exists(target))) {
    body.destroy();
    throw new CommandError(`${target} exists already. Give another --output, or --force to replace it.`);
  }
  const half = `${target}.part`;
  const progress = createProgress(shell, { totalBytes: file.sizeBytes, label: path.basename(target) });
  let sizeBytes = 0;
  try {
    body.on('data', (chunk: Buffer) => {
      sizeBytes += chunk.length;
      progress.add(chunk.length);
    });
    await pipeline(body, createWriteStream(half), { signal: shell.signal });
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  } finally {
    progress.end();
  }
  await rename(half, target);
  return { value: { file: target, sizeBytes }, text: target };
}
