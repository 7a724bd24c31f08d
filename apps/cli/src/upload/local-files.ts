import { createReadStream } from 'node:fs';
import { open, opendir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { LocalFile } from './local-file.ts';
import { looksLikeDicom, sniffBytes } from './sniff.ts';
import { zipEntries } from './zip-entries.ts';

// Of the local file header that a zip begins with. A DICOM preamble may hold anything, this too.
const zipSignature = 'PK\u0003\u0004';

async function firstBytes(file: string): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(sniffBytes), 0, sniffBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** One path that is a file: itself, or the entries of the zip that it is. */
async function* filesAt(file: string): AsyncGenerator<LocalFile> {
  const { size, mtimeMs } = await stat(file);
  const head = await firstBytes(file);
  const key = `${path.resolve(file)}\n${size}\n${mtimeMs}`;
  if (head.toString('latin1', 0, 4) === zipSignature && path.extname(file).toLowerCase() !== '.dcm') {
    yield* zipEntries(file, key);
    return;
  }
  yield {
    place: file,
    key,
    sizeBytes: size,
    isDicom: looksLikeDicom(head),
    isZipEntry: false,
    read: () => createReadStream(file),
  };
}

async function* filesBelow(folder: string): AsyncGenerator<string> {
  const entries: { name: string; isFolder: boolean }[] = [];
  for await (const entry of await opendir(folder)) {
    // Links are not followed: they may lead round in a circle, or out of what was meant.
    if (entry.isDirectory()) entries.push({ name: entry.name, isFolder: true });
    else if (entry.isFile()) entries.push({ name: entry.name, isFolder: false });
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, isFolder } of entries) {
    const place = path.join(folder, name);
    if (isFolder) yield* filesBelow(place);
    else yield place;
  }
}

/** Every file under these paths, folders and zips opened, in a stable order. @throws for a path that is not there */
export async function* localFiles(paths: readonly string[]): AsyncGenerator<LocalFile> {
  for (const start of paths) {
    const isFolder = (await stat(start)).isDirectory();
    if (!isFolder) yield* filesAt(start);
    else for await (const file of filesBelow(start)) yield* filesAt(file);
  }
}
