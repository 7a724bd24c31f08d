import { expect, it } from 'vitest';
import { decideVerdict, riskOf, whyNot, worstSeverity } from './verdict.ts';

const open = { state: 'open', importerId: 'importer', approvers: [] } as const;
const lax = { reviewerMayBeImporter: true, secondReviewer: false };
const strict = { reviewerMayBeImporter: false, secondReviewer: true };

it('who sent the images may not review them where the project says so', () => {
  expect(whyNot(open, lax, 'importer')).toBeNull();
  expect(whyNot(open, strict, 'importer')).toContain('another person');
  expect(whyNot(open, strict, 'somebody')).toBeNull();
});

it('the second approval must be another person’s', () => {
  const once = { state: 'first-approved', importerId: null, approvers: ['anna'] } as const;
  expect(decideVerdict(open, strict, 'approve')).toBe('first-approved');
  expect(whyNot(once, strict, 'anna')).toContain('second person');
  expect(whyNot(once, strict, 'bob')).toBeNull();
  expect(decideVerdict(once, strict, 'approve')).toBe('approved');
});

it('one rejection is enough, also after a first approval', () => {
  expect(decideVerdict(open, strict, 'reject')).toBe('rejected');
  expect(decideVerdict({ ...open, state: 'first-approved' }, strict, 'reject')).toBe('rejected');
});

it('what is decided cannot be decided again', () => {
  for (const state of ['approved', 'rejected', 'released', 'discarded'] as const)
    expect(whyNot({ ...open, state }, lax, 'anna')).toBe('The case is decided.');
});

it('one high finding stands before any number of lower ones in the queue', () => {
  const many = (severity: string, count: number) => Array.from({ length: count }, () => ({ severity }));
  expect(riskOf([])).toBe(0);
  expect(riskOf(many('high', 1))).toBeGreaterThan(riskOf(many('medium', 50)));
  expect(riskOf(many('medium', 1))).toBeGreaterThan(riskOf(many('low', 50)));
  expect(riskOf(many('high', 99))).toBe(100);
  expect(worstSeverity([...many('low', 1), ...many('medium', 1)])).toBe('medium');
});
