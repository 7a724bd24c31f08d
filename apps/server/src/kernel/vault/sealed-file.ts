import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { VaultError } from './vault-error.ts';

/**
 * Sealed files: `PSCV1\0`, a random 8-byte file nonce, then chunks of AES-256-GCM over 64 KiB of plain bytes each,
 * followed by their tag. A chunk's IV is the nonce and the chunk's number with a mark on the last one, so that chunks
 * cannot be swapped, dropped or cut off unnoticed (the STREAM construction). The file's name is bound in as well.
 */
const magic = Buffer.from('PSCV1\0', 'latin1');
const nonceBytes = 8;
const chunkBytes = 64 * 1024;
const tagBytes = 16;
const lastMark = 0x8000_0000;

function ivOf(nonce: Buffer, number: number, isLast: boolean): Buffer {
  const iv = Buffer.alloc(12);
  nonce.copy(iv);
  iv.writeUInt32BE(isLast ? number + lastMark : number, nonceBytes);
  return iv;
}

/** Seals a stream of bytes: `push` gives what is ready to be written, `end` the rest. */
export function sealedChunks(key: KeyObject, name: string) {
  const nonce = randomBytes(nonceBytes);
  const place = Buffer.from(name);
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let number = 0;
  let isBegun = false;

  function sealOne(plain: Buffer, isLast: boolean): Buffer[] {
    const cipher = createCipheriv('aes-256-gcm', key, ivOf(nonce, number++, isLast)).setAAD(place);
    const sealed = cipher.update(plain);
    cipher.final();
    const head = isBegun ? [] : [magic, nonce];
    isBegun = true;
    return [...head, sealed, cipher.getAuthTag()];
  }

  return {
    push(bytes: Uint8Array): Buffer[] {
      pending.push(Buffer.from(bytes));
      pendingBytes += bytes.length;
      const ready: Buffer[] = [];
      // A full chunk is kept back until more comes: the last one must be marked.
      while (pendingBytes > chunkBytes) {
        const all = Buffer.concat(pending);
        ready.push(...sealOne(all.subarray(0, chunkBytes), false));
        pending = [all.subarray(chunkBytes)];
        pendingBytes = all.length - chunkBytes;
      }
      return ready;
    },
    end: (): Buffer[] => sealOne(Buffer.concat(pending), true),
  };
}

/** The plain bytes of a sealed file, chunk by chunk. @throws VaultError */
export async function* unsealedChunks(key: KeyObject, name: string, file: string): AsyncGenerator<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const head = Buffer.alloc(magic.length + nonceBytes);
    await handle.read(head, 0, head.length, 0);
    if (!head.subarray(0, magic.length).equals(magic)) throw new VaultError('It is no sealed file');
    const nonce = head.subarray(magic.length);
    const sealedBytes = chunkBytes + tagBytes;
    let at = head.length;
    for (let number = 0; ; number++) {
      const length = Math.min(sealedBytes, size - at);
      if (length < tagBytes) throw new VaultError('The sealed file ends early');
      const isLast = at + length >= size;
      const sealed = Buffer.alloc(length);
      await handle.read(sealed, 0, length, at);
      const decipher = createDecipheriv('aes-256-gcm', key, ivOf(nonce, number, isLast))
        .setAAD(Buffer.from(name))
        .setAuthTag(sealed.subarray(length - tagBytes));
      const plain = decipher.update(sealed.subarray(0, length - tagBytes));
      try {
        decipher.final();
      } catch (error) {
        throw new VaultError('The sealed file was changed or cut short', { cause: error });
      }
      yield plain;
      at += length;
      if (isLast) return;
    }
  } finally {
    await handle.close();
  }
}
