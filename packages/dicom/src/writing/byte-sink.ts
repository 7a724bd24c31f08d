import type { SourceBuffer } from '../data-set/source-span.ts';

/** Bytes in order, as views where they exist already: what `writev` takes. */
export type WrittenBytes = { readonly chunks: readonly Uint8Array[]; readonly byteLength: number };

const blockBytes = 8 * 1024;
/** Below this a copy is cheaper than one more entry of the list. */
const copyBelowBytes = 256;

/** Collects headers and small values in blocks and refers to everything larger; neighbouring source runs become one view. */
export class ByteSink {
  byteLength = 0;
  private readonly chunks: Uint8Array[] = [];
  private block = new Uint8Array(blockBytes);
  private blockStart = 0;
  private blockEnd = 0;
  private runBuffer: SourceBuffer | undefined = undefined;
  private runStart = 0;
  private runEnd = 0;

  /** Room for a header; the bytes may still be changed until `finish`. */
  reserve(byteLength: number): { bytes: Uint8Array; at: number } {
    this.flushRun();
    this.makeRoom(byteLength);
    const at = this.blockEnd;
    this.blockEnd += byteLength;
    this.byteLength += byteLength;
    return { bytes: this.block, at };
  }

  /** A run of source bytes, kept open in case the next one continues it. */
  run(buffer: SourceBuffer, start: number, end: number): void {
    this.byteLength += end - start;
    if (buffer === this.runBuffer && start === this.runEnd) {
      this.runEnd = end;
      return;
    }
    this.flushRun();
    this.runBuffer = buffer;
    this.runStart = start;
    this.runEnd = end;
  }

  bytes(bytes: Uint8Array): void {
    this.flushRun();
    this.byteLength += bytes.length;
    this.emit(bytes);
  }

  finish(): WrittenBytes {
    this.flushRun();
    this.flushBlock();
    return { chunks: this.chunks, byteLength: this.byteLength };
  }

  private emit(bytes: Uint8Array): void {
    if (bytes.length >= copyBelowBytes) {
      this.flushBlock();
      this.chunks.push(bytes);
      return;
    }
    this.makeRoom(bytes.length);
    this.block.set(bytes, this.blockEnd);
    this.blockEnd += bytes.length;
  }

  private flushRun(): void {
    const { runBuffer } = this;
    if (!runBuffer) return;
    this.runBuffer = undefined;
    this.emit(runBuffer.bytes.subarray(this.runStart, this.runEnd));
  }

  private flushBlock(): void {
    if (this.blockEnd > this.blockStart)
      this.chunks.push(this.block.subarray(this.blockStart, this.blockEnd));
    this.blockStart = this.blockEnd;
  }

  private makeRoom(byteLength: number): void {
    if (this.blockEnd + byteLength <= this.block.length) return;
    this.flushBlock();
    this.block = new Uint8Array(blockBytes);
    this.blockStart = 0;
    this.blockEnd = 0;
  }
}

/** The chunks as one array; the only chunk itself when there is just one. */
export function concatBytes({ chunks, byteLength }: WrittenBytes): Uint8Array {
  const [only] = chunks;
  if (chunks.length === 1 && only) return only;
  const whole = new Uint8Array(byteLength);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
