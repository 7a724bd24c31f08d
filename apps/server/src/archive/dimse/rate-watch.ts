import type { ByteDuplex, Timers } from '@pesscara/dicom';

export type RateWatchOptions = {
  readonly timers: Timers;
  readonly monotonicMs: () => number;
  /** 0: any rate will do. */
  readonly minBytesPerSecond: number;
  /** A message may be slower than that for so long. */
  readonly windowMs: number;
  onTooSlow(bytesPerSecond: number): void;
};

const ticksPerWindow = 4;

/**
 * Watches how fast a peer sends while a message of its is under way. The idle time alone is no limit: one byte a minute is not
 * silence, and would hold a place for ever. Between messages a peer may rest (a scanner that sends each image as it is made),
 * and the time in which we let it wait is not counted.
 */
export function createRateWatch({
  timers,
  monotonicMs,
  minBytesPerSecond,
  windowMs,
  onTooSlow,
}: RateWatchOptions) {
  let isUnderWay = false;
  let sinceMs = 0;
  let bytes = 0;
  let pausedSinceMs: number | undefined;
  let pausedMs = 0;
  let timer: unknown;

  function countFrom(nowMs: number): void {
    sinceMs = nowMs;
    bytes = 0;
    pausedMs = 0;
    if (pausedSinceMs !== undefined) pausedSinceMs = nowMs;
  }

  function tick(): void {
    timer = timers.setTimer(windowMs / ticksPerWindow, tick);
    if (!isUnderWay) return;
    const nowMs = monotonicMs();
    const waitedForUsMs = pausedMs + (pausedSinceMs === undefined ? 0 : nowMs - pausedSinceMs);
    const peersMs = nowMs - sinceMs - waitedForUsMs;
    if (peersMs < windowMs) return;
    const bytesPerSecond = (bytes * 1000) / peersMs;
    if (bytesPerSecond < minBytesPerSecond) onTooSlow(bytesPerSecond);
    else countFrom(nowMs);
  }

  if (minBytesPerSecond > 0) timer = timers.setTimer(windowMs / ticksPerWindow, tick);

  return {
    /** Called for every chunk: an addition, and the time only at the start of a message. */
    heard(sizeBytes: number): void {
      if (!isUnderWay) {
        isUnderWay = true;
        countFrom(monotonicMs());
      }
      bytes += sizeBytes;
    },
    /** The transport, as the association uses it: an answer ends the message, a pause is ours. */
    watch(transport: ByteDuplex): ByteDuplex {
      return {
        ...transport,
        write(chunks) {
          isUnderWay = false;
          return transport.write(chunks);
        },
        pause() {
          pausedSinceMs ??= monotonicMs();
          transport.pause();
        },
        resume() {
          if (pausedSinceMs !== undefined) pausedMs += monotonicMs() - pausedSinceMs;
          pausedSinceMs = undefined;
          transport.resume();
        },
      };
    },
    stop: (): void => timers.clearTimer(timer),
  };
}
