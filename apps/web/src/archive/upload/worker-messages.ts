import type { LocalHeader } from './dicom-header.ts';

/** What a worker answers for one source. */
export type SourceReading = { kind: 'dicom'; header: LocalHeader } | { kind: 'ignored'; reason: string };
/** One answer per source of a batch, in its order. */
export type BatchAnswer = SourceReading[];
