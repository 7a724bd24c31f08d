import { Worker } from 'node:worker_threads';
import type { Logger } from '../kernel/log/index.ts';
import type { GreyPicture } from './text-lines.ts';
import type { TextLine } from './text-model.ts';

export type { TextLine } from './text-model.ts';

/** Reads the lines of text in a picture; undefined when it could not. */
export interface TextReader {
  read(picture: GreyPicture): Promise<readonly TextLine[] | undefined>;
  close(): Promise<void>;
}

interface Answer {
  id: number;
  lines?: TextLine[];
  failure?: string;
}

interface Asked {
  readonly picture: GreyPicture;
  readonly settle: (lines: readonly TextLine[] | undefined) => void;
}

// Models take memory: a reader with nothing to do gives it back.
const idleMs = 60_000;

/** Threads that read text, started when there is something to read and ended a minute after the last. */
export function createTextReader(options: { threads: number; timeoutMs: number; log?: Logger }): TextReader {
  const { threads, timeoutMs, log } = options;
  const queue: Asked[] = [];
  const lanes = Array.from({ length: threads }, () => createLane());
  let isClosed = false;

  function createLane() {
    let worker: Worker | undefined;
    let current: Asked | undefined;
    let timer: NodeJS.Timeout | undefined;
    let idle: NodeJS.Timeout | undefined;

    function end(lines: readonly TextLine[] | undefined): void {
      clearTimeout(timer);
      const { settle } = current ?? {};
      current = undefined;
      settle?.(lines);
      if (queue.length > 0) next();
      else idle = setTimeout(() => void stop(), idleMs).unref();
    }

    async function stop(): Promise<void> {
      const old = worker;
      worker = undefined;
      await old?.terminate();
    }

    function fail(reason: string): void {
      log?.warn({ event: 'pixels.reader.failed', reason }, 'Text of a frame could not be read');
      void stop();
      end(undefined);
    }

    function start(): Worker {
      const made = new Worker(new URL('./text-worker.ts', import.meta.url), { execArgv: [] });
      made.unref();
      made.on('message', ({ lines, failure }: Answer) => {
        if (made !== worker || current === undefined) return;
        if (lines === undefined) fail(failure ?? 'error');
        else end(lines);
      });
      made.on('error', (error: Error) => {
        if (made === worker && current !== undefined) fail(error.name);
      });
      return made;
    }

    function next(): void {
      clearTimeout(idle);
      if (current !== undefined || isClosed) return;
      current = queue.shift();
      if (current === undefined) return;
      worker ??= start();
      timer = setTimeout(() => fail('timeout'), timeoutMs);
      worker.postMessage({ id: 0, picture: current.picture });
    }

    return { next, stop, end, isFree: () => current === undefined };
  }

  return {
    read(picture) {
      if (isClosed) return Promise.resolve(undefined);
      return new Promise((settle) => {
        queue.push({ picture, settle });
        lanes.find(({ isFree }) => isFree())?.next();
      });
    },
    async close() {
      isClosed = true;
      for (const { settle } of queue.splice(0)) settle(undefined);
      for (const lane of lanes) {
        await lane.stop();
        if (!lane.isFree()) lane.end(undefined);
      }
    },
  };
}
