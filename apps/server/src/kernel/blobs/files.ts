import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** Past the page cache: the blob's bytes go from our memory to the disk. 0 where the system has no such thing. */
export const directFlag: number = constants.O_DIRECT ?? 0;

/** Writes all of `bytes[0, length)` at `position`; the system may take less than asked in one go. */
export async function writeFully(
  handle: FileHandle,
  bytes: Uint8Array,
  start: number,
  length: number,
  position: number,
): Promise<void> {
  let written = 0;
  while (written < length) {
    const { bytesWritten } = await handle.write(bytes, start + written, length - written, position + written);
    written += bytesWritten;
  }
}

/** Reads up to `length` bytes into `bytes` at `start`; less only where the file ends. */
export async function readFully(
  handle: FileHandle,
  bytes: Uint8Array,
  start: number,
  length: number,
  position: number,
): Promise<number> {
  let taken = 0;
  while (taken < length) {
    const { bytesRead } = await handle.read(bytes, start + taken, length - taken, position + taken);
    if (bytesRead === 0) break;
    taken += bytesRead;
  }
  return taken;
}

/** Opens with `flags | O_DIRECT`, or without it where the file system refuses (tmpfs, some network shares). */
export async function openDirect(path: string, flags: number, mode = 0o600): Promise<FileHandle> {
  try {
    return await open(path, flags | directFlag, mode);
  } catch (error) {
    if (codeOf(error) !== 'EINVAL' || directFlag === 0) throw error;
    // The refusal comes after the file was made: the second try must not insist on making it.
    return open(path, flags & ~constants.O_EXCL, mode);
  }
}

/** Makes what a file or directory holds durable. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The system's error code, e.g. ENOENT. */
export function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}

export function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}
