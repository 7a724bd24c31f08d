import { afterAll, onTestFinished, TestRunner } from 'vitest';

/**
 * Cleans up, in the reverse order of asking: after the test that is running, or else after the suite or file that is being
 * collected. vitest forgets an `afterAll` that is asked for while a test runs: what it was to end would go on for ever.
 */
export function afterwards(cleanUp: () => unknown): void {
  const register = TestRunner.getCurrentTest() === undefined ? afterAll : onTestFinished;
  register(async () => {
    await cleanUp();
  });
}
