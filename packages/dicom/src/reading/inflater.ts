import { createInflateRaw } from 'node:zlib';
import type { DicomLimits } from '../limits.ts';
import { DicomReadError } from './read-error.ts';

/** Inflates a deflated data set chunk by chunk, off the event loop, and stops at the first limit passed. */
export type Inflater = {
  /** Resolves when all output of the chunk went to `onInflated`. */
  feed(chunk: Uint8Array): Promise<DicomReadError | undefined>;
  end(): Promise<DicomReadError | undefined>;
  /** Frees zlib's memory; needed when the end is never fed. */
  close(): void;
};

/** `onInflated` may return a failure of its own, which ends the inflating. */
export function createInflater(
  limits: DicomLimits,
  onInflated: (bytes: Uint8Array) => DicomReadError | undefined,
): Inflater {
  const inflate = createInflateRaw({ chunkSize: 64 * 1024 });
  let fedBytes = 0;
  let inflatedBytes = 0;
  let failure: DicomReadError | undefined;
  let handlerError: Error | undefined;
  let isOver = false;
  let wake: () => void = () => undefined;

  const fail = (reason: DicomReadError): void => {
    failure ??= reason;
    inflate.destroy();
    wake();
  };
  inflate.on('data', (bytes: Buffer) => {
    if (failure) return;
    inflatedBytes += bytes.length;
    // An exception of the consumer must reach the one who feeds, not the event emitter, where it would end the process.
    try {
      const refused = exceeded(limits, fedBytes, inflatedBytes) ?? onInflated(bytes);
      if (refused) fail(refused);
    } catch (error) {
      handlerError = error instanceof Error ? error : new Error('A handler failed', { cause: error });
      inflate.destroy();
      wake();
    }
  });
  // Bytes behind the deflate stream (a padding byte, PS3.5 A.5) make zlib end early, without calling back for the chunk.
  inflate.on('end', () => {
    isOver = true;
    wake();
  });
  inflate.on('error', (error: NodeJS.ErrnoException) => {
    const isCutOff = error.code === 'Z_BUF_ERROR';
    fail(
      isCutOff
        ? new DicomReadError('truncated', inflatedBytes, 'The deflated data set is cut off')
        : new DicomReadError('bad-deflate', inflatedBytes, 'The data set is not a deflate stream'),
    );
  });

  const settle = (start: (done: () => void) => void): Promise<DicomReadError | undefined> => {
    if (failure || isOver) return Promise.resolve(failure);
    return new Promise((resolve, reject) => {
      wake = () => (handlerError === undefined ? resolve(failure) : reject(handlerError));
      start(() => wake());
    });
  };
  return {
    feed(chunk) {
      fedBytes += chunk.length;
      return settle((done) => inflate.write(chunk, done));
    },
    end: () => settle(() => inflate.end()),
    close: () => inflate.destroy(),
  };
}

function exceeded(limits: DicomLimits, fedBytes: number, inflatedBytes: number): DicomReadError | undefined {
  if (inflatedBytes > limits.maxInflatedBytes) {
    const explanation = `The data set inflates to more than ${limits.maxInflatedBytes} bytes`;
    return new DicomReadError('inflate-too-large', inflatedBytes, explanation);
  }
  if (inflatedBytes > limits.inflateRatioFromBytes && inflatedBytes > fedBytes * limits.maxInflateRatio) {
    const explanation = `The data set inflates to more than ${limits.maxInflateRatio} times its size`;
    return new DicomReadError('inflate-ratio', inflatedBytes, explanation);
  }
  return undefined;
}
