import { parentPort } from 'node:worker_threads';
import { characterSetOf } from '@pesscara/dicom';
import { type Checked, createLeakCheck, type LeakCheck } from '@pesscara/leak-check';
import type { CheckAnswer, CheckRequest, DerivedFile, ObjectBytes } from './check-messages.ts';

const port = parentPort;
if (port === null) throw new Error('The worker of the leak check is started by its thread only');
const checks = new Map<string, LeakCheck>();

function checkOf(checkId: string): LeakCheck {
  const check = checks.get(checkId);
  if (check === undefined) throw new Error('A check was not opened in this thread');
  return check;
}

async function checkObject(check: LeakCheck, { head, parts }: ObjectBytes): Promise<Checked> {
  const { findings, unsearched } = await check.object(head);
  return {
    findings: [...findings, ...parts.flatMap(({ path, bytes }) => check.bytes(path, bytes))],
    unsearched,
  };
}

function checkFile(check: LeakCheck, { name, niftiHead, json, text }: DerivedFile): Checked {
  const findings = [
    ...check.texts([{ path: 'file name', text: name }]),
    ...(niftiHead === undefined ? [] : check.nifti(niftiHead)),
    ...(json === undefined ? [] : check.json(json)),
    ...(text === undefined ? [] : check.texts([{ path: 'text', text }])),
  ];
  return { findings, unsearched: [] };
}

async function carryOut(request: CheckRequest): Promise<Checked[]> {
  switch (request.kind) {
    case 'open': {
      const { checkId, characterSetTerms, ...options } = request;
      checks.set(checkId, createLeakCheck({ ...options, characterSet: characterSetOf(characterSetTerms) }));
      return [];
    }
    case 'objects': {
      const results: Checked[] = [];
      for (const object of request.objects) results.push(await checkObject(checkOf(request.checkId), object));
      return results;
    }
    case 'texts':
      return request.texts.map((text) => ({
        findings: checkOf(request.checkId).texts([text]),
        unsearched: [],
      }));
    case 'files':
      return request.files.map((file) => checkFile(checkOf(request.checkId), file));
    case 'close':
      checks.delete(request.checkId);
      return [];
  }
}

port.on('message', ({ id, request }: { id: number; request: CheckRequest }) => {
  carryOut(request).then(
    (results) => port.postMessage({ id, answer: { kind: 'checked', results } satisfies CheckAnswer }),
    (error: unknown) =>
      port.postMessage({
        id,
        answer: { kind: 'failed', errorName: (error as Error).name } satisfies CheckAnswer,
      }),
  );
});
