import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  blockBytes,
  decodeIndexEntry,
  decodeRecordHeader,
  decodeSegmentHeader,
  encodeIndexEntry,
  encodeRecordHeader,
  encodeSegmentHeader,
  recordLength,
} from './format.ts';

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => Buffer.from(array));

it('a record’s header and index line read back as they were written, under their salt only', () => {
  fc.assert(
    fc.property(
      bytes(16),
      bytes(16),
      bytes(32),
      fc.nat(0x7fffffff),
      fc.nat(100_000),
      (salt, other, sha256, sizeBytes, block) => {
        fc.pre(!salt.equals(other));
        const header = Buffer.alloc(blockBytes);
        encodeRecordHeader(header, salt, sha256, sizeBytes);
        expect(decodeRecordHeader(header, 0, salt)).toEqual({ sha256, sizeBytes });
        expect(decodeRecordHeader(header, 0, other)).toBeUndefined();
        const record = { sha256, sizeBytes, offset: block * blockBytes };
        const line = encodeIndexEntry(salt, record);
        expect(decodeIndexEntry(line, 0, salt)).toEqual(record);
        expect(decodeIndexEntry(line, 0, other)).toBeUndefined();
      },
    ),
  );
});

it('a header with any one bit changed is no header', () => {
  fc.assert(
    fc.property(bytes(16), bytes(32), fc.nat(60 * 8 - 1), (salt, sha256, bit) => {
      const header = Buffer.alloc(blockBytes);
      encodeRecordHeader(header, salt, sha256, 12_345);
      header[bit >> 3] = (header[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(decodeRecordHeader(header, 0, salt)).toBeUndefined();
    }),
  );
});

it('a segment’s salt is found in its first block, and in no block of noise', () => {
  fc.assert(
    fc.property(bytes(16), bytes(64), (salt, noise) => {
      const block = Buffer.alloc(blockBytes);
      encodeSegmentHeader(block, salt);
      expect(decodeSegmentHeader(block)).toEqual(salt);
      expect(decodeSegmentHeader(noise)).toBeUndefined();
      expect(decodeSegmentHeader(block.subarray(0, 10))).toBeUndefined();
    }),
  );
});

it('records take whole blocks', () => {
  expect(recordLength(0)).toBe(blockBytes);
  expect(recordLength(1)).toBe(2 * blockBytes);
  expect(recordLength(blockBytes)).toBe(2 * blockBytes);
  expect(recordLength(blockBytes + 1)).toBe(3 * blockBytes);
});
