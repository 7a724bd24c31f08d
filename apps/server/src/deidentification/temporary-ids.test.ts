import { describe, expect, it } from 'vitest';
import { temporaryIdMatcher } from './temporary-ids.ts';

describe('a pattern of temporary identifiers', () => {
  it.each([
    ['TEMP*', 'temp-0042', true],
    ['TEMP*', ' TEMP ', true],
    ['TEMP*', 'MRN-TEMP', false],
    ['NOTFALL-????', 'NOTFALL-2024', true],
    ['NOTFALL-????', 'NOTFALL-20245', false],
    ['*TRAUMA*', 'X TRAUMA 12', true],
    ['A.B(C)*', 'A.B(C)1', true],
    ['A.B(C)*', 'AXB(C)1', false],
    ['\\\\d+', '42', false],
    ['ＴＥＭＰ*', 'temp1', true],
  ])('%s, asked of %s, says %s', (pattern, patientId, isTemporary) => {
    expect(temporaryIdMatcher([pattern])(patientId)).toBe(isTemporary);
  });

  it('is not needed: without one, none is temporary', () => {
    expect(temporaryIdMatcher([])('TEMP')).toBe(false);
  });

  it('of many wildcards takes no time over an identifier as long as identifiers get', () => {
    const pattern = '*a'.repeat(32);
    const before = performance.now();
    expect(temporaryIdMatcher([pattern])('a'.repeat(20) + 'b'.repeat(236))).toBe(false);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});
