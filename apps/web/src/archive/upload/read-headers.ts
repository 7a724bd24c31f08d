import type { LocalSource } from './local-source.ts';
import type { BatchAnswer, SourceReading } from './worker-messages.ts';

const batchSources = 24;
const batchesPerWorker = 4;
const mostWorkers = 4;

interface Job {
  sources: LocalSource[];
  done: (answer: BatchAnswer) => void;
  failed: (error: Error) => void;
}

/** A worker with the batches that it has not answered yet, oldest first: it answers in order. */
interface Lane {
  worker: Worker;
  jobs: Job[];
}

function startLane(): Lane {
  const worker = new Worker(new URL('./header-worker.ts', import.meta.url), { type: 'module' });
  const lane: Lane = { worker, jobs: [] };
  worker.onmessage = (message: MessageEvent<BatchAnswer>) => lane.jobs.shift()?.done(message.data);
  worker.onerror = (event) => {
    for (const job of lane.jobs.splice(0))
      job.failed(new Error(event.message || 'A worker of this page failed.'));
  };
  return lane;
}

/** Reads headers in workers: two to four at once, 24 files a time, at most four batches waiting in each. */
export async function readHeaders(
  sources: AsyncIterable<LocalSource[]>,
  onRead: (batch: readonly LocalSource[], readings: readonly SourceReading[]) => void,
  signal: AbortSignal,
): Promise<void> {
  const lanes = Array.from(
    { length: Math.max(2, Math.min(mostWorkers, (navigator.hardwareConcurrency || 2) - 1)) },
    startLane,
  );
  const inFlight = new Set<Promise<void>>();
  const submit = (batch: LocalSource[]) => {
    const lane = lanes.reduce((least, one) => (one.jobs.length < least.jobs.length ? one : least));
    const job = new Promise<BatchAnswer>((done, failed) => {
      lane.jobs.push({ sources: batch, done, failed });
      lane.worker.postMessage(batch);
    }).then((readings) => onRead(batch, readings));
    inFlight.add(job);
    return job.finally(() => inFlight.delete(job));
  };
  try {
    for await (const many of sources)
      for (let at = 0; at < many.length; at += batchSources) {
        signal.throwIfAborted();
        while (inFlight.size >= lanes.length * batchesPerWorker) await Promise.race(inFlight);
        submit(many.slice(at, at + batchSources)).catch(() => undefined);
      }
    await Promise.all(inFlight);
  } finally {
    for (const lane of lanes) lane.worker.terminate();
  }
}
