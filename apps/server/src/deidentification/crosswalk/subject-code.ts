import { createHmac } from 'node:crypto';

/** Codes of this many digits are given out before longer ones. */
const shortDigits = 5;
const longDigits = 8;
const rounds = 6;

// A keyed permutation of 2^bits numbers: a balanced Feistel network with HMAC-SHA256 as round function.
function permute(key: Uint8Array, bits: number, value: number): number {
  const half = bits / 2;
  const mask = 2 ** half - 1;
  let left = Math.floor(value / 2 ** half);
  let right = value & mask;
  for (let round = 0; round < rounds; round++) {
    const mixed =
      createHmac('sha256', key).update(`${bits}|${round}|${right}`).digest().readUInt32BE(0) & mask;
    [left, right] = [right, left ^ mixed];
  }
  return left * 2 ** half + right;
}

// Walks the cycle until the number lies in the range: a permutation of the range itself.
function permuteWithin(key: Uint8Array, bits: number, size: number, value: number): number {
  let next = permute(key, bits, value);
  while (next >= size) next = permute(key, bits, next);
  return next;
}

/**
 * The research ID of the `sequence`-th subject of a project (from 1): `GBM-00412`. The number is shuffled by the key, so
 * that the order of enrolment cannot be read from it, and never repeats.
 */
export function subjectCode(key: Uint8Array, prefix: string, sequence: number): string {
  const short = 10 ** shortDigits - 1;
  const number =
    sequence <= short
      ? permuteWithin(key, 18, short, sequence - 1) + 1
      : permuteWithin(key, 28, 10 ** longDigits - short - 1, sequence - 1 - short) + short + 1;
  return `${prefix}-${String(number).padStart(sequence <= short ? shortDigits : longDigits, '0')}`;
}
