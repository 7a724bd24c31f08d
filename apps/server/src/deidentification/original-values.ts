import type { OriginalValue } from '@pesscara/deidentification';

/**
 * Original values as bytes, for sealing: of each value the lengths of path, VR, kept bytes and the whole value (all
 * 32-bit big endian), then path, VR and bytes. Small and quick: it is made for every instance that arrives.
 */
export function encodeOriginals(values: readonly OriginalValue[]): Buffer {
  const parts: Uint8Array[] = [];
  for (const { path, vr, bytes, byteLength } of values) {
    const pathBytes = Buffer.from(path, 'latin1');
    const head = Buffer.alloc(14);
    head.writeUInt32BE(pathBytes.length, 0);
    head.write(vr.slice(0, 2).padEnd(2), 4, 'latin1');
    head.writeUInt32BE(bytes.length, 6);
    head.writeUInt32BE(Math.min(byteLength, 0xffffffff), 10);
    parts.push(head, pathBytes, bytes);
  }
  return Buffer.concat(parts);
}

/** Reads what `encodeOriginals` made. @throws RangeError when it is something else */
export function decodeOriginals(encoded: Buffer): OriginalValue[] {
  const values: OriginalValue[] = [];
  for (let at = 0; at < encoded.length; ) {
    const pathLength = encoded.readUInt32BE(at);
    const vr = encoded.toString('latin1', at + 4, at + 6);
    const length = encoded.readUInt32BE(at + 6);
    const byteLength = encoded.readUInt32BE(at + 10);
    const pathStart = at + 14;
    const start = pathStart + pathLength;
    at = start + length;
    if (at > encoded.length) throw new RangeError('Original values are cut short');
    values.push({
      path: encoded.toString('latin1', pathStart, start),
      vr,
      bytes: encoded.subarray(start, at),
      byteLength,
    });
  }
  return values;
}
