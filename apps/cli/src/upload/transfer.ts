import {
  answer,
  type Client,
  type components,
  ProblemError,
  type UploadResults,
  uploadFiles,
} from '@pesscara/api-client';
import type { Acknowledged } from './acknowledged.ts';
import { type BatchLimits, batchesOf } from './batches.ts';
import type { LocalFile } from './local-file.ts';
import { type RetryOptions, withRetry } from './retry.ts';

type Outcome = UploadResults['results'][number]['outcome'];
export type UploadReceipt = components['schemas']['UploadReceipt'];

export interface TransferOptions {
  readonly client: Client;
  readonly project: string;
  readonly files: AsyncIterable<LocalFile> | Iterable<LocalFile>;
  readonly acknowledged: Acknowledged;
  readonly batchLimits: BatchLimits;
  /** Requests at the same time. */
  readonly parallel: number;
  readonly retry: RetryOptions;
  /** Bytes that went out, also those of attempts that failed (negative takes them back). */
  onBytes(bytes: number): void;
  onResults(batch: readonly LocalFile[], results: UploadResults['results']): void;
}

/** Answered for good: what was refused may be sent again after it was mended. */
const settled: ReadonlySet<Outcome> = new Set(['stored', 'duplicate', 'conflict', 'held', 'ignored']);

async function* counted(
  bytes: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    onBytes(chunk.length);
    yield chunk;
  }
}

/** Sends files in bundles, a few requests at a time; each bundle is noted as soon as the server has answered for it. */
export async function transfer(options: TransferOptions): Promise<UploadReceipt | undefined> {
  const { client, project, acknowledged, retry, onBytes, onResults } = options;
  const params = { path: { project } };
  let upload: Promise<UploadReceipt> | undefined;
  const begin = () =>
    answer(client.api.POST('/api/v1/projects/{project}/uploads', { params })).catch((error: unknown) => {
      upload = undefined;
      throw error;
    });

  async function attempt(batch: readonly LocalFile[]): Promise<UploadResults> {
    const { id } = await (upload ??= begin());
    let sent = 0;
    const count = (bytes: number) => {
      sent += bytes;
      onBytes(bytes);
    };
    // Names stay here: results come in order, and a path may name a patient.
    const files = batch.map((file, index) => ({ name: String(index), bytes: counted(file.read(), count) }));
    try {
      return await uploadFiles(client, { project, uploadId: id, files, signal: retry.signal });
    } catch (error) {
      onBytes(-sent);
      throw error;
    }
  }

  /** An upload that the server does not know any more is begun anew, once. */
  async function attemptInLiveUpload(batch: readonly LocalFile[]): Promise<UploadResults> {
    try {
      return await attempt(batch);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem !== 'archive/upload-not-found') throw error;
      upload = undefined;
      return attempt(batch);
    }
  }

  async function send(batch: readonly LocalFile[]): Promise<void> {
    const { results } = await withRetry(retry, () => attemptInLiveUpload(batch));
    if (results.length !== batch.length)
      throw new Error(`The server answered for ${results.length} of ${batch.length} files of a request`);
    await acknowledged.add(
      batch.filter((_, at) => settled.has(results[at]?.outcome ?? 'refused')).map(({ key }) => key),
    );
    onResults(batch, results);
  }

  await inParallel(batchesOf(options.files, options.batchLimits), options.parallel, send);
  if (upload === undefined) return undefined;
  const { id } = await upload;
  return withRetry(retry, () =>
    answer(
      client.api.POST('/api/v1/projects/{project}/uploads/{id}/finish', {
        params: { path: { project, id } },
      }),
    ),
  );
}

/** Works through items with a few at the same time; the first failure stops the taking of new ones. */
async function inParallel<Item>(
  items: AsyncGenerator<Item>,
  parallel: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let failure: { error: unknown } | undefined;
  async function lane(): Promise<void> {
    while (failure === undefined) {
      const next = await items.next();
      if (next.done === true) return;
      try {
        await work(next.value);
      } catch (error) {
        failure ??= { error };
      }
    }
  }
  await Promise.all(Array.from({ length: parallel }, lane));
  if (failure !== undefined) throw failure.error;
}
