import { expect, it } from 'vitest';
import { decideVerdict, needsReason, riskOf, standingOf, whyNot, worstSeverity } from './verdict.ts';

const open = { state: 'open', importerId: 'importer', approvers: [], isStopped: false } as const;
const lax = { reviewerMayBeImporter: true, secondReviewer: false };
const strict = { reviewerMayBeImporter: false, secondReviewer: true };

it('who sent the images may not review them where the project says so', () => {
  expect(whyNot(open, lax, 'importer')).toBeNull();
  expect(whyNot(open, strict, 'importer')).toContain('another person');
  expect(whyNot(open, strict, 'somebody')).toBeNull();
});

it('the second approval must be another person’s', () => {
  const once = { ...open, state: 'first-approved', importerId: null, approvers: ['anna'] } as const;
  expect(decideVerdict(open, strict, 'approve')).toBe('first-approved');
  expect(whyNot(once, strict, 'anna')).toContain('second person');
  expect(whyNot(once, strict, 'bob')).toBeNull();
  expect(decideVerdict(once, strict, 'approve')).toBe('approved');
});

it('an identifier that was found takes a second person with a reason, whatever the project says', () => {
  const stopped = { ...open, isStopped: true } as const;
  expect(decideVerdict(stopped, lax, 'approve')).toBe('first-approved');
  expect(needsReason(stopped)).toBe(false);
  const once = { ...stopped, state: 'first-approved', approvers: ['anna'] } as const;
  expect(whyNot(once, lax, 'anna')).toContain('second person');
  expect(needsReason(once)).toBe(true);
  expect(decideVerdict(once, lax, 'approve')).toBe('approved');
  expect(decideVerdict(stopped, lax, 'reject')).toBe('rejected');
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

/** Decisions written `a:1+`: who, on which version, + approves, - rejects, < takes back. */
function decisions(...texts: string[]) {
  const verdicts: Record<string, string> = { '+': 'approve', '-': 'reject', '<': 'undo' };
  return texts.map((text) => ({
    accountId: text.slice(0, 1),
    caseVersion: Number(text.slice(2, -1)),
    verdict: verdicts[text.slice(-1)] ?? '',
  }));
}

it.each([
  { past: [], version: 1, approvers: '', beforeLast: 'open' },
  { past: ['a:1+'], version: 2, approvers: 'a', beforeLast: 'open' },
  { past: ['a:1+', 'b:2+'], version: 3, approvers: 'ab', beforeLast: 'first-approved' },
  // The second approval is taken back: the first stands.
  { past: ['a:1+', 'b:2+', 'b:3<'], version: 4, approvers: 'a', beforeLast: 'open' },
  { past: ['a:1+', 'b:2+', 'b:3<', 'a:4<'], version: 5, approvers: '', beforeLast: 'open' },
  { past: ['a:1+', 'b:2-'], version: 3, approvers: 'a', beforeLast: 'first-approved' },
  { past: ['a:1+', 'b:2-', 'c:3<'], version: 4, approvers: 'a', beforeLast: 'open' },
  // Instances came after the approval (version 3 is nobody's), or between two.
  { past: ['a:1+'], version: 3, approvers: '', beforeLast: 'open' },
  { past: ['a:1+', 'b:3+'], version: 4, approvers: 'b', beforeLast: 'open' },
])(
  'after $past at version $version, $approvers approved and undo makes it $beforeLast',
  ({ past, version, approvers, beforeLast }) => {
    const standing = standingOf(decisions(...past), version);
    expect(standing.approvers.join('')).toBe(approvers);
    expect(standing.beforeLast).toBe(beforeLast);
  },
);
