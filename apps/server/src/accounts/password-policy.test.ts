import { expect, test } from 'vitest';
import { makePassword } from './password-hash.ts';
import { passwordWeakness } from './password-policy.ts';

test.each([
  ['short', 'Take at least 12 characters; this has 5.'],
  ['x'.repeat(300), 'Take at most 256 characters.'],
  ['Alice-and-the-rabbit', 'Leave your user name out of it.'],
  ['aaaaaaaaaaaaaaaa', 'It repeats too few different characters.'],
  ['123456789012', 'It is a row of neighbouring keys or numbers.'],
  ['qwertyuiopas', 'It is a row of neighbouring keys or numbers.'],
  ['Password12345!', 'It is among the first that are tried.'],
  ['letmeinletmein', 'It is among the first that are tried.'],
])('%s is refused: %s', (password, why) => {
  expect(passwordWeakness(password, 'alice')).toBe(why);
});

test('a long phrase of any characters is taken', () => {
  for (const password of ['a walk along the river', 'Ein Hut, der passt', '雪が静かに降る冬の朝の庭'])
    expect(passwordWeakness(password, 'alice')).toBeUndefined();
});

test('made passwords are good enough and never the same', () => {
  const made = Array.from({ length: 100 }, makePassword);
  expect(new Set(made).size).toBe(100);
  for (const password of made) expect(passwordWeakness(password, 'admin')).toBeUndefined();
});
