import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

describe('canonical JSON (RFC 8785)', () => {
  test('members sort by UTF-16 code units, at every depth', () => {
    // The example of RFC 8785 section 3.2.3.
    const value = {
      '€': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew',
      '1': 'One',
      '😀': 'Emoji',
      '\u0080': 'Control',
      ö: 'o',
    };
    expect(Object.values(JSON.parse(canonicalJson(value)) as object)).toEqual([
      'One',
      'Carriage Return',
      'Control',
      'o',
      'Euro Sign',
      'Emoji',
      'Hebrew',
    ]);
    expect(canonicalJson({ b: [{ z: 1, a: 2 }], a: null })).toBe('{"a":null,"b":[{"a":2,"z":1}]}');
  });

  test('numbers are written as ECMAScript writes them', () => {
    const numbers = [333333333.33333329, 1e30, 4.5, 2e-3, 1e-27, -0];
    expect(canonicalJson(numbers)).toBe('[333333333.3333333,1e+30,4.5,0.002,1e-27,0]');
  });

  test('strings are escaped as little as JSON allows', () => {
    expect(canonicalJson('€$\u000f\nA\'B"\\\\"/')).toBe('"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"');
  });

  test('undefined members are left out and dates are ISO text', () => {
    expect(canonicalJson({ b: undefined, a: new Date(0) })).toBe('{"a":"1970-01-01T00:00:00.000Z"}');
  });

  test('what JSON cannot hold is refused', () => {
    for (const value of [
      Number.NaN,
      Number.POSITIVE_INFINITY,
      1n,
      undefined,
      '\ud800',
      { a: '\udc00' },
      () => 1,
    ])
      expect(() => canonicalJson(value)).toThrow(TypeError);
  });

  test('the text reads back as the value, and does not depend on the order of members', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), (value) => {
        const wellFormed = JSON.parse(JSON.stringify(value).replaceAll(/\\ud[89a-f]../g, '')) as Record<
          string,
          unknown
        >;
        const text = canonicalJson(wellFormed);
        const reversed = Object.fromEntries(Object.entries(wellFormed).reverse());
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(canonicalJson(reversed)).toBe(text);
      }),
      { numRuns: 200 },
    );
  });
});
