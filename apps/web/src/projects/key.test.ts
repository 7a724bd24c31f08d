import { describe, expect, it } from 'vitest';
import { keyFromName, keyProblem } from './key.ts';

describe('project keys', () => {
  it.each([
    ['GBM Progression (2026)', 'gbm-progression-2026'],
    ['  Étude à Lyon ', 'etude-a-lyon'],
    ['a'.repeat(60), 'a'.repeat(40)],
    ['***', ''],
  ])('makes a key of %s', (name, key) => {
    expect(keyFromName(name)).toBe(key);
  });
  it('says what is wrong with a key', () => {
    expect(keyProblem('gbm-1')).toBeNull();
    expect(keyProblem('a')).toBeNull();
    expect(keyProblem('')).toMatch(/needs a key/);
    expect(keyProblem('GBM')).toMatch(/small letters/);
    expect(keyProblem('gbm-')).toMatch(/hyphen/);
  });
});
