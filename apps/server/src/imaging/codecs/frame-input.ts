import type { PixelFormat } from './pixel-format.ts';

/** An encoded frame as the archive hands it out. */
export interface FrameInput {
  readonly bytes: Uint8Array;
  readonly bitOffset: number;
  readonly transferSyntaxUid: string;
  readonly format: PixelFormat;
  readonly maxFrameSamples: number;
}

export type TaskFailure = { readonly kind: 'unsupported'; readonly reason: string };
