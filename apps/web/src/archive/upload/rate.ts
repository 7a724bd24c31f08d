/** One look at the progress: when (ms), and how many bytes were sent by then. */
export interface Sample {
  atMs: number;
  bytes: number;
}

const windowMs = 10_000;

/** The samples that still count after a new one: those of the last 10 seconds and one before them. */
export function withSample(samples: readonly Sample[], sample: Sample): Sample[] {
  const from = sample.atMs - windowMs;
  const firstInside = samples.findIndex((one) => one.atMs >= from);
  const kept = firstInside < 0 ? samples.slice(-1) : samples.slice(Math.max(0, firstInside - 1));
  return [...kept, sample];
}

/** Bytes per second over the samples; null while too little is known. */
export function rateOf(samples: readonly Sample[]): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last.atMs - first.atMs < 500) return null;
  return Math.max(0, ((last.bytes - first.bytes) / (last.atMs - first.atMs)) * 1000);
}

/** Seconds until all is sent at this rate; null when it cannot be said. */
export function secondsLeft(rate: number | null, sentBytes: number, totalBytes: number): number | null {
  if (sentBytes >= totalBytes) return 0;
  return rate === null || rate <= 0 ? null : (totalBytes - sentBytes) / rate;
}
