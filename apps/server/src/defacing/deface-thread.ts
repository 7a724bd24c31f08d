import { Worker } from 'node:worker_threads';
import type { Logger } from '../kernel/log/index.ts';
import type { DefaceAnswer, DefaceTask } from './deface-task.ts';

const maxHeapMb = 1024;

export type ThreadAnswer =
  | DefaceAnswer
  | { readonly kind: 'failed'; readonly reason: 'took-too-long' | 'internal' };

/** A thread for one series: it keeps the region that it found, and ends with its series. */
export function startDefaceThread({ timeoutMs, log }: { timeoutMs: number; log: Logger }) {
  const worker = new Worker(new URL('./deface-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
    execArgv: [],
  });
  let settle: ((answer: ThreadAnswer) => void) | undefined;
  worker.on('message', (answer: DefaceAnswer) => settle?.(answer));
  worker.on('error', ({ name, stack }: Error) => {
    log.warn(
      { event: 'defacing.thread.failed', error: { name, stack } },
      'A thread that looks for faces failed',
    );
    settle?.({ kind: 'failed', reason: 'internal' });
  });
  worker.on('exit', () => settle?.({ kind: 'failed', reason: 'internal' }));

  return {
    /** One task after the other; a thread that takes too long is ended. */
    ask(task: DefaceTask): Promise<ThreadAnswer> {
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          settle?.({ kind: 'failed', reason: 'took-too-long' });
          void worker.terminate();
        }, timeoutMs);
        settle = (answer) => {
          clearTimeout(timer);
          settle = undefined;
          resolve(answer);
        };
        worker.postMessage(task);
      });
    },
    close: () => worker.terminate(),
  };
}

export type DefaceThread = ReturnType<typeof startDefaceThread>;
