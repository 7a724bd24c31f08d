import { parentPort } from 'node:worker_threads';
import { type DefaceAnswer, type DefaceTask, runDefaceTask } from './deface-task.ts';

const port = parentPort;
if (port === null) throw new Error('A deface worker is started by its task only');

port.on('message', (task: DefaceTask) => {
  const answer: DefaceAnswer = runDefaceTask(task);
  port.postMessage(answer, answer.kind === 'slice' ? [answer.bytes.buffer as ArrayBuffer] : []);
});
