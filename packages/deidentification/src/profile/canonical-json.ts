import { createHash } from 'node:crypto';

/** What canonical JSON can hold. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

/** A lone surrogate has no UTF-8 form, so two readers would hash it differently (RFC 8785 3.2.2.2). */
function canonicalString(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('Canonical JSON cannot hold a lone surrogate.');
  return JSON.stringify(text);
}

function canonicalObject(value: { readonly [key: string]: JsonValue | undefined }): string {
  // The default sort compares UTF-16 code units, which is what RFC 8785 3.2.3 asks for.
  const members = Object.keys(value)
    .sort()
    .flatMap((key) => {
      const member = value[key];
      return member === undefined ? [] : [`${canonicalString(key)}:${canonicalJson(member)}`];
    });
  return `{${members.join(',')}}`;
}

/**
 * The one text of a JSON value: sorted keys, no white space, ECMAScript numbers (RFC 8785). Members that are
 * undefined are left out. Throws TypeError for NaN, infinities and lone surrogates.
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === 'string') return canonicalString(value);
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TypeError('Canonical JSON cannot hold NaN or an infinite number.');
  }
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  return canonicalObject(value as { readonly [key: string]: JsonValue | undefined });
}

/** SHA-256 of the canonical text, 64 hexadecimal digits. */
export function canonicalSha256(value: JsonValue): string {
  return createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex');
}
