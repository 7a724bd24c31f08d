import { dimseStatus } from './status.ts';

/** Takes the data set of one C-STORE as it arrives. */
export type StoreSink = {
  /**
   * A piece of the data set, in order, never empty. The chunk's memory is the sink's until it returns or, when it
   * returns a promise, until that settles; what is needed longer has to be copied. While the promise is pending the
   * connection is not read.
   */
  write(chunk: Uint8Array): void | Promise<void>;
  /** The data set is complete. Resolves to the DIMSE status to answer, once whatever that status promises is true. */
  end(): number | Promise<number>;
  /** The rest will not come. Called at most once, and never after `end`. */
  abort(reason: string): void;
};

/** A sink that drops the data set and answers with the status: how a request is refused politely. */
export function createRefusingSink(status: number): StoreSink {
  return { write: () => undefined, end: () => status, abort: () => undefined };
}

export type StoreOperation = {
  write(chunk: Uint8Array): void;
  end(): void;
  abort(reason: string): void;
  /** Whether the sink, not the peer, is the one being waited for. */
  isAwaitingSink(): boolean;
};

/**
 * Runs one sink: one write at a time, `end` after the last of them, a failure answered with 0110H and the rest of the
 * data set dropped. `onWait` and `onContinue` bracket the times when no further chunk may be written.
 */
export function createStoreOperation(
  sink: StoreSink,
  events: {
    onWait(): void;
    onContinue(): void;
    onFinished(status: number): void;
    /** The sink threw; `onFinished` follows when the data set has ended. */
    onFault(error: unknown): void;
  },
): StoreOperation {
  let state: 'writing' | 'failed' | 'ending' | 'finished' | 'aborted' = 'writing';
  let isWritePending = false;
  let isEndDue = false;

  function fail(error: unknown): void {
    if (state !== 'writing') return;
    state = 'failed';
    events.onFault(error);
    sink.abort('the receiver failed to take the data set');
  }

  function settleWrite(): void {
    isWritePending = false;
    if (state === 'aborted') return;
    // Continuing may write the last chunk, and so make this write's end not the end yet.
    events.onContinue();
    if (isEndDue && !isWritePending) finish();
  }

  function answer(status: number): void {
    if (state === 'aborted') return;
    state = 'finished';
    events.onFinished(status);
  }

  function failEnd(error: unknown): void {
    events.onFault(error);
    answer(dimseStatus.processingFailure);
  }

  function finish(): void {
    if (state === 'failed') {
      answer(dimseStatus.processingFailure);
      return;
    }
    if (state !== 'writing') return;
    state = 'ending';
    try {
      const status = sink.end();
      if (typeof status === 'number') answer(status);
      else status.then(answer).catch(failEnd);
    } catch (error) {
      failEnd(error);
    }
  }

  return {
    write(chunk) {
      if (state !== 'writing') return;
      try {
        const written = sink.write(chunk);
        if (written === undefined) return;
        isWritePending = true;
        events.onWait();
        written.catch(fail).then(settleWrite).catch(events.onFault);
      } catch (error) {
        fail(error);
      }
    },
    end() {
      if (isWritePending) isEndDue = true;
      else finish();
    },
    abort(reason) {
      const isUnfinished = state === 'writing';
      state = 'aborted';
      if (isUnfinished) sink.abort(reason);
    },
    isAwaitingSink: () => isWritePending || state === 'ending',
  };
}
