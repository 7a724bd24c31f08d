import { readFileSync } from 'node:fs';
import { classifyDimseStatus, formatDimseStatus, type Requestor } from '@pesscara/dicom';
import { type AssociationOptions, openAssociation } from '@pesscara/dicom-network';
import type { Command } from 'commander';
import { addVerb, type Invocation, textArguments, wholeNumber } from '../command.ts';
import { CommandError, UsageError } from '../failures.ts';
import { count, formatBytes } from '../output.ts';
import { createProgress } from '../progress.ts';
import { associationRuns, type OutgoingFile, outgoingFiles } from '../send/outgoing-files.ts';
import type { Shell } from '../shell.ts';

interface SendOptions {
  to: string;
  from: string;
  tls?: boolean;
  ca?: string;
  cert?: string;
  key?: string;
  associations: number;
  echo?: boolean;
}

/** 'AE@host:port'. @throws UsageError */
export function parseDestination(text: string): { calledAe: string; host: string; port: number } {
  const [, calledAe, bracketed, plain, port] =
    /^([^@]{1,16})@(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (calledAe === undefined || host === undefined || Number(port) > 65_535)
    throw new UsageError(`--to takes AE@host:port, for example PESSCARA@127.0.0.1:11112, not "${text}"`);
  return { calledAe, host, port: Number(port) };
}

function peerOf(options: SendOptions): Omit<AssociationOptions, 'instances'> {
  const { tls = false, ca, cert, key } = options;
  const secrets = {
    ...(ca === undefined ? {} : { ca: readFileSync(ca) }),
    ...(cert === undefined ? {} : { cert: readFileSync(cert) }),
    ...(key === undefined ? {} : { key: readFileSync(key) }),
  };
  const isTls = tls || Object.keys(secrets).length > 0;
  return { ...parseDestination(options.to), callingAe: options.from, ...(isTls ? { tls: secrets } : {}) };
}

async function echo(options: SendOptions) {
  const association = await openAssociation({ ...peerOf(options), instances: [] });
  const outcome = await association.echo();
  await association.release();
  if (outcome.kind !== 'answered' || outcome.status !== 0)
    throw new CommandError(
      `C-ECHO: ${outcome.kind === 'answered' ? formatDimseStatus(outcome.status) : outcome.kind}`,
    );
  return { value: { status: 0 }, text: `${options.to} answers.` };
}

interface Tally {
  sent: number;
  bytes: number;
  failures: string[];
}

/** Sends one file; false when the association is over. */
async function sendOne(
  association: Requestor,
  { place, instance, sizeBytes }: OutgoingFile,
  tally: Tally,
): Promise<boolean> {
  const outcome = await association.store(instance);
  if (outcome.kind === 'ended') {
    tally.failures.push(`${place}: the association ended (${outcome.ending.detail})`);
    return false;
  }
  if (outcome.kind === 'no-presentation-context')
    tally.failures.push(`${place}: the receiver does not take this kind of object or its transfer syntax`);
  else if (['success', 'warning'].includes(classifyDimseStatus(outcome.status))) {
    tally.sent += 1;
    tally.bytes += sizeBytes;
  } else
    tally.failures.push(
      `${place}: ${formatDimseStatus(outcome.status)}${outcome.errorComment === undefined ? '' : ` ${outcome.errorComment}`}`,
    );
  return true;
}

async function send({ shell, args, options }: Invocation<SendOptions>) {
  if (options.echo === true) return echo(options);
  const peer = peerOf(options);
  const { files, otherFiles } = await outgoingFiles(textArguments(args, 0));
  const progress = createProgress(shell, {
    totalBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
    label: 'send',
  });
  const tally: Tally = { sent: 0, bytes: 0, failures: [] };
  const queue = associationRuns(files);
  try {
    for (const run of queue)
      await sendRun(run, options.associations, peer, tally, (bytes) => progress.add(bytes), shell.signal);
  } finally {
    progress.end();
  }
  if (tally.failures.length > 0) shell.exitCode = 1;
  const text = [
    `${count(tally.sent, 'instance', 'instances')} sent, ${formatBytes(tally.bytes)}; ${otherFiles} not DICOM files, left out`,
    ...tally.failures,
  ].join('\n');
  return {
    value: { sent: tally.sent, bytes: tally.bytes, notDicom: otherFiles, failures: tally.failures },
    text,
  };
}

/** One run over some associations, which share a queue; a broken association leaves the rest to the others. */
async function sendRun(
  run: readonly OutgoingFile[],
  associations: number,
  peer: Omit<AssociationOptions, 'instances'>,
  tally: Tally,
  onSent: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const instances = run.map((file) => file.instance);
  let next = 0;
  async function lane(): Promise<void> {
    const association = await openAssociation({ ...peer, instances });
    let isOpen = true;
    while (isOpen && next < run.length && !signal.aborted) {
      const file = run[next++] as OutgoingFile;
      isOpen = await sendOne(association, file, tally);
      onSent(file.sizeBytes);
    }
    if (isOpen) await association.release();
  }
  await Promise.all(Array.from({ length: Math.max(1, Math.min(associations, run.length)) }, lane));
  if (next < run.length)
    tally.failures.push(
      `${count(run.length - next, 'file was', 'files were')} not sent: ${signal.aborted ? 'interrupted' : 'every association had ended'}`,
    );
}

/** `pesscara send PATH… --to AE@host:port` */
export function sendCommand(program: Command, shell: Shell): void {
  addVerb(
    program,
    shell,
    'send [path...]',
    'Sends DICOM files by C-STORE, to PESSCARA or any other receiver',
    send,
  )
    .option('--to <AE@host:port>', 'the receiver', 'PESSCARA@127.0.0.1:11112')
    .option('--from <title>', 'our AE title', 'PESSCARA_CLI')
    .option('--associations <number>', 'at the same time', wholeNumber, 1)
    .option('--echo', 'only ask whether it answers (C-ECHO)')
    .option('--tls', 'over TLS')
    .option('--ca <file>', 'certificates that sign the receiver’s (PEM); implies --tls')
    .option('--cert <file>', 'our certificate (PEM); implies --tls')
    .option('--key <file>', 'our private key (PEM); implies --tls');
}
