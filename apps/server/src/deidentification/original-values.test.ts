import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeOriginals, encodeOriginals } from './original-values.ts';

const value = fc.record({
  path: fc.stringMatching(/^[ -~]{0,80}$/),
  vr: fc.constantFrom('PN', 'LO', 'UI', 'OB', 'SQ'),
  bytes: fc.uint8Array({ maxLength: 200 }),
  byteLength: fc.nat(0xffff_ffff),
});

it('original values come back as they went in', () => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 20 }), (values) => {
      const decoded = decodeOriginals(encodeOriginals(values));
      expect(decoded.map((one) => ({ ...one, bytes: new Uint8Array(one.bytes) }))).toEqual(values);
    }),
  );
});

it('bytes that are cut short are refused, never misread', () => {
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 5 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, part) => {
        const encoded = encodeOriginals(values);
        const whole = new Set<number>();
        for (let count = 0; count <= values.length; count++)
          whole.add(encodeOriginals(values.slice(0, count)).length);
        const length = Math.floor(encoded.length * part);
        fc.pre(!whole.has(length));
        expect(() => decodeOriginals(encoded.subarray(0, length))).toThrow(RangeError);
      },
    ),
  );
});
