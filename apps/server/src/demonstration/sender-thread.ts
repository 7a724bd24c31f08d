import { parentPort, workerData } from 'node:worker_threads';
import { classifyDimseStatus, formatDimseStatus } from '@pesscara/dicom';
import { openAssociation } from '@pesscara/dicom-network';
import { makeExams, type PhantomExam, phantomInstanceKinds } from '@pesscara/phantom';

/** Where the thread sends to. */
export interface SenderOptions {
  readonly aeTitle: string;
  readonly host: string;
  readonly port: number;
}

export type SenderMessage =
  | { kind: 'exam-sent'; counts: { series: number; instances: number } }
  | { kind: 'all-sent'; instances: number };

// An address to listen on is not always one to call.
const anyAddress: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** Sends one exam over one association, as a scanner does. @throws Error when an instance is not taken */
async function sendExam({ aeTitle, host, port }: SenderOptions, exam: PhantomExam): Promise<number> {
  const association = await openAssociation({
    host: anyAddress[host] ?? host,
    port,
    callingAe: exam.callingAeTitle,
    calledAe: aeTitle,
    instances: phantomInstanceKinds,
  });
  let instances = 0;
  for (const instance of exam.instances()) {
    const outcome = await association.store({ ...instance, dataSet: [instance.dataSet] });
    if (outcome.kind !== 'answered') throw new Error(`The receiver did not answer (${outcome.kind})`);
    if (classifyDimseStatus(outcome.status) !== 'success')
      throw new Error(`The receiver answered ${formatDimseStatus(outcome.status)}`);
    instances += 1;
  }
  await association.release();
  return instances;
}

function tell(message: SenderMessage): void {
  parentPort?.postMessage(message);
}

/** What one centre has, in order: a follow-up comes after the exam it follows. */
async function sendCentre(exams: readonly PhantomExam[]): Promise<number> {
  let total = 0;
  for (const exam of exams) {
    const instances = await sendExam(workerData as SenderOptions, exam);
    total += instances;
    tell({ kind: 'exam-sent', counts: { series: exam.seriesCount, instances } });
  }
  return total;
}

const exams = makeExams();
const callers = [...new Set(exams.map((exam) => exam.callingAeTitle))];
// The centres send at the same time, as centres do.
const sent = await Promise.all(
  callers.map((caller) => sendCentre(exams.filter((exam) => exam.callingAeTitle === caller))),
);
tell({ kind: 'all-sent', instances: sent.reduce((sum, instances) => sum + instances, 0) });
