import { gunzipSync, inflateSync } from 'node:zlib';

/** What one packed part may unpack to, and how many parts of a value are tried. */
const longestUnpacked = 64 * 1024 * 1024;
const mostParts = 2000;

/** What an unpacker makes of bytes; undefined when they are not for it, or unpack to too much. */
function unpacked(unpack: typeof gunzipSync, bytes: Uint8Array): Buffer | undefined {
  try {
    // A stream that is cut, or followed by something, still gives what it held.
    return unpack(bytes, { maxOutputLength: longestUnpacked, finishFlush: 2 });
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

const magics: readonly (readonly [Buffer, typeof gunzipSync])[] = [
  [Buffer.of(0x1f, 0x8b, 8), gunzipSync],
  ...[0x01, 0x5e, 0x9c, 0xda].map((level) => [Buffer.of(0x78, level), inflateSync] as const),
];

/** The gzip and zlib streams among bytes, unpacked: what vendors put into private values, and what PDF pages are made of. */
export function* unpackedParts(bytes: Uint8Array): Generator<Buffer> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let parts = 0;
  for (const [magic, unpack] of magics)
    for (let at = buffer.indexOf(magic); at >= 0 && parts < mostParts; at = buffer.indexOf(magic, at + 1)) {
      const part = unpacked(unpack, buffer.subarray(at));
      if (part === undefined || part.length < 4) continue;
      parts++;
      yield part;
    }
}
