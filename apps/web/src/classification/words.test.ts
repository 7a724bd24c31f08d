import { describe, expect, it } from 'vitest';
import { evidenceWords } from './words.ts';

describe('evidence of a classification', () => {
  it('says what was looked at and what it says', () => {
    const evidence = { attribute: 'EchoTime', value: '2.9', says: 'weighting T1', weight: 3 };
    expect(evidenceWords({ ...evidence, source: 'header' })).toBe('EchoTime = 2.9 says weighting T1');
    expect(evidenceWords({ ...evidence, source: 'description' })).toMatch(/weaker/);
  });
});
