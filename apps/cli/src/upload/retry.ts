import { ConnectionError, ProblemError } from '@pesscara/api-client';

export interface RetryOptions {
  readonly maxAttempts: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  readonly signal: AbortSignal;
  /** Told before each wait. */
  onWait?(delayMs: number, error: Error): void;
}

/** Whether the same request may succeed later: no answer, too busy, or a fault of the server. */
export function isTransient(error: unknown): error is Error {
  if (error instanceof ConnectionError) return true;
  return (
    error instanceof ProblemError && (error.status >= 500 || error.status === 429 || error.status === 408)
  );
}

/** The wait before attempt `attempt` (2 is the first repetition): doubling, and what the server asks for when that is more. */
export function delayBefore(
  attempt: number,
  error: unknown,
  { firstDelayMs, maxDelayMs }: RetryOptions,
): number {
  const asked = error instanceof ProblemError ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(asked, Math.min(maxDelayMs, firstDelayMs * 2 ** (attempt - 2)));
}

async function wait(delayMs: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', end);
      resolve();
    }, delayMs);
    signal.addEventListener('abort', end, { once: true });
  });
}

/** Runs `work` again after transient failures. @throws what the last attempt threw */
export async function withRetry<Result>(options: RetryOptions, work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= options.maxAttempts || options.signal.aborted || !isTransient(error)) throw error;
      const delayMs = delayBefore(attempt + 1, error, options);
      options.onWait?.(delayMs, error);
      await wait(delayMs, options.signal);
    }
  }
}
