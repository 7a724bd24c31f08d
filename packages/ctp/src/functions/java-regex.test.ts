import { describe, expect, it } from 'vitest';
import { javaPattern } from './java-regex.ts';

function replaced(pattern: string, text: string, replacement: string): string | undefined {
  const compiled = javaPattern(pattern);
  if (compiled.kind === 'bad') throw new Error(compiled.reason);
  return compiled.replaceAll(text, replacement);
}

describe('a regular expression of Java', () => {
  it.each([
    ['([A-Z]+)(\\d)', 'AB12', '$2-$1', '1-AB2'],
    ['(?<letters>[a-z]+)', 'ab1', '<${letters}>', '<ab>1'],
    ['\\p{Upper}', 'aBc', '_', 'a_c'],
    ['[\\p{Alpha}_]+', 'ab_1', '', '1'],
    ['\\h+', 'a \t b', '', 'ab'],
    ['x*', 'abc', '-', '-a-b-c-'],
    ['\\Qa.b\\E', 'a.b axb', 'c', 'c axb'],
    ['\\u0041', 'ABA', 'x', 'xBx'],
    ['(a)', 'a', '\\$1', '$1'],
    ['(a)', 'a', '$12', 'a2'],
    ['(?i)abc', 'ABC', '', ''],
    ['[^0-9]', 'a1b2', '', '12'],
  ])('%s replaces in %s', (pattern, text, replacement, result) => {
    expect(replaced(pattern, text, replacement)).toBe(result);
  });

  it('matches a whole text only, and a dot no end of a line', () => {
    const pattern = javaPattern('a.c');
    if (pattern.kind === 'bad') throw new Error(pattern.reason);
    expect(pattern.matches('abc')).toBe(true);
    expect(pattern.matches('abcd')).toBe(false);
    expect(pattern.matches('a\rc')).toBe(false);
  });

  it.each([
    '(?=a)b',
    '(?<!a)b',
    '(a)\\1',
    '(?>a)',
    '[a&&b]',
    '[a[b]]',
    '(?x)a',
    '[a',
    '(',
    '\\p{Nonsense}',
    'a{2000}',
  ])('%s is refused with a reason', (pattern) => {
    expect(javaPattern(pattern)).toMatchObject({ kind: 'bad', reason: expect.stringMatching(/\.$/) });
  });

  it('says where it may differ', () => {
    const pattern = javaPattern('a*+b');
    expect(pattern.kind === 'pattern' && pattern.differences).toHaveLength(1);
    expect(javaPattern('a\\++').kind).toBe('pattern');
  });

  it.each(['$', '$2', '${nobody}', '\\'])('does not take the replacement %s', (replacement) => {
    expect(replaced('(a)', 'a', replacement)).toBeUndefined();
  });

  it('is bounded in itself and in the text it looks at', () => {
    expect(javaPattern('[a-z]{1000}[a-z]{1000}x{1}').kind).toBe('bad');
    expect(javaPattern('a'.repeat(3000)).kind).toBe('bad');
    const pattern = javaPattern('a*');
    if (pattern.kind === 'bad') throw new Error(pattern.reason);
    expect(pattern.matches('a'.repeat(65_537))).toBeUndefined();
    expect(pattern.replaceAll('a'.repeat(65_537), '')).toBeUndefined();
  });

  it('takes no longer for a pattern that is made to', () => {
    const pattern = javaPattern('(a+)+b');
    if (pattern.kind === 'bad') throw new Error(pattern.reason);
    const started = process.hrtime.bigint();
    expect(pattern.matches('a'.repeat(20_000))).toBe(false);
    // A backtracking engine would need longer than the universe has.
    expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(5000);
  });
});
