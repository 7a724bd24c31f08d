import { createHash } from 'node:crypto';

/**
 * MD5 of the text in UTF-8 as an unsigned decimal number, of which at most `maxDigits` stay. CTP's pseudonyms are made
 * so; MD5 has no key, so whoever knows an identifier can compute its pseudonym.
 */
export function decimalDigest(text: string, maxDigits = Number.POSITIVE_INFINITY): string {
  const digits = BigInt(`0x${createHash('md5').update(text, 'utf8').digest('hex')}`).toString();
  return digits.length > maxDigits ? digits.slice(0, maxDigits) : digits;
}
