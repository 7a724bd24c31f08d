import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** Length in bytes of every derived key. */
export const subkeyBytes = 32;

/**
 * One purpose's key from a project's master key: HKDF-SHA256 (RFC 5869) with the project as salt. Sites that share
 * the master key and the project id derive the same keys, so their pseudonyms agree without talking to each other.
 */
export function deriveSubkey(projectMasterKey: Uint8Array, projectId: string, purpose: string): Uint8Array {
  return new Uint8Array(
    hkdfSync('sha256', projectMasterKey, projectId, `pesscara/v1/${purpose}`, subkeyBytes),
  );
}

const keyObjects = new WeakMap<Uint8Array, KeyObject>();

// Node prepares a key given as bytes anew for every HMAC, which costs ten times the hashing of a short message.
function keyObjectOf(key: Uint8Array): KeyObject {
  const known = keyObjects.get(key) ?? createSecretKey(key);
  keyObjects.set(key, known);
  return known;
}

/**
 * HMAC-SHA256 over length-prefixed parts. The prefix (four bytes, big endian) makes ('ab','c') and ('a','bc')
 * different messages.
 */
export function hmacOfParts(key: Uint8Array, ...parts: readonly (string | Uint8Array)[]): Buffer {
  const encoded = parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : part));
  const message = Buffer.alloc(encoded.reduce((length, part) => length + 4 + part.length, 0));
  let at = 0;
  for (const part of encoded) {
    at = message.writeUInt32BE(part.length, at);
    message.set(part, at);
    at += part.length;
  }
  return createHmac('sha256', keyObjectOf(key)).update(message).digest();
}
