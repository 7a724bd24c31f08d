import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits until `probe` gives something (neither undefined nor false) and returns it.
 * @throws Error that says what was waited for and, when `seen` is given, what was there instead
 */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  {
    timeoutMs = 120_000,
    everyMs = 25,
    seen,
  }: { timeoutMs?: number; everyMs?: number; seen?: () => unknown } = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > deadline) {
      const found = seen === undefined ? '' : `; there was: ${JSON.stringify(seen())?.slice(0, 2000)}`;
      throw new Error(`Waited ${timeoutMs} ms in vain for: ${what}${found}`);
    }
    await pause(everyMs);
  }
}
