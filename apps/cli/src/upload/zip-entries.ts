import type { Readable } from 'node:stream';
import yauzl from 'yauzl';
import { CommandError } from '../failures.ts';
import type { LocalFile } from './local-file.ts';
import { looksLikeDicom, sniffBytes } from './sniff.ts';

async function firstBytes(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length >= sniffBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, sniffBytes);
}

/**
 * The files of a zip. Each read opens the archive for itself, so that a failed attempt can be repeated and no number of
 * archives is open at the same time; its entry says where it lies, so that costs no search.
 */
export async function* zipEntries(file: string, key: string): AsyncGenerator<LocalFile> {
  const archive = await opened(file);
  try {
    for await (const entry of archive.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue;
      const { fileName, uncompressedSize: sizeBytes } = entry;
      yield {
        place: `${file}: ${fileName}`,
        key: `${key}\n${fileName}`,
        sizeBytes,
        isDicom: looksLikeDicom(await firstBytes(await archive.openReadStreamPromise(entry))),
        isZipEntry: true,
        read: () => readEntry(file, entry),
      };
    }
  } finally {
    archive.close();
  }
}

async function opened(file: string): Promise<yauzl.ZipFile> {
  try {
    return await yauzl.openPromise(file, { autoClose: false, lazyEntries: true });
  } catch (error) {
    throw new CommandError(`${file} is a damaged zip: ${(error as Error).message}`);
  }
}

async function* readEntry(file: string, entry: yauzl.Entry): AsyncGenerator<Uint8Array> {
  const archive = await opened(file);
  try {
    yield* (await archive.openReadStreamPromise(entry)) as AsyncIterable<Uint8Array>;
  } finally {
    archive.close();
  }
}
