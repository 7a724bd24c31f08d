import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { type Clock, later } from '../clock/index.ts';
import { ConfigError } from '../config/index.ts';
import { createKeyRing, sealWith, unsealWith } from './key-ring.ts';
import { sealedChunks, unsealedChunks } from './sealed-file.ts';
import { VaultError } from './vault-error.ts';

export { type KeyRing, sealWith, unsealWith } from './key-ring.ts';
export { VaultError } from './vault-error.ts';

const keyBytes = 32;
const halfSuffix = '.half';
const halfKeptMs = 86_400_000;

/** Original bytes on their way into a sealed file. */
export interface VaultFileWriter {
  write(bytes: Uint8Array): Promise<void>;
  /** Durable when it resolves with the file's name. */
  seal(): Promise<string>;
  discard(): Promise<void>;
}

const keyShape = /^[0-9a-f]{64}$/i;

// Whole or not at all, and never over an older one: other threads start at the same moment, and a start may be killed.
async function makeKeyFile(file: string): Promise<void> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(temporary, `${randomBytes(keyBytes).toString('hex')}\n`, {
    mode: 0o400,
    flag: 'wx',
    flush: true,
  });
  try {
    await link(temporary, file);
    await syncFolder(path.dirname(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(temporary);
  }
}

/**
 * The installation's key: from PESSCARA_VAULT_KEY (64 hexadecimal digits), or made once into a file that only this user
 * reads. Whoever has it opens the vault and the crosswalk; without it they are lost: back it up apart from the data.
 */
export async function loadVaultKey(keysFolder: string, given: string | undefined): Promise<Buffer> {
  if (given !== undefined) {
    if (!keyShape.test(given))
      throw new ConfigError('PESSCARA_VAULT_KEY: takes 64 hexadecimal digits (32 bytes)');
    return Buffer.from(given, 'hex');
  }
  const file = path.join(keysFolder, 'vault.key');
  if (!existsSync(file)) await makeKeyFile(file);
  const text = (await readFile(file, 'utf8')).trim();
  if (!keyShape.test(text))
    throw new ConfigError(
      `${file} does not hold a key. Restore it from a backup; without it sealed data cannot be opened.`,
    );
  return Buffer.from(text, 'hex');
}

async function syncFolder(directory: string): Promise<void> {
  const folder = await open(directory, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Removes what killed processes left half sealed, a day old or more; nothing refers to it. */
export async function sweepVault(directory: string, clock: Clock): Promise<number> {
  let removed = 0;
  for (const name of await readdir(directory)) {
    const file = path.join(directory, name);
    if (!name.endsWith(halfSuffix) || (await stat(file)).mtime > later(clock.now(), -halfKeptMs)) continue;
    await rm(file, { force: true });
    removed++;
  }
  return removed;
}

/** The key for one purpose: knowing it tells nothing of the others (HKDF, RFC 5869). */
function subkey(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, 'pesscara', `pesscara/v1/vault/${purpose}`, keyBytes));
}

export interface VaultOptions {
  directory: string;
  key: Buffer;
  /** Where key-encryption keys lie; the server keeps them beside the vault's own. */
  keysDirectory?: string;
}

/** What only the vault's key opens: small values for database rows, and files of any size. */
export function createVault({ directory, key, keysDirectory = directory }: VaultOptions) {
  const subkeys = new Map<string, KeyObject>();
  const keyFor = (purpose: string): KeyObject => {
    const known = subkeys.get(purpose) ?? createSecretKey(subkey(key, purpose));
    subkeys.set(purpose, known);
    return known;
  };

  /** Seals bytes with AES-256-GCM. `place` (table, row, field) is bound in: moved elsewhere, they do not open. */
  function seal(purpose: string, place: string, bytes: Uint8Array): Buffer {
    return sealWith(keyFor(purpose), place, bytes);
  }

  /** Opens what `seal` made. @throws VaultError when it was changed or belongs to another place */
  function unseal(purpose: string, place: string, sealed: Uint8Array): Buffer {
    return unsealWith(keyFor(purpose), place, sealed);
  }

  function pathOf(name: string): string {
    if (!/^[0-9a-f]{32}$/.test(name)) throw new VaultError('There is no such file in the vault');
    return path.join(directory, name);
  }

  /** A new sealed file with a random name. */
  function createFileWriter(): VaultFileWriter {
    const name = randomBytes(16).toString('hex');
    const file = pathOf(name);
    const temporary = `${file}${halfSuffix}`;
    const sealer = sealedChunks(keyFor('file'), name);
    let opened: ReturnType<typeof open> | undefined;

    async function append(chunks: readonly Buffer[]): Promise<void> {
      opened ??= open(temporary, 'wx', 0o600);
      const handle = await opened;
      for (const chunk of chunks) await handle.writeFile(chunk);
    }

    return {
      write: (bytes) => append(sealer.push(bytes)),
      async seal() {
        await append(sealer.end());
        const handle = await (opened as ReturnType<typeof open>);
        await handle.sync();
        await handle.close();
        await rename(temporary, file);
        await syncFolder(directory);
        return name;
      },
      async discard() {
        await (await opened)?.close();
        await rm(temporary, { force: true });
      },
    };
  }

  /** The bytes of a sealed file. The stream fails with VaultError when they were changed or cut short. */
  function openFile(name: string): Readable {
    return Readable.from(unsealedChunks(keyFor('file'), name, pathOf(name)), { objectMode: false });
  }

  return {
    seal,
    unseal,
    createFileWriter,
    openFile,
    /** Keys that wrap the data keys of the crosswalk. */
    keyRing: createKeyRing({
      directory: keysDirectory,
      firstKey: subkey(key, 'derived/key-encryption'),
      fileKey: subkey(key, 'key-file'),
    }),
    removeFile: (name: string) => rm(pathOf(name), { force: true }),
    /** A key for a purpose outside the vault's own, e.g. blind indexes. */
    deriveKey: (purpose: string): Buffer => subkey(key, `derived/${purpose}`),
  };
}

export type Vault = ReturnType<typeof createVault>;
