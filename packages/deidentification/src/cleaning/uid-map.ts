import { isWellKnownUid } from '@pesscara/dicom';
import { trimPadding } from '../latin1.ts';
import { hmacOfParts } from '../project-keys.ts';

/** Entries each half of the cache holds before it is renewed; two halves of 50,000 cost about 20 MB. */
const cacheEntries = 50_000;

/** Replaces UIDs the same way for everybody who holds the key. */
export interface UidMap {
  /**
   * The replacement of a UID, `2.25.` and a version 8 UUID as a decimal number (PS3.5 B.2): at most 44 characters.
   * Well-known UIDs (1.2.840.10008) and the empty text come back unchanged; surrounding spaces and NULs are ignored.
   * Text that is no UID is mapped by its characters, since it may be an identifier.
   */
  mapUid(uid: string): string;
  /** Names the key without revealing it, 12 hexadecimal digits: outputs carry it, so that we know them again. */
  readonly keyId: string;
}

function replacementUid(uidKey: Uint8Array, uid: string): string {
  const bytes = hmacOfParts(uidKey, 'uid', uid).subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return `2.25.${BigInt(`0x${bytes.toString('hex')}`)}`;
}

/**
 * A UID map with the key of `deriveSubkey(master, projectId, 'uid')`. It keeps no table: the cache only saves the
 * 3 µs of an HMAC.
 */
export function createUidMap(uidKey: Uint8Array): UidMap {
  let recent = new Map<string, string>();
  let older = new Map<string, string>();

  function mapUid(text: string): string {
    const uid = trimPadding(text);
    if (uid === '' || isWellKnownUid(uid)) return uid;
    const cached = recent.get(uid);
    if (cached !== undefined) return cached;
    const mapped = older.get(uid) ?? replacementUid(uidKey, uid);
    if (recent.size >= cacheEntries) {
      older = recent;
      recent = new Map();
    }
    recent.set(uid, mapped);
    return mapped;
  }

  return { mapUid, keyId: hmacOfParts(uidKey, 'key-id').toString('hex', 0, 6) };
}

/** True for `2.25.` with a version 8 UUID: the shape of our own replacements, though not proof of being one. */
export function hasReplacementShape(uid: string): boolean {
  if (!/^2\.25\.[1-9]\d{23,38}$/.test(uid)) return false;
  const number = BigInt(uid.slice(5));
  return number >> 128n === 0n && ((number >> 76n) & 0xfn) === 8n && ((number >> 62n) & 0x3n) === 2n;
}
