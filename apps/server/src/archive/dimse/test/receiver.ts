import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import {
  buildFileMeta,
  concatBytes,
  DataSet,
  planPresentationContexts,
  type StoreSink,
  setBytes,
  setNumbers,
  setText,
  setUid,
  transferSyntaxOf,
  writeDataSet,
} from '@pesscara/dicom';
import { pino } from 'pino';
import { type DimseLimits, defaultDimseLimits } from '../dimse-limits.ts';
import { createDimseListener } from '../dimse-listener.ts';
import type {
  Association,
  AssociationSummary,
  DimseListenerOptions,
  StoreInfo,
} from '../listener-options.ts';

export const ctImageStorage = '1.2.840.10008.5.1.4.1.1.2';
export const explicitLittleEndian = '1.2.840.10008.1.2.1';

export type ReceivedObject = StoreInfo & {
  sha256: string;
  sizeBytes: number;
  outcome: 'open' | 'ended' | 'aborted';
};

/** A sink that hashes what it gets and answers success. */
export function hashingSink(received: ReceivedObject): StoreSink {
  const hash = createHash('sha256');
  return {
    write(chunk) {
      hash.update(chunk);
      received.sizeBytes += chunk.length;
    },
    end() {
      received.sha256 = hash.digest('hex');
      received.outcome = 'ended';
      return 0x0000;
    },
    abort() {
      received.outcome = 'aborted';
    },
  };
}

type ReceiverOverrides = Partial<Omit<DimseListenerOptions, 'limits'>> & {
  limits?: Partial<DimseLimits>;
  sink?: (received: ReceivedObject) => StoreSink;
};

/** A listener on free ports with everything it was given, told and logged. */
export async function startReceiver({ limits, sink = hashingSink, ...overrides }: ReceiverOverrides = {}) {
  const received: ReceivedObject[] = [];
  const summaries: AssociationSummary[] = [];
  const associations: Association[] = [];
  const logLines: string[] = [];
  const listener = createDimseListener({
    host: '127.0.0.1',
    port: 0,
    limits: { ...defaultDimseLimits, ...limits },
    log: pino({ level: 'trace' }, { write: (line: string) => logLines.push(line) }),
    monotonicMs: () => performance.now(),
    admit(association) {
      associations.push(association);
      return { kind: 'accepted' };
    },
    acceptsSopClass: () => true,
    openStore(info) {
      const object: ReceivedObject = { ...info, sha256: '', sizeBytes: 0, outcome: 'open' };
      received.push(object);
      return sink(object);
    },
    onAssociationEnded: (summary) => summaries.push(summary),
    ...overrides,
  });
  const ports = await listener.start();
  return { ...ports, listener, received, summaries, associations, logLines };
}

/** A promise to be settled by the test. */
export function createSignal() {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}

export function plannedContexts(sopClassUid = ctImageStorage, transferSyntaxUid = explicitLittleEndian) {
  const plan = planPresentationContexts([{ sopClassUid, transferSyntaxUid }]);
  if (plan.kind !== 'planned') throw new Error('a plan of two contexts fits');
  return plan.presentationContexts;
}

/** A raw connection that remembers what it heard. */
export async function connectRaw(
  port: number,
): Promise<{ socket: Socket; heard: () => Buffer; isClosed: () => boolean }> {
  const chunks: Buffer[] = [];
  let isClosed = false;
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('error', () => undefined);
  socket.on('close', () => {
    isClosed = true;
  });
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  return { socket, heard: () => Buffer.concat(chunks), isClosed: () => isClosed };
}

/** An invented CT image with its pixels in the given number of bytes; no patient in it. */
export function makeCtFile(
  sopInstanceUid: string,
  pixelBytes: number,
): { file: Uint8Array; dataSet: Uint8Array } {
  const transferSyntax = transferSyntaxOf(explicitLittleEndian);
  if (transferSyntax === undefined) throw new Error('the standard has this transfer syntax');
  const dataSet = new DataSet({ encoding: transferSyntax });
  setUid(dataSet, 'SOPClassUID', ctImageStorage);
  setUid(dataSet, 'SOPInstanceUID', sopInstanceUid);
  setText(dataSet, 'Modality', 'CS', 'CT');
  setNumbers(dataSet, 'Rows', 'US', [512]);
  setNumbers(dataSet, 'Columns', 'US', [512]);
  setNumbers(dataSet, 'BitsAllocated', 'US', [16]);
  setBytes(
    dataSet,
    'PixelData',
    'OW',
    new Uint8Array(pixelBytes).map((_, index) => (index * 31) % 251),
  );
  const bytes = concatBytes(writeDataSet(dataSet));
  const meta = buildFileMeta({
    mediaStorageSopClassUid: ctImageStorage,
    mediaStorageSopInstanceUid: sopInstanceUid,
    transferSyntaxUid: explicitLittleEndian,
  });
  return { file: Buffer.concat([meta, bytes]), dataSet: bytes };
}

/** Runs a program to its end; standard error is kept for the message of a failing test. */
export function run(
  program: string,
  parameters: readonly string[],
  environment: Record<string, string> = {},
) {
  const child = spawn(program, parameters, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  const exited = new Promise<{ exitCode: number | null; errors: string }>((resolve) => {
    child.on('close', (exitCode) => resolve({ exitCode, errors }));
  });
  return { child, exited };
}
