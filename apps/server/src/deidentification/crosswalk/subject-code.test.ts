import { expect, it } from 'vitest';
import { subjectCode } from './subject-code.ts';

const key = Buffer.alloc(32, 7);

it('no two subjects of a project have one code, and the order does not show', () => {
  const codes = Array.from({ length: 500 }, (_, index) => subjectCode(key, 'GBM', index + 1));
  expect(new Set(codes).size).toBe(500);
  expect(codes.every((code) => /^GBM-\d{5}$/.test(code))).toBe(true);
  expect([...codes].sort()).not.toEqual(codes);
});

it('the same key and place give the same code, another key another', () => {
  expect(subjectCode(key, 'A', 1)).toBe(subjectCode(key, 'A', 1));
  const other = Array.from({ length: 20 }, (_, n) => subjectCode(Buffer.alloc(32, 8), 'A', n + 1));
  expect(other).not.toEqual(Array.from({ length: 20 }, (_, n) => subjectCode(key, 'A', n + 1)));
});

it('a project that outgrows five digits goes on with eight', () => {
  expect(subjectCode(key, 'A', 99_999)).toMatch(/^A-\d{5}$/);
  expect(subjectCode(key, 'A', 100_000)).toMatch(/^A-\d{8}$/);
});
