import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { isMissing, readFully, writeFully } from './files.ts';
import type { FinalFiles } from './final-files.ts';
import { readLanded } from './landed-reader.ts';
import { BlobMissing, type Locator } from './locator.ts';

export interface BlobRange {
  /** First byte; default 0. */
  start?: number;
  /** Byte after the last; default the end of the blob. */
  end?: number;
}

const chunkBytes = 256 * 1024;
// Filing and using a segment again while somebody reads happens once, not twice in a row.
const attempts = 4;

export interface ReadingOptions {
  locator: Locator;
  finalFiles: FinalFiles;
}

/** The ways to a blob's bytes. All throw BlobMissing (code ENOENT) when the store does not have it. */
export function createReading({ locator, finalFiles }: ReadingOptions) {
  /** Either the open file, or the landed bytes of the range. */
  async function obtain(hex: string, { start = 0, end }: BlobRange): Promise<FileHandle | Buffer> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const location = await locator.locate(hex);
      if (location.kind === 'file') return location.handle;
      const { place } = location;
      const bytes = await readLanded(
        place,
        start,
        Math.min(end ?? place.record.sizeBytes, place.record.sizeBytes),
      );
      if (bytes !== undefined) return bytes;
    }
    throw new BlobMissing(hex);
  }

  async function* chunksOf(hex: string, range: BlobRange): AsyncGenerator<Buffer> {
    const source = await obtain(hex, range);
    if (Buffer.isBuffer(source)) {
      yield source;
      return;
    }
    try {
      const end = range.end ?? Number.POSITIVE_INFINITY;
      for (let position = range.start ?? 0; position < end; ) {
        const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, end - position));
        const { bytesRead } = await source.read(chunk, 0, chunk.length, position);
        if (bytesRead === 0) return;
        yield chunk.subarray(0, bytesRead);
        position += bytesRead;
      }
    } finally {
      await source.close();
    }
  }

  /** The bytes as a stream, from `start` up to, not including, `end`. */
  function read(sha256: Uint8Array, range: BlobRange = {}): Readable {
    return Readable.from(chunksOf(hexOf(sha256), range), { objectMode: false });
  }

  /** Bytes `[start, end)`; fewer where the blob ends. */
  async function readBytes(sha256: Uint8Array, start: number, end: number): Promise<Buffer> {
    const source = await obtain(hexOf(sha256), { start, end });
    if (Buffer.isBuffer(source)) return source;
    try {
      const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(end, (await source.stat()).size) - start));
      return bytes.subarray(0, await readFully(source, bytes, 0, bytes.length, start));
    } finally {
      await source.close();
    }
  }

  /** A local file with exactly the blob's bytes, for programs that want a path. Not to be written to. */
  async function path(sha256: Uint8Array): Promise<string> {
    const hex = hexOf(sha256);
    const source = await obtain(hex, {});
    if (!Buffer.isBuffer(source)) await source.close();
    else await publishCopy(hex, source);
    return finalFiles.pathOf(hex);
  }

  // The landing goes on being what makes the blob durable: the owner syncs this file when it files the segment.
  async function publishCopy(hex: string, bytes: Buffer): Promise<void> {
    const temporary = await finalFiles.createTemporary('buffered');
    try {
      await writeFully(temporary.handle, bytes, 0, bytes.length, 0);
      await finalFiles.publish(temporary.path, hex);
    } finally {
      await temporary.handle.close();
      await finalFiles.removeIfThere(temporary.path);
    }
  }

  async function has(sha256: Uint8Array): Promise<boolean> {
    const hex = hexOf(sha256);
    try {
      const location = await locator.locate(hex);
      if (location.kind === 'file') await location.handle.close();
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  return { read, readBytes, path, has };
}

export function hexOf(sha256: Uint8Array): string {
  if (sha256.length !== 32)
    throw new Error(`A blob's name is a SHA-256 of 32 bytes, not of ${sha256.length}`);
  return Buffer.from(sha256.buffer, sha256.byteOffset, sha256.byteLength).toString('hex');
}
