import type { UploadResults } from '@pesscara/api-client';
import type { Command } from 'commander';
import { addVerb, type Invocation, textArguments, wholeNumber } from '../command.ts';
import { stateFolder } from '../credentials.ts';
import { CommandError, UsageError } from '../failures.ts';
import { count, formatBytes } from '../output.ts';
import { createProgress, type Progress } from '../progress.ts';
import type { Shell } from '../shell.ts';
import { openAcknowledged } from '../upload/acknowledged.ts';
import { defaultBatchLimits } from '../upload/batches.ts';
import type { LocalFile } from '../upload/local-file.ts';
import { localFiles } from '../upload/local-files.ts';
import type { RetryOptions } from '../upload/retry.ts';
import { type TransferOptions, transfer } from '../upload/transfer.ts';

interface UploadOptions {
  project: string;
  parallel: number;
  attempts: number;
  fresh?: boolean;
  dryRun?: boolean;
}

interface Inventory {
  toSend: LocalFile[];
  bytes: number;
  otherFiles: number;
  sentBefore: number;
}

/** Looks at everything first: the bar needs its length, and a wrong path should fail before anything travels. */
async function takeInventory(
  paths: readonly string[],
  wasSent: (key: string) => boolean,
): Promise<Inventory> {
  const inventory: Inventory = { toSend: [], bytes: 0, otherFiles: 0, sentBefore: 0 };
  for await (const file of localFiles(paths)) {
    if (!file.isDicom) inventory.otherFiles += 1;
    else if (wasSent(file.key)) inventory.sentBefore += 1;
    else {
      inventory.toSend.push(file);
      inventory.bytes += file.sizeBytes;
    }
  }
  return inventory;
}

type Outcome = UploadResults['results'][number]['outcome'];

function summary(
  counts: ReadonlyMap<Outcome, number>,
  { otherFiles, sentBefore }: Inventory,
  refusals: readonly string[],
): string {
  const words: Record<Outcome, string> = {
    stored: 'stored, waiting for review',
    duplicate: 'there already',
    conflict: 'there already with other content (both are kept)',
    held: 'held for an administrator',
    ignored: 'no images',
    refused: 'refused',
  };
  const lines = [...counts].map(([outcome, number]) => `${String(number).padStart(7)} ${words[outcome]}`);
  if (sentBefore > 0) lines.push(`${String(sentBefore).padStart(7)} sent by an earlier run`);
  if (otherFiles > 0) lines.push(`${String(otherFiles).padStart(7)} not DICOM, left out`);
  return [...lines, ...refusals].join('\n');
}

function showPlan({ toSend, bytes, otherFiles, sentBefore }: Inventory) {
  const value = { files: toSend.length, bytes, notDicom: otherFiles, sentBefore };
  const text = `${count(toSend.length, 'file', 'files')} to send, ${formatBytes(bytes)}; ${sentBefore} sent before; ${otherFiles} not DICOM`;
  return { value, text };
}

async function upload({ client, shell, args, options }: Invocation<UploadOptions>) {
  if (options.parallel < 1 || options.parallel > 8) throw new UsageError('--parallel takes 1 to 8');
  const acknowledged = await openAcknowledged(
    stateFolder(shell.environment),
    `${client.baseUrl}\n${options.project}`,
  );
  if (options.fresh === true) await acknowledged.forget();
  const inventory = await takeInventory(textArguments(args, 0), (key) => acknowledged.has(key));
  if (options.dryRun === true) return showPlan(inventory);

  const progress = createProgress(shell, { totalBytes: inventory.bytes, label: 'upload' });
  const counts = new Map<Outcome, number>();
  const refusals: string[] = [];
  const onResults: TransferOptions['onResults'] = (batch, results) => {
    for (const [at, { outcome, reason }] of results.entries()) {
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
      if (outcome === 'refused') refusals.push(`${batch[at]?.place ?? ''}: ${reason ?? 'refused'}`);
    }
  };
  try {
    const receipt = await transfer({
      client,
      project: options.project,
      files: inventory.toSend,
      acknowledged,
      batchLimits: defaultBatchLimits,
      parallel: options.parallel,
      retry: retryOf(options, shell, progress),
      onBytes: (bytes) => progress.add(bytes),
      onResults,
    });
    if (refusals.length > 0) shell.exitCode = 1;
    const { otherFiles, sentBefore } = inventory;
    return {
      value: {
        receipt: receipt ?? null,
        outcomes: Object.fromEntries(counts),
        notDicom: otherFiles,
        sentBefore,
        refusals,
      },
      text: summary(counts, inventory, refusals) || 'Nothing to send.',
    };
  } catch (error) {
    if (!shell.signal.aborted) throw error;
    throw new CommandError(
      'Interrupted. Run the same command again: it goes on where the server’s answers ended.',
    );
  } finally {
    progress.end();
  }
}

function retryOf({ attempts }: UploadOptions, shell: Shell, progress: Progress): RetryOptions {
  return {
    maxAttempts: attempts,
    firstDelayMs: 1000,
    maxDelayMs: 30_000,
    signal: shell.signal,
    onWait: (delayMs, error) => progress.note(`  ${error.message} Again in ${Math.ceil(delayMs / 1000)} s.`),
  };
}

/** `pesscara upload PATH…` */
export function uploadCommand(program: Command, shell: Shell): void {
  addVerb(
    program,
    shell,
    'upload <path...>',
    'Sends DICOM files, folders and zips; run again, it sends what was not acknowledged',
    upload,
  )
    .requiredOption('--project <key>', 'the project')
    .option('--parallel <number>', 'requests at the same time, 1 to 8', wholeNumber, 2)
    .option('--attempts <number>', 'how often a request is tried', wholeNumber, 8)
    .option('--fresh', 'forget what earlier runs sent')
    .option('--dry-run', 'only say what would be sent');
}
