import type { LocalHeader } from './dicom-header.ts';

/** What a worker answers for one source. */
export type SourceReading =
  | { kind: 'dicom'; header: LocalHeader; sizeBytes: number }
  | { kind: 'ignored'; reason: string };
/** One answer per source of a batch, in its order. */
export type BatchAnswer = SourceReading[];
/** A request's body, made by a worker of the sources of a bundle; or why it could not be made. */
export type PackAnswer =
  | { kind: 'packed'; contentType: string; body: Blob }
  | { kind: 'failed'; reason: string };
