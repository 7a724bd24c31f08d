import { toProblem } from '../../api/problem.ts';
import type { IngestAnswer, IngestOutcome, IngestResult } from '../../api/types.ts';
import type { Bundle } from './bundles.ts';
import { partName } from './part-name.ts';
import { rateOf, type Sample, secondsLeft, withSample } from './rate.ts';

export type SeriesState = 'waiting' | 'running' | 'done' | 'failed';
export interface SeriesProgress {
  key: string;
  state: SeriesState;
  sentBytes: number;
  totalBytes: number;
  problem: string | null;
}
export interface UploadProgress {
  /** pausing: no new request is started, those on their way are finished. */
  phase: 'running' | 'pausing' | 'paused' | 'finished';
  series: SeriesProgress[];
  sentBytes: number;
  totalBytes: number;
  bytesPerSecond: number | null;
  secondsLeft: number | null;
  counts: Partial<Record<IngestOutcome, number>>;
  /** Files that the server did not store, with its reason; by their place on the reader's disk. */
  notStored: { path: string; outcome: IngestOutcome; reason: string }[];
}

/** Sends one bundle. Rejects when it was not acknowledged; the engine then sends the whole bundle again. */
export type SendBundle = (
  bundle: Bundle,
  onSent: (sentBytes: number) => void,
  signal: AbortSignal,
) => Promise<IngestAnswer>;

export interface EngineOptions {
  bundles: readonly Bundle[];
  send: SendBundle;
  onAcknowledged: (bundle: Bundle) => void;
  nowMs: () => number;
  wait: (ms: number) => Promise<void>;
  parallel?: number;
  attempts?: number;
}

export interface UploadEngine {
  start: () => void;
  pause: () => void;
  resume: () => void;
  retryFailed: () => void;
  stop: () => void;
  progress: () => UploadProgress;
  subscribe: (listener: () => void) => () => void;
}

interface Tracked {
  bundle: Bundle;
  state: SeriesState;
  sentBytes: number;
  problem: string | null;
}

const stored: readonly IngestOutcome[] = ['stored', 'duplicate'];

/** The answer for each file of a bundle: by its name where the server gives names, else by its place. */
function resultsOf(bundle: Bundle, answer: IngestAnswer): (IngestResult | undefined)[] {
  const byName = new Map(answer.results.filter((one) => one.name !== null).map((one) => [one.name, one]));
  return bundle.sources.map((_, at) => byName.get(partName(at)) ?? answer.results[at]);
}

function summarise(tracked: readonly Tracked[]): SeriesProgress[] {
  const series = new Map<string, SeriesProgress>();
  for (const { bundle, state, sentBytes, problem } of tracked) {
    const key = bundle.seriesKey;
    const one = series.get(key) ?? { key, state: 'done', sentBytes: 0, totalBytes: 0, problem: null };
    one.sentBytes += sentBytes;
    one.totalBytes += bundle.sizeBytes;
    one.problem ??= problem;
    if (state === 'failed') one.state = 'failed';
    else if (one.state !== 'failed' && state === 'running') one.state = 'running';
    else if (one.state === 'done' && state === 'waiting') one.state = sentBytes > 0 ? 'running' : 'waiting';
    series.set(key, one);
  }
  return [...series.values()].map((one) =>
    one.state === 'waiting' && one.sentBytes > 0 ? { ...one, state: 'running' } : one,
  );
}

/**
 * Sends bundles three at a time. What was not acknowledged is sent again as a whole: the server answers
 * `duplicate` for what it has already, so that nothing is lost or doubled.
 */
export function createUploadEngine(options: EngineOptions): UploadEngine {
  const { send, nowMs, wait, parallel = 3, attempts = 4 } = options;
  const tracked: Tracked[] = options.bundles.map((bundle) => ({
    bundle,
    state: 'waiting',
    sentBytes: 0,
    problem: null,
  }));
  const totalBytes = options.bundles.reduce((sum, bundle) => sum + bundle.sizeBytes, 0);
  const counts: UploadProgress['counts'] = {};
  const notStored: UploadProgress['notStored'] = [];
  const listeners = new Set<() => void>();
  const abort = new AbortController();
  let samples: Sample[] = [];
  let wanted: 'running' | 'paused' = 'paused';
  let active = 0;
  let snapshot: UploadProgress | null = null;
  const changed = () => {
    snapshot = null;
    for (const listener of listeners) listener();
  };
  const sentBytes = () => tracked.reduce((sum, one) => sum + one.sentBytes, 0);

  const accept = (one: Tracked, answer: IngestAnswer) => {
    one.state = 'done';
    one.sentBytes = one.bundle.sizeBytes;
    resultsOf(one.bundle, answer).forEach((result, at) => {
      const outcome = result?.outcome ?? 'stored';
      counts[outcome] = (counts[outcome] ?? 0) + 1;
      const path = one.bundle.sources[at]?.path ?? '';
      if (!stored.includes(outcome)) notStored.push({ path, outcome, reason: result?.reason ?? '' });
    });
    options.onAcknowledged(one.bundle);
  };

  const sendOne = async (one: Tracked) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const onSent = (bytes: number) => {
          one.sentBytes = Math.min(bytes, one.bundle.sizeBytes);
          samples = withSample(samples, { atMs: nowMs(), bytes: sentBytes() });
          changed();
        };
        accept(one, await send(one.bundle, onSent, abort.signal));
        return;
      } catch (error) {
        one.sentBytes = 0;
        const { status, title, detail } = toProblem(error);
        // A refusal stays a refusal; only what may pass by itself is tried again.
        const mayPass = status === 0 || status === 429 || status >= 500;
        if (abort.signal.aborted || !mayPass || attempt >= attempts) {
          one.state = 'failed';
          one.problem = detail ?? title;
          return;
        }
        changed();
        await wait(500 * 2 ** attempt);
      }
    }
  };

  const pump = () => {
    while (wanted === 'running' && active < parallel) {
      const next = tracked.find((one) => one.state === 'waiting');
      if (next === undefined) break;
      next.state = 'running';
      active += 1;
      void sendOne(next).finally(() => {
        active -= 1;
        pump();
        changed();
      });
    }
    changed();
  };

  const phaseNow = (): UploadProgress['phase'] => {
    if (!tracked.some((one) => one.state === 'waiting' || one.state === 'running')) return 'finished';
    if (wanted === 'running') return 'running';
    return active > 0 ? 'pausing' : 'paused';
  };

  return {
    start: () => {
      wanted = 'running';
      samples = [{ atMs: nowMs(), bytes: sentBytes() }];
      pump();
    },
    pause: () => {
      wanted = 'paused';
      changed();
    },
    resume: () => {
      wanted = 'running';
      samples = [{ atMs: nowMs(), bytes: sentBytes() }];
      pump();
    },
    retryFailed: () => {
      for (const one of tracked)
        if (one.state === 'failed') Object.assign(one, { state: 'waiting', problem: null });
      wanted = 'running';
      samples = [{ atMs: nowMs(), bytes: sentBytes() }];
      pump();
    },
    stop: () => {
      wanted = 'paused';
      abort.abort();
    },
    progress: () => {
      if (snapshot !== null) return snapshot;
      const sent = sentBytes();
      const rate = rateOf(samples);
      snapshot = {
        phase: phaseNow(),
        series: summarise(tracked),
        sentBytes: sent,
        totalBytes,
        bytesPerSecond: rate,
        secondsLeft: secondsLeft(rate, sent, totalBytes),
        counts: { ...counts },
        notStored: [...notStored],
      };
      return snapshot;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
