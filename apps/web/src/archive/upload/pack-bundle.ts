import type { LocalSource } from './local-source.ts';
import type { PackAnswer } from './worker-messages.ts';

/** Makes the bodies of requests, in a worker: a body asks the disk about each of its files and unpacks zips. */
export interface Packer {
  /** Rejects when a file can no longer be read. */
  pack: (sources: readonly LocalSource[]) => Promise<{ contentType: string; body: Blob }>;
  close: () => void;
}

interface Waiting {
  done: (answer: { contentType: string; body: Blob }) => void;
  failed: (error: Error) => void;
}

export function startPacker(): Packer {
  const worker = new Worker(new URL('./pack-worker.ts', import.meta.url), { type: 'module' });
  const waiting: Waiting[] = [];
  worker.onmessage = ({ data }: MessageEvent<PackAnswer>) => {
    const first = waiting.shift();
    if (data.kind === 'packed') first?.done(data);
    else first?.failed(new Error(data.reason));
  };
  worker.onerror = (event) => {
    for (const one of waiting.splice(0))
      one.failed(new Error(event.message || 'A worker of this page failed.'));
  };
  return {
    pack: (sources) =>
      new Promise((done, failed) => {
        waiting.push({ done, failed });
        worker.postMessage(sources);
      }),
    close: () => worker.terminate(),
  };
}
