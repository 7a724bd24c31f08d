import { createHash } from 'node:crypto';
import { defineProblem, problem } from '../problems/index.ts';
import { codeOf, writeFully } from './files.ts';
import type { FinalFiles, TemporaryFile } from './final-files.ts';
import { blockBytes, roundUpToBlock } from './format.ts';
import type { Landing } from './landing.ts';
import type { Staging, StagingSlot } from './staging.ts';

export const storageFull = defineProblem({
  name: 'kernel/storage-full',
  status: 507,
  title: 'The data folder’s disk is full',
});
export const blobTooLarge = defineProblem({
  name: 'kernel/blob-too-large',
  status: 413,
  title: 'The file is larger than this server takes',
});

export interface SealedBlob {
  readonly sha256: Buffer;
  readonly sizeBytes: number;
}

/** Takes one blob's bytes in order. */
export interface BlobWriter {
  /**
   * Adds bytes. They are copied before it returns or, when it returns a promise, before that resolves:
   * until then the caller must neither change them nor write again.
   */
  write(chunk: Uint8Array): void | Promise<void>;
  /** Ends the blob. When it resolves, the blob is durable and readable. @throws storageFull; the blob is then gone */
  seal(): Promise<SealedBlob>;
  /**
   * Ends the blob and says its name at once, while the bytes are still on their way to the disk: for work that can be
   * prepared meanwhile, to be completed only after `durable`. That rejects as `seal` does; somebody must await it.
   */
  startSealing(): SealingBlob;
  /** Gives the blob up. */
  discard(): Promise<void>;
}

export interface SealingBlob extends SealedBlob {
  readonly durable: Promise<void>;
}

export interface WriterOptions {
  staging: Staging;
  landing: Landing;
  finalFiles: FinalFiles;
  maxBlobBytes: number;
}

// A problem for HTTP that still has the system's code, which the receiver answers by.
function asProblem(error: unknown): unknown {
  const code = codeOf(error);
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  const full = problem(storageFull, {
    detail: 'Nothing was kept of this file. Make room on the disk of the data folder and send it again.',
  });
  return Object.assign(full, { code, cause: error });
}

/**
 * A blob gathers in a slot of memory. One that fits is made durable by the landing; a larger one, or one that meets a
 * full landing, goes to a temporary file, slot by slot, two slots in turn.
 */
export function createWriter({ staging, landing, finalFiles, maxBlobBytes }: WriterOptions): BlobWriter {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  let slot: StagingSlot | undefined;
  let spare: StagingSlot | undefined;
  let filled = 0;
  let temporary: TemporaryFile | undefined;
  let flushedBytes = 0;
  // Settles with the error, so that a failure is met at the next flush and never goes unhandled.
  let flushing: Promise<unknown> = Promise.resolve();
  let ended = false;

  async function awaitFlush(): Promise<void> {
    const failure = await flushing;
    flushing = Promise.resolve();
    if (failure !== undefined) throw asProblem(failure);
  }

  // The rest of the last block would carry bytes of whatever was in this memory before.
  function padLastBlock(bytes: Uint8Array): void {
    bytes.fill(0, blockBytes + filled, blockBytes + roundUpToBlock(filled));
  }

  async function flush(length: number): Promise<void> {
    await awaitFlush();
    try {
      temporary ??= await finalFiles.createTemporary('direct');
    } catch (error) {
      throw asProblem(error);
    }
    const full = (slot ??= staging.take());
    slot = spare ?? staging.take();
    spare = full;
    flushing = writeFully(
      temporary.handle,
      full.bytes,
      blockBytes,
      roundUpToBlock(length),
      flushedBytes,
    ).then(
      () => undefined,
      (error: unknown) => error,
    );
    flushedBytes += length;
    filled = 0;
  }

  async function writeAcross(chunk: Uint8Array): Promise<void> {
    let rest = chunk;
    while (rest.length > 0) {
      if (filled === staging.capacityBytes) await flush(filled);
      const part = rest.subarray(0, staging.capacityBytes - filled);
      (slot ??= staging.take()).bytes.set(part, blockBytes + filled);
      filled += part.length;
      rest = rest.subarray(part.length);
    }
  }

  function write(chunk: Uint8Array): void | Promise<void> {
    if (ended) throw new Error('The blob has ended: it takes no more bytes');
    sizeBytes += chunk.length;
    if (sizeBytes > maxBlobBytes)
      throw problem(blobTooLarge, {
        detail: `A file may have ${maxBlobBytes} bytes at most (PESSCARA_MAX_BLOB_BYTES).`,
      });
    hash.update(chunk);
    if (filled + chunk.length > staging.capacityBytes) return writeAcross(chunk);
    (slot ??= staging.take()).bytes.set(chunk, blockBytes + filled);
    filled += chunk.length;
  }

  /** Durable under its own name: content, then name, then the name's folder. */
  async function fileDirectly(sha256: Buffer): Promise<void> {
    const hex = sha256.toString('hex');
    await flush(filled);
    await awaitFlush();
    if (temporary === undefined) return;
    if (await finalFiles.hasSize(hex, sizeBytes)) {
      await finalFiles.syncContent(hex);
      await finalFiles.syncNames([hex]);
      return;
    }
    await temporary.handle.truncate(sizeBytes);
    await temporary.handle.sync();
    await finalFiles.publish(temporary.path, hex);
    await finalFiles.syncNames([hex]);
  }

  async function release(): Promise<void> {
    await flushing;
    slot?.release();
    spare?.release();
    slot = spare = undefined;
    if (temporary === undefined) return;
    await temporary.handle.close();
    await finalFiles.removeIfThere(temporary.path);
    temporary = undefined;
  }

  async function makeDurable(sha256: Buffer): Promise<void> {
    try {
      const { bytes } = (slot ??= staging.take());
      padLastBlock(bytes);
      if (temporary !== undefined || !(await landing.append({ bytes, sizeBytes, sha256 })))
        await fileDirectly(sha256);
    } catch (error) {
      throw asProblem(error);
    } finally {
      await release();
    }
  }

  function startSealing(): SealingBlob {
    if (ended) throw new Error('The blob has ended: it cannot be sealed again');
    ended = true;
    const sha256 = hash.digest();
    return { sha256, sizeBytes, durable: makeDurable(sha256) };
  }

  async function seal(): Promise<SealedBlob> {
    const { sha256, durable } = startSealing();
    await durable;
    return { sha256, sizeBytes };
  }

  async function discard(): Promise<void> {
    ended = true;
    await release();
  }

  return { write, seal, startSealing, discard };
}
