import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing, openDirect, syncPath, writeFully } from './files.ts';
import { blockBytes, roundUpToBlock } from './format.ts';

/** A file that is being written under a temporary name; nobody sees it under its own before it is whole. */
export interface TemporaryFile {
  readonly path: string;
  readonly handle: FileHandle;
}

/**
 * The content-addressed files `<directory>/sha256/ab/<hex>`. One level of folders: a second one costs a folder, its blocks and a sync for nearly every blob, which measured as much as writing the blob, and 256 folders carry many millions of files.
 */
export function createFinalFiles({
  directory,
  temporaryDirectory,
}: {
  directory: string;
  temporaryDirectory: () => string;
}) {
  const root = join(directory, 'sha256');
  const aside = join(directory, 'aside');
  const madeFolders = new Set<string>();
  // Folders whose whole chain of names this process has made durable.
  const durableFolders = new Set<string>();

  function folderOf(hex: string): string {
    return join(root, hex.slice(0, 2));
  }

  function pathOf(hex: string): string {
    return join(folderOf(hex), hex);
  }

  /** `direct` wants block-aligned memory and lengths; `buffered` takes any. */
  async function createTemporary(way: 'direct' | 'buffered'): Promise<TemporaryFile> {
    const path = join(temporaryDirectory(), randomBytes(12).toString('hex'));
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
    return {
      path,
      handle: way === 'direct' ? await openDirect(path, flags) : await open(path, flags, 0o600),
    };
  }

  /** Gives a whole temporary file its name. Readers see it from here on; durable after `syncNames`. */
  async function publish(temporaryPath: string, hex: string): Promise<void> {
    const folder = folderOf(hex);
    if (!madeFolders.has(folder)) {
      await mkdir(folder, { recursive: true });
      madeFolders.add(folder);
    }
    await rename(temporaryPath, pathOf(hex));
  }

  /** Makes the names of these blobs durable: their folders, and the folders above once for each. */
  async function syncNames(hexes: Iterable<string>): Promise<void> {
    const folders = new Set<string>();
    const fresh = new Set<string>();
    for (const hex of hexes) {
      const folder = folderOf(hex);
      folders.add(folder);
      if (durableFolders.has(folder)) continue;
      fresh.add(folder);
      folders.add(root);
    }
    for (const folder of folders) await syncPath(folder);
    for (const folder of fresh) durableFolders.add(folder);
  }

  async function hasSize(hex: string, sizeBytes: number): Promise<boolean> {
    try {
      return (await stat(pathOf(hex))).size === sizeBytes;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  /**
   * Writes a blob that lies in one piece of block-aligned memory at `bytes[blockBytes…]` and publishes it. Gives its
   * open file, which the caller syncs and closes. Writes nothing when a file of that name and size is there.
   */
  async function write(bytes: Uint8Array, sizeBytes: number, hex: string): Promise<FileHandle> {
    if (await hasSize(hex, sizeBytes)) return open(pathOf(hex), 'r');
    const { path, handle } = await createTemporary('direct');
    try {
      await writeFully(handle, bytes, blockBytes, roundUpToBlock(sizeBytes), 0);
      await handle.truncate(sizeBytes);
      await publish(path, hex);
      return handle;
    } catch (error) {
      await handle.close();
      await removeIfThere(path);
      throw error;
    }
  }

  async function removeIfThere(path: string): Promise<void> {
    try {
      await unlink(path);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  return {
    aside,
    pathOf,
    asidePathOf: (hex: string): string => join(aside, hex),
    createTemporary,
    publish,
    syncNames,
    hasSize,
    write,
    removeIfThere,
    open: (hex: string): Promise<FileHandle> => open(pathOf(hex), 'r'),
    openAside: (hex: string): Promise<FileHandle> => open(join(aside, hex), 'r'),
    syncContent: (hex: string): Promise<void> => syncPath(pathOf(hex)),
    syncFolder: (hex: string): Promise<void> => syncPath(folderOf(hex)),
  };
}

export type FinalFiles = ReturnType<typeof createFinalFiles>;
