import { createHash } from 'node:crypto';

/** A UID under 2.25 (PS3.5 B.2) that the seed and the name of the thing decide. */
export function phantomUid(seed: number, ...path: readonly (string | number)[]): string {
  const digest = createHash('sha256')
    .update(`pesscara-phantom/${seed}/${path.join('/')}`)
    .digest();
  // The version and variant bits of a UUID version 8 (RFC 9562 5.8).
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  return `2.25.${BigInt(`0x${digest.toString('hex', 0, 16)}`)}`;
}
