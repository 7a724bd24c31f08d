import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  afterFailure,
  createAddressLimit,
  createBoundedMap,
  createTurnstile,
  lockedUntil,
  noFailures,
  type SignInState,
} from './sign-in-limits.ts';

const minute = 60_000;
const policy = {
  signInFailures: 5,
  signInWindowMs: 15 * minute,
  signInLockMs: 15 * minute,
  signInMaxLockMs: 240 * minute,
};
const at = (minutes: number) => new Date(Date.UTC(2026, 0, 1) + minutes * minute);

function failuresAt(...minutes: number[]): SignInState {
  return minutes.reduce<SignInState>((state, time) => afterFailure(state, at(time), policy), noFailures);
}

describe('the limit on failed sign-ins under a name', () => {
  test('four failures do not lock, the fifth does, for a quarter of an hour', () => {
    expect(lockedUntil(failuresAt(0, 1, 2, 3), at(4))).toBeUndefined();
    const locked = failuresAt(0, 1, 2, 3, 4);
    expect(lockedUntil(locked, at(18))).toEqual(at(19));
    expect(lockedUntil(locked, at(19))).toBeUndefined();
  });

  test('failures that are long ago are forgotten', () => {
    expect(lockedUntil(failuresAt(0, 1, 2, 3, 20), at(20))).toBeUndefined();
    expect(failuresAt(0, 1, 2, 3, 20).failures).toBe(1);
  });

  test('a failure soon after a lock doubles it, up to the longest', () => {
    const again = afterFailure(failuresAt(0, 0, 0, 0, 0), at(16), policy);
    expect(lockedUntil(again, at(16))).toEqual(at(16 + 30));
    const often = Array.from({ length: 12 }).reduce<SignInState>(
      (state) => afterFailure(state, state.lockedUntil ?? at(0), policy),
      failuresAt(0, 0, 0, 0, 0),
    );
    const lock = (often.lockedUntil?.getTime() ?? 0) - (often.lastFailedAt?.getTime() ?? 0);
    expect(lock).toBe(policy.signInMaxLockMs);
  });

  test('more failures never shorten a lock', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 14 }), { maxLength: 40 }), (gaps) => {
        let state = noFailures;
        let time = 0;
        let longest = 0;
        for (const gap of gaps) {
          time += gap;
          state = afterFailure(state, at(time), policy);
          const lock = state.lockedUntil === null ? 0 : state.lockedUntil.getTime() - at(time).getTime();
          expect(lock).toBeGreaterThanOrEqual(Math.min(longest, lock === 0 ? 0 : longest));
          expect(lock).toBeLessThanOrEqual(policy.signInMaxLockMs);
          longest = Math.max(longest, lock);
        }
        expect(state.failures).toBe(gaps.length);
      }),
    );
  });
});

test('an address may fail so often in a minute', () => {
  const limit = createAddressLimit(3);
  for (let count = 0; count < 3; count++) {
    expect(limit.isExceeded('192.0.2.1', at(0))).toBe(false);
    limit.count('192.0.2.1', at(0));
  }
  expect(limit.isExceeded('192.0.2.1', at(0.5))).toBe(true);
  expect(limit.isExceeded('192.0.2.2', at(0.5))).toBe(false);
  expect(limit.isExceeded('192.0.2.1', at(1))).toBe(false);
});

test('a bounded map forgets its oldest entries', () => {
  const map = createBoundedMap<number>(2);
  map.set('a', 1);
  map.set('b', 2);
  map.set('a', 3);
  map.set('c', 4);
  expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([3, undefined, 4]);
});

test('attempts under one name go one after another, and too many at once are refused', async () => {
  const inTurn = createTurnstile(3);
  let running = 0;
  let most = 0;
  const attempt = () =>
    inTurn('alice', async () => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
      return 'judged';
    });
  const outcomes = await Promise.all([attempt(), attempt(), attempt(), attempt()]);
  expect(outcomes).toEqual(['judged', 'judged', 'judged', undefined]);
  expect(most).toBe(1);
  await expect(inTurn('alice', () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(await attempt()).toBe('judged');
});
