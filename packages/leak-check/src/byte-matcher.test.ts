import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createByteMatcher } from './byte-matcher.ts';

function found(patterns: readonly string[], text: string): string[] {
  const hits: string[] = [];
  createByteMatcher(patterns.map((one) => Buffer.from(one, 'latin1'))).search(
    Buffer.from(text, 'latin1'),
    (pattern, end) => hits.push(`${patterns[pattern]}@${end}`),
  );
  return hits.sort();
}

describe('the matcher', () => {
  it('finds overlapping patterns, whatever the case', () => {
    expect(found(['he', 'she', 'his', 'hers'], 'uSHErs')).toEqual(['he@4', 'hers@6', 'she@4']);
    expect(found(['a', 'aa', 'aaa'], 'aaa')).toHaveLength(6);
    expect(found([], 'abc')).toEqual([]);
    expect(found(['x'], '')).toEqual([]);
  });

  it('finds the same as a search for each pattern by itself', () => {
    const word = fc.string({
      unit: fc.constantFrom('a', 'b', 'C', '\xe9', '\0'),
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { maxLength: 12 }),
        fc.string({ unit: fc.constantFrom('a', 'B', 'c', '\xe9', '\0', 'x'), maxLength: 60 }),
        (patterns, text) => {
          const lower = (one: string) => one.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
          const expected: string[] = [];
          for (const pattern of patterns)
            for (let at = 0; at + pattern.length <= text.length; at++)
              if (lower(text.slice(at, at + pattern.length)) === lower(pattern))
                expected.push(`${pattern}@${at + pattern.length}`);
          expect(found(patterns, text)).toEqual(expected.sort());
        },
      ),
      { numRuns: 500 },
    );
  });
});
