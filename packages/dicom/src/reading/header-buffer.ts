import type { SourceBuffer } from '../data-set/source-span.ts';

/** Collects a header of unknown length: doubles when full, so that n bytes cost at most 2n of copying. */
export type HeaderBuffer = SourceBuffer & {
  readonly length: number;
  append(bytes: Uint8Array): void;
  /** Drops what is behind `length` and the spare room: the header stays in memory for long, the rest must not. */
  trim(length: number): void;
};

const firstCapacityBytes = 16 * 1024;

export function createHeaderBuffer(): HeaderBuffer {
  let length = 0;
  const buffer: HeaderBuffer = {
    bytes: new Uint8Array(0),
    get length() {
      return length;
    },
    append(added) {
      const needed = length + added.length;
      if (needed > buffer.bytes.length) {
        const grown = new Uint8Array(Math.max(firstCapacityBytes, needed, buffer.bytes.length * 2));
        grown.set(buffer.bytes.subarray(0, length));
        buffer.bytes = grown;
      }
      buffer.bytes.set(added, length);
      length = needed;
    },
    trim(wanted) {
      buffer.bytes = buffer.bytes.slice(0, wanted);
      length = wanted;
    },
  };
  return buffer;
}
