import { blockBytes } from './format.ts';

/** Memory that a blob gathers in: block-aligned, so that the disk takes it without a copy through the page cache. */
export interface StagingSlot {
  /** The first block is left for the record's header; the blob's bytes begin at `blockBytes`. */
  readonly bytes: Uint8Array;
  release(): void;
}

export interface Staging {
  take(): StagingSlot;
  /** Bytes of one blob that fit in a slot. */
  readonly capacityBytes: number;
}

const wasmPageBytes = 65536;

// Not in TypeScript's es2024 library (it is in the browser's); this is all that is used of it.
declare const WebAssembly: {
  Memory: new (size: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer };
};

/**
 * Slots of `capacityBytes` each. A slot's memory is a WebAssembly.Memory because that is the only memory of JavaScript
 * whose start is page-aligned, which O_DIRECT asks for. Free slots are kept up to `keepCount`; a busier moment makes more.
 */
export function createStaging({
  capacityBytes,
  keepCount,
}: {
  capacityBytes: number;
  keepCount: number;
}): Staging {
  const pages = Math.ceil((capacityBytes + blockBytes) / wasmPageBytes);
  const free: Uint8Array[] = [];
  return {
    capacityBytes: pages * wasmPageBytes - blockBytes,
    take() {
      const bytes =
        free.pop() ?? new Uint8Array(new WebAssembly.Memory({ initial: pages, maximum: pages }).buffer);
      let released = false;
      return {
        bytes,
        release() {
          if (released) return;
          released = true;
          if (free.length < keepCount) free.push(bytes);
        },
      };
    },
  };
}
