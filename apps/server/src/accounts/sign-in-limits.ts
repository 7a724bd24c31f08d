/** What is remembered of failed sign-ins under a user name. */
export interface SignInState {
  failures: number;
  lastFailedAt: Date | null;
  lockedUntil: Date | null;
}

export interface SignInPolicy {
  signInFailures: number;
  signInWindowMs: number;
  signInLockMs: number;
  signInMaxLockMs: number;
}

export const noFailures: SignInState = { failures: 0, lastFailedAt: null, lockedUntil: null };

/** Until when the name is locked; undefined when it is not. */
export function lockedUntil(state: SignInState, now: Date): Date | undefined {
  return state.lockedUntil !== null && state.lockedUntil > now ? state.lockedUntil : undefined;
}

/**
 * The state after one more failure. At the limit the name is locked, and every further failure doubles the lock,
 * so that guessing goes slower and slower while a person who mistypes waits once.
 */
export function afterFailure(state: SignInState, now: Date, policy: SignInPolicy): SignInState {
  const since = Math.max(state.lastFailedAt?.getTime() ?? 0, state.lockedUntil?.getTime() ?? 0);
  const failures = now.getTime() - since > policy.signInWindowMs ? 1 : state.failures + 1;
  const beyond = failures - policy.signInFailures;
  if (beyond < 0) return { failures, lastFailedAt: now, lockedUntil: null };
  const lockMs = Math.min(policy.signInMaxLockMs, policy.signInLockMs * 2 ** Math.min(beyond, 30));
  return { failures, lastFailedAt: now, lockedUntil: new Date(now.getTime() + lockMs) };
}

/** A map that forgets its oldest entries beyond `capacity`: a flood of made-up names or addresses costs bounded memory. */
export function createBoundedMap<Value>(capacity: number) {
  const entries = new Map<string, Value>();
  return {
    get: (key: string): Value | undefined => entries.get(key),
    set(key: string, value: Value): void {
      entries.delete(key);
      entries.set(key, value);
      const oldest = entries.keys().next();
      if (entries.size > capacity && oldest.done !== true) entries.delete(oldest.value);
    },
    delete: (key: string): boolean => entries.delete(key),
  };
}

/** Counts failures by network address in windows of a minute. */
export function createAddressLimit(failuresAMinute: number) {
  const windows = createBoundedMap<{ startedAt: number; failures: number }>(10_000);
  const current = (address: string, now: Date) => {
    const window = windows.get(address);
    return window !== undefined && now.getTime() - window.startedAt < 60_000 ? window : undefined;
  };
  return {
    isExceeded: (address: string, now: Date): boolean =>
      (current(address, now)?.failures ?? 0) >= failuresAMinute,
    count(address: string, now: Date): void {
      const window = current(address, now);
      windows.set(address, {
        startedAt: window?.startedAt ?? now.getTime(),
        failures: (window?.failures ?? 0) + 1,
      });
    },
  };
}

/**
 * Attempts under one name go one after another, so that a hundred at once are not all judged before the first is counted.
 * Beyond `maxWaiting` in the queue the answer is undefined: refuse.
 */
export function createTurnstile(maxWaiting: number) {
  const queues = new Map<string, { tail: Promise<unknown>; waiting: number }>();
  return async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T | undefined> {
    const queue = queues.get(key) ?? { tail: Promise.resolve(), waiting: 0 };
    if (queue.waiting >= maxWaiting) return undefined;
    queues.set(key, queue);
    queue.waiting++;
    const turn = queue.tail.then(work);
    // The next in the queue comes whether this one failed or not; the failure is the caller's.
    queue.tail = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      queue.waiting--;
      if (queue.waiting === 0) queues.delete(key);
    }
  };
}
