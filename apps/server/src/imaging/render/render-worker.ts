import { parentPort } from 'node:worker_threads';
import sharp from 'sharp';
import { type RenderTask, runRenderTask } from './render-task.ts';

// The pool has a thread for each core already.
sharp.concurrency(1);
sharp.cache(false);

const port = parentPort;
if (port === null) throw new Error('A render worker is started by the render pool only');

port.on('message', ({ id, task }: { id: number; task: RenderTask }) => {
  runRenderTask(task).then(
    (result) => {
      // Encoded pictures lie in memory of libvips, which cannot be given away; they are small enough to copy.
      port.postMessage(
        { id, result },
        result.kind === 'decoded' || result.kind === 'masked' ? [result.bytes.buffer as ArrayBuffer] : [],
      );
    },
    (error: unknown) => {
      // Only the kind of error: messages of libraries may quote what they read.
      port.postMessage({
        id,
        result: { kind: 'unsupported', reason: `The image cannot be rendered (${(error as Error).name})` },
      });
    },
  );
});
