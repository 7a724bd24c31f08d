import type { Checked, Identifier, PlacedText } from '@pesscara/leak-check';

/** What of an object is looked at. */
export interface ObjectBytes {
  /** The file up to Pixel Data. */
  head: Uint8Array;
  /** The beginnings of compressed frames, and what follows Pixel Data. */
  parts: readonly { path: string; bytes: Uint8Array }[];
}

export interface DerivedFile {
  name: string;
  /** A NIfTI-1 file up to its voxels. */
  niftiHead?: Uint8Array | undefined;
  /** A sidecar. */
  json?: string | undefined;
  /** Any other text. */
  text?: string | undefined;
}

/** Identifiers travel within the process only, and are let go with `close`. */
export type CheckRequest =
  | {
      kind: 'open';
      checkId: string;
      identifiers: readonly Identifier[];
      permitted: readonly string[];
      hashKey: Uint8Array;
      characterSetTerms: readonly string[];
    }
  | { kind: 'objects'; checkId: string; objects: readonly ObjectBytes[] }
  | { kind: 'texts'; checkId: string; texts: readonly PlacedText[] }
  | { kind: 'files'; checkId: string; files: readonly DerivedFile[] }
  | { kind: 'close'; checkId: string };

/** One for each object, text or file that was given; of `failed` only the name of the error, whose message may quote a value. */
export type CheckAnswer =
  | { kind: 'checked'; results: readonly Checked[] }
  | { kind: 'failed'; errorName: string };
