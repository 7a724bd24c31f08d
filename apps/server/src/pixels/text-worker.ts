import { parentPort } from 'node:worker_threads';
import type { GreyPicture } from './text-lines.ts';
import { openTextModel } from './text-model.ts';

const port = parentPort;
if (port === null) throw new Error('A text worker is started by the text reader only');

const model = openTextModel();

port.on('message', ({ id, picture }: { id: number; picture: GreyPicture }) => {
  model
    .then(({ read }) => read(picture))
    .then(
      (lines) => port.postMessage({ id, lines }),
      // Only the kind of error: messages of libraries may quote what they read.
      (error: unknown) => port.postMessage({ id, failure: (error as Error).name }),
    );
});
