/**
 * The connection an association lives on: a TCP socket, a TLS socket, or the other end of a test.
 *
 * The owner passes what arrives to the association's `feed(chunk)` and reports the end by `transportClosed()`.
 * Between `pause()` and `resume()` it must neither feed nor touch the memory of chunks already fed; outside of that
 * a chunk may be reused as soon as `feed` has returned.
 */
export type ByteDuplex = {
  /** Queues the chunks in order, as one unit. False means: no more until `onDrain`'s listener is called. */
  write(chunks: readonly Uint8Array[]): boolean;
  /** Registers the listener to be called once, when a refused `write` has drained. */
  onDrain(listener: () => void): void;
  pause(): void;
  resume(): void;
  /** Closes our direction after what was written. */
  end(): void;
  /** Closes both directions at once. */
  destroy(): void;
};

/** Timers are passed in so that tests own the time. */
export type Timers = {
  setTimer(milliseconds: number, callback: () => void): unknown;
  clearTimer(timer: unknown): void;
};
