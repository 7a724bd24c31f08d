import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Logger } from '../../kernel/log/index.ts';
import type { TaskFailure } from '../codecs/frame-input.ts';
import type { RenderTask, TaskResult } from './render-task.ts';

export interface RenderPoolOptions {
  /** Threads. Default: one less than there are cores, at least one. */
  readonly size?: number;
  /** Tasks that wait at most; more are refused as `busy`. */
  readonly maxQueued?: number;
  /** A task that takes longer is ended, with its thread. */
  readonly taskTimeoutMs?: number;
  /** JavaScript heap of a thread. */
  readonly maxHeapMb?: number;
  readonly log?: Logger;
}

export type PoolResult<Task extends RenderTask> =
  | TaskResult<Task>
  | { readonly kind: 'busy' }
  | { readonly kind: 'cancelled' };

type AnyResult = PoolResult<RenderTask>;

interface Waiting {
  readonly id: number;
  readonly task: RenderTask;
  readonly settle: (result: AnyResult) => void;
}

interface Thread {
  readonly worker: Worker;
  running: Waiting | undefined;
  timer: NodeJS.Timeout | undefined;
}

const failure = (reason: string): TaskFailure => ({ kind: 'unsupported', reason });

/**
 * Threads that decode and encode pixels, so that the main loop never does. Threads start when there is work. A task that
 * hangs or needs too much memory costs its thread, which is replaced, and never the process.
 */
export function createRenderPool(options: RenderPoolOptions = {}) {
  const { size = Math.max(1, availableParallelism() - 1), maxQueued = 512 } = options;
  const { taskTimeoutMs = 30_000, maxHeapMb = 512, log } = options;
  const threads = new Set<Thread>();
  const queue: Waiting[] = [];
  let nextId = 1;
  let isClosed = false;

  function startThread(): Thread {
    const worker = new Worker(new URL('./render-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
      execArgv: [],
    });
    const thread: Thread = { worker, running: undefined, timer: undefined };
    threads.add(thread);
    worker.unref();
    worker.on('message', ({ id, result }: { id: number; result: AnyResult }) => {
      if (thread.running?.id === id) finish(thread, result);
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      const { name, stack } = error;
      log?.warn(
        { event: 'imaging.thread.failed', error: { name, stack } },
        'A render thread failed; it is replaced',
      );
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      lose(
        thread,
        isMemory ? 'The image needs more memory than a render thread may have' : 'The render thread failed',
      );
    });
    worker.on('exit', () => lose(thread, 'The render thread ended'));
    return thread;
  }

  function finish(thread: Thread, result: AnyResult): void {
    clearTimeout(thread.timer);
    const { running } = thread;
    thread.running = undefined;
    thread.worker.unref();
    running?.settle(result);
    startNext();
  }

  function lose(thread: Thread, reason: string): void {
    if (!threads.delete(thread)) return;
    finish(thread, failure(reason));
  }

  function freeThread(): Thread | undefined {
    for (const thread of threads) if (thread.running === undefined) return thread;
    return threads.size < size ? startThread() : undefined;
  }

  function startNext(): void {
    if (isClosed) return;
    while (queue.length > 0) {
      const thread = freeThread();
      const waiting = thread && queue.shift();
      if (thread === undefined || waiting === undefined) return;
      thread.running = waiting;
      thread.worker.ref();
      thread.timer = setTimeout(() => {
        log?.warn(
          { event: 'imaging.task.timedOut', kind: waiting.task.kind },
          'Rendering took too long and was ended',
        );
        lose(thread, `Rendering took longer than ${taskTimeoutMs / 1000} s`);
        void thread.worker.terminate();
      }, taskTimeoutMs);
      thread.worker.postMessage({ id: waiting.id, task: waiting.task });
    }
  }

  /**
   * Runs a task on a thread. Never rejects: what went wrong is in the result.
   * @param signal a cancelled task leaves the queue at once; one that runs already is left to end unheard
   */
  function run<Task extends RenderTask>(task: Task, signal?: AbortSignal): Promise<PoolResult<Task>> {
    if (isClosed || queue.length >= maxQueued) return Promise.resolve({ kind: 'busy' });
    if (signal?.aborted === true) return Promise.resolve({ kind: 'cancelled' });
    return new Promise((resolve) => {
      const cancel = () => {
        const at = queue.indexOf(waiting);
        if (at >= 0) queue.splice(at, 1);
        waiting.settle({ kind: 'cancelled' });
      };
      const waiting: Waiting = {
        id: nextId++,
        task,
        settle: (result) => {
          signal?.removeEventListener('abort', cancel);
          resolve(result as PoolResult<Task>);
        },
      };
      signal?.addEventListener('abort', cancel, { once: true });
      queue.push(waiting);
      startNext();
    });
  }

  /** Ends the threads; what still waits is answered `cancelled`. */
  async function close(): Promise<void> {
    isClosed = true;
    for (const waiting of queue.splice(0)) waiting.settle({ kind: 'cancelled' });
    const ended = [...threads].map((thread) => {
      lose(thread, 'The server is stopping');
      return thread.worker.terminate();
    });
    await Promise.all(ended);
  }

  return { run, close, waiting: () => queue.length };
}

export type RenderPool = ReturnType<typeof createRenderPool>;
