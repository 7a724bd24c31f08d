/** Canonical Huffman codes of a DHT segment, ready for decoding (ITU-T T.81 F.2.2.3). */
export interface HuffmanTable {
  /** For each length 1 … 16: the greatest code, −1 when there is none. */
  readonly greatestCode: Int32Array;
  /** For each length: what to add to a code to get the index of its value. */
  readonly indexOffset: Int32Array;
  readonly values: Uint8Array;
}

/** @param counts how many codes have each length 1 … 16 */
export function huffmanTable(counts: Uint8Array, values: Uint8Array): HuffmanTable {
  const greatestCode = new Int32Array(17).fill(-1);
  const indexOffset = new Int32Array(17);
  let code = 0;
  let index = 0;
  for (let length = 1; length <= 16; length++) {
    const count = counts[length - 1] as number;
    indexOffset[length] = index - code;
    if (count > 0) greatestCode[length] = code + count - 1;
    code = (code + count) << 1;
    index += count;
  }
  return { greatestCode, indexOffset, values };
}

/** Raised inside the decoder when the stream contradicts itself; it becomes a `damaged` result at its door. */
export class JpegStreamError extends Error {}

/** Reads bits of an entropy-coded segment: stuffed zeros are skipped, at a marker the bits are zero (T.81 F.2.2.5). */
export class EntropyReader {
  private readonly bytes: Uint8Array;
  private position: number;
  private buffer = 0;
  private bufferBits = 0;
  private bitsBehindEnd = 0;

  constructor(bytes: Uint8Array, position: number) {
    this.bytes = bytes;
    this.position = position;
  }

  /** Where the next marker begins, once the segment is used up. */
  markerOffset(): number {
    let at = this.position;
    while (at + 1 < this.bytes.length && !(this.bytes[at] === 0xff && (this.bytes[at + 1] as number) > 0))
      at++;
    return at;
  }

  /** Drops what is left of a restart interval and steps over the restart marker, if there is one. */
  restart(): void {
    this.bufferBits = 0;
    const at = this.markerOffset();
    const marker = this.bytes[at + 1];
    if (marker !== undefined && marker >= 0xd0 && marker <= 0xd7) this.position = at + 2;
  }

  private fill(): void {
    const byte = this.bytes[this.position];
    const next = this.bytes[this.position + 1];
    if (byte === undefined || (byte === 0xff && next !== 0)) {
      // A few bits may be missing at the end of a stream that is cut; a whole picture of them is damage.
      this.bitsBehindEnd += 8;
      if (this.bitsBehindEnd > 1 << 16)
        throw new JpegStreamError('The JPEG stream ends before the image does');
      this.buffer = (this.buffer << 8) & 0xffffff;
    } else {
      this.position += byte === 0xff ? 2 : 1;
      this.buffer = ((this.buffer << 8) | byte) & 0xffffff;
    }
    this.bufferBits += 8;
  }

  bit(): number {
    if (this.bufferBits === 0) this.fill();
    this.bufferBits -= 1;
    return (this.buffer >> this.bufferBits) & 1;
  }

  /** `count` bits, at most 16, as a number. */
  bits(count: number): number {
    while (this.bufferBits < count) this.fill();
    this.bufferBits -= count;
    return (this.buffer >> this.bufferBits) & ((1 << count) - 1);
  }

  /** The next coded value. */
  value(table: HuffmanTable): number {
    let code = 0;
    for (let length = 1; length <= 16; length++) {
      code = (code << 1) | this.bit();
      if (code <= (table.greatestCode[length] as number))
        return table.values[code + (table.indexOffset[length] as number)] ?? 0;
    }
    throw new JpegStreamError('The JPEG stream has a code that its tables do not know');
  }

  /** A difference or coefficient of `size` bits with its sign (T.81 F.2.2.1, EXTEND). */
  signed(size: number): number {
    if (size === 0) return 0;
    const value = this.bits(size);
    return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
  }
}
