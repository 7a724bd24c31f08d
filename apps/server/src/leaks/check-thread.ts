import { Worker } from 'node:worker_threads';
import type { Checked } from '@pesscara/leak-check';
import type { Logger } from '../kernel/log/index.ts';
import type { CheckAnswer, CheckRequest } from './check-messages.ts';

export interface CheckThreadOptions {
  log: Logger;
  /** A request that takes longer ends the thread, and with it every check that is open. */
  timeoutMs: number;
}

interface Waiting {
  settle(answer: CheckAnswer): void;
  timer: NodeJS.Timeout;
}

const maxHeapMb = 1024;

/** A thread that searches, so that the main loop never does. It starts when it is needed; one that dies is replaced. */
export function createCheckThread({ log, timeoutMs }: CheckThreadOptions) {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let nextId = 1;

  function lose(lost: Worker, errorName: string): void {
    if (worker !== lost) return;
    worker = undefined;
    for (const { settle } of [...waiting.values()]) settle({ kind: 'failed', errorName });
  }

  function start(): Worker {
    const started = new Worker(new URL('./check-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
      execArgv: [],
    });
    started.unref();
    started.on('message', ({ id, answer }: { id: number; answer: CheckAnswer }) =>
      waiting.get(id)?.settle(answer),
    );
    started.on('error', (error) => {
      const { name } = error as Error;
      log.warn(
        { event: 'leaks.thread.failed', error: { name } },
        'The thread of the leak check failed; it is replaced',
      );
      lose(started, name);
    });
    started.on('exit', () => lose(started, 'ThreadEnded'));
    worker = started;
    return started;
  }

  function ask(request: CheckRequest): Promise<CheckAnswer> {
    const used = worker ?? start();
    const id = nextId++;
    return new Promise((resolve) => {
      const settle = (answer: CheckAnswer) => {
        clearTimeout(waiting.get(id)?.timer);
        waiting.delete(id);
        if (waiting.size === 0) used.unref();
        resolve(answer);
      };
      const timer = setTimeout(() => {
        log.warn({ event: 'leaks.thread.timedOut' }, 'A leak check took too long and was ended');
        lose(used, 'TimedOut');
        void used.terminate();
      }, timeoutMs);
      waiting.set(id, { settle, timer });
      used.ref();
      used.postMessage({ id, request });
    });
  }

  /** @throws Error that names the kind of failure only: its message could quote what was searched */
  async function run(request: CheckRequest): Promise<readonly Checked[]> {
    const answer = await ask(request);
    if (answer.kind === 'failed') throw new Error(`The leak check failed (${answer.errorName})`);
    return answer.results;
  }

  return {
    run,
    async close(): Promise<void> {
      const ending = worker;
      if (ending === undefined) return;
      lose(ending, 'ServerStopping');
      await ending.terminate();
    },
  };
}

export type CheckThread = ReturnType<typeof createCheckThread>;
