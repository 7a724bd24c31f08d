import type { ByteDuplex, Timers } from '../src/upper-layer/byte-duplex.ts';

/** One end of a connection that records what is done to it. */
export type RecordingDuplex = ByteDuplex & {
  readonly written: Uint8Array[];
  isPaused(): boolean;
  isEnded(): boolean;
  isDestroyed(): boolean;
  /** Makes `write` answer false from now on, as a full socket buffer does. */
  congest(): void;
  drain(): void;
};

export function createRecordingDuplex(
  onWrite: (bytes: Uint8Array) => void = () => undefined,
): RecordingDuplex {
  const written: Uint8Array[] = [];
  let isPaused = false;
  let isEnded = false;
  let isDestroyed = false;
  let isCongested = false;
  let drainListeners: (() => void)[] = [];
  return {
    written,
    write(chunks) {
      if (isEnded || isDestroyed) throw new Error('Written after the end');
      for (const chunk of chunks) {
        written.push(chunk);
        onWrite(chunk);
      }
      return !isCongested;
    },
    onDrain: (listener) => drainListeners.push(listener),
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
    },
    end() {
      isEnded = true;
    },
    destroy() {
      isDestroyed = true;
    },
    isPaused: () => isPaused,
    isEnded: () => isEnded,
    isDestroyed: () => isDestroyed,
    congest() {
      isCongested = true;
    },
    drain() {
      isCongested = false;
      const listeners = drainListeners;
      drainListeners = [];
      for (const listener of listeners) listener();
    },
  };
}

/** Timers that fire when the test advances the time. */
export function createManualTimers(): Timers & { advance(milliseconds: number): void; armedCount(): number } {
  let nowMs = 0;
  const armed = new Map<object, { dueMs: number; callback: () => void }>();
  return {
    setTimer(milliseconds, callback) {
      const key = {};
      armed.set(key, { dueMs: nowMs + milliseconds, callback });
      return key;
    },
    clearTimer: (timer) => armed.delete(timer as object),
    armedCount: () => armed.size,
    advance(milliseconds) {
      const endMs = nowMs + milliseconds;
      for (;;) {
        const next = [...armed].sort(([, a], [, b]) => a.dueMs - b.dueMs)[0];
        if (next === undefined || next[1].dueMs > endMs) break;
        nowMs = next[1].dueMs;
        armed.delete(next[0]);
        next[1].callback();
      }
      nowMs = endMs;
    },
  };
}

/** Lets every promise that is ready run, without waiting for time. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
