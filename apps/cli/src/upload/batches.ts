import type { LocalFile } from './local-file.ts';

export interface BatchLimits {
  readonly maxFiles: number;
  readonly maxBytes: number;
}

/** Small enough that a failed request costs little, large enough that requests cost nothing. */
export const defaultBatchLimits: BatchLimits = { maxFiles: 64, maxBytes: 32_000_000 };

/** Bundles for one request each, in order. A file larger than the limit goes alone. */
export async function* batchesOf(
  files: AsyncIterable<LocalFile> | Iterable<LocalFile>,
  limits: BatchLimits,
): AsyncGenerator<LocalFile[]> {
  let batch: LocalFile[] = [];
  let bytes = 0;
  for await (const file of files) {
    if (batch.length > 0 && (batch.length >= limits.maxFiles || bytes + file.sizeBytes > limits.maxBytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(file);
    bytes += file.sizeBytes;
  }
  if (batch.length > 0) yield batch;
}
