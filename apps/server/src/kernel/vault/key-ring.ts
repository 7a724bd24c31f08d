import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import path from 'node:path';
import { VaultError } from './vault-error.ts';

const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;
/** The key that is derived from the vault's: it is there from the beginning, and needs no file. */
const firstKeyId = 'vault';
const idShape = /^[0-9a-f]{16}$/;

/** AES-256-GCM: IV, sealed bytes, tag; `place` is bound in. */
export function sealWith(key: KeyObject, place: string, bytes: Uint8Array): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place));
  const sealed = cipher.update(bytes);
  cipher.final();
  return Buffer.concat([iv, sealed, cipher.getAuthTag()]);
}

/** Opens what `sealWith` made. @throws VaultError when it was changed, or belongs to another key or place */
export function unsealWith(key: KeyObject, place: string, sealed: Uint8Array): Buffer {
  if (sealed.length < ivBytes + tagBytes) throw new VaultError('The sealed value is too short');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivBytes))
    .setAAD(Buffer.from(place))
    .setAuthTag(sealed.subarray(sealed.length - tagBytes));
  try {
    const bytes = decipher.update(sealed.subarray(ivBytes, sealed.length - tagBytes));
    return Buffer.concat([bytes, decipher.final()]);
  } catch (error) {
    throw new VaultError('The sealed value was changed, or belongs to another place', { cause: error });
  }
}

export interface KeyRingOptions {
  /** Where key files lie: `key-encryption-<id>.key`, mode 0400. */
  directory: string;
  /** Derived from the vault's key: the first key-encryption key, and the one that seals the files of the others. */
  firstKey: Buffer;
  fileKey: Buffer;
}

/**
 * Keys that wrap data keys, outside the database. A key's file is sealed with the vault's key as well: a stolen folder of
 * keys opens nothing where the vault's key is given by the environment.
 */
export function createKeyRing({ directory, firstKey, fileKey }: KeyRingOptions) {
  const keys = new Map<string, KeyObject>([[firstKeyId, createSecretKey(firstKey)]]);
  const sealing = createSecretKey(fileKey);
  const place = (id: string) => `key-encryption-key|${id}`;
  const fileOf = (id: string) => path.join(directory, `key-encryption-${id}.key`);

  // Read once: other processes of the installation make keys, and this one meets their ids in rows.
  function keyOf(id: string): KeyObject {
    const known = keys.get(id);
    if (known !== undefined) return known;
    if (!idShape.test(id) || !existsSync(fileOf(id)))
      throw new VaultError(`The key-encryption key ${id} is not in the folder of keys: restore its file`);
    const text = readFileSync(fileOf(id), 'utf8').trim();
    const key = createSecretKey(unsealWith(sealing, place(id), Buffer.from(text, 'hex')));
    keys.set(id, key);
    return key;
  }

  /** A new key in a file of its own, durable when it resolves with the key's id. */
  async function make(): Promise<string> {
    const id = randomBytes(8).toString('hex');
    const temporary = `${fileOf(id)}.half`;
    const handle = await open(temporary, 'wx', 0o400);
    try {
      await handle.writeFile(`${sealWith(sealing, place(id), randomBytes(keyBytes)).toString('hex')}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, fileOf(id));
    const folder = await open(directory, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
    return id;
  }

  return {
    make,
    /** Wraps a data key. `where` names its row. */
    wrap: (id: string, where: string, dataKey: Uint8Array): Buffer => sealWith(keyOf(id), where, dataKey),
    /** @throws VaultError when the key is missing, or the wrapped one was changed or moved */
    unwrap: (id: string, where: string, wrapped: Uint8Array): Buffer => unsealWith(keyOf(id), where, wrapped),
  };
}

export type KeyRing = ReturnType<typeof createKeyRing>;
