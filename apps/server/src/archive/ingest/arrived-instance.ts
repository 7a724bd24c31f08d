import type { RecordedFinding } from '../../deidentification/index.ts';
import type { IntakeId, ProjectId } from '../../kernel/ids/index.ts';

/** How an arrival came: fixed for a connection (an association, an upload, a request). */
export interface ArrivalSource {
  readonly associationId: string;
  readonly channel: 'dimse' | 'stow' | 'upload';
  readonly callingAe?: string | undefined;
  readonly calledAe?: string | undefined;
  readonly address?: string | undefined;
  readonly accountId?: string | undefined;
  /** Given for STOW and uploads: the project of the URL, instead of a route. */
  readonly projectId?: ProjectId | undefined;
  /** STOW to a study's own URL: any other study is refused (PS3.18 10.5.1). */
  readonly expectedStudyInstanceUid?: string | undefined;
  /** A person's routing of a held object. */
  readonly routed?: { profileId: string | null; tags: string[]; centre: string | null } | undefined;
}

/** What the catalogue keeps of a series, read from the de-identified header. */
export interface SeriesAttributes {
  studyInstanceUid: string;
  studyDate: string | null;
  studyTime: string | null;
  studyDescription: string | null;
  studyId: string | null;
  accessionNumber: string | null;
  seriesInstanceUid: string;
  modality: string | null;
  seriesNumber: number | null;
  seriesDescription: string | null;
  protocolName: string | null;
  bodyPartExamined: string | null;
  manufacturer: string | null;
  manufacturerModelName: string | null;
  sopClassUid: string;
}

/** An instance whose bytes are durable, ready to become a row. Holds nothing that identifies a patient in the clear. */
export interface ArrivedInstance {
  readonly id: string;
  readonly projectId: ProjectId;
  readonly subjectCode: string;
  readonly series: SeriesAttributes;
  readonly associationId: string;
  readonly channel: ArrivalSource['channel'];
  readonly callingAe: string | null;
  readonly importerId: string | null;
  readonly routeVersion: number | null;
  readonly profileId: string;
  readonly tags: readonly string[];
  readonly centre: string | null;
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
  readonly instanceNumber: number | null;
  readonly frameCount: number;
  readonly rows: number | null;
  readonly columns: number | null;
  readonly pixelDataOffset: number | null;
  readonly pixelDataBytes: number | null;
  readonly blobSha256: Buffer;
  readonly sizeBytes: number;
  readonly reportSha256: Buffer;
  readonly report: unknown;
  readonly originalHeaderHmac: Buffer;
  readonly sealedOriginals: Buffer | null;
  readonly findings: readonly RecordedFinding[];
}

/** What became of an instance, as the sender is told. */
export type Registration =
  | { kind: 'stored'; instanceId: string; intakeId: IntakeId }
  | { kind: 'duplicate'; of: string }
  | { kind: 'conflict'; instanceId: string; of: string };

/** What became of an arrival as a whole. */
export type ArrivalOutcome =
  | Registration
  | { kind: 'held'; heldId: string; reason: string }
  | { kind: 'ignored'; reason: string }
  | { kind: 'refused'; reason: RefusalReason; detail: string };

export type RefusalReason =
  | 'malformed'
  | 'too-large'
  | 'does-not-match-command'
  /** Its patient withdrew consent: nothing of it is kept, not even sealed. */
  | 'consent-withdrawn'
  | 'out-of-resources'
  | 'aborted';

/** What the sender said of the object before its bytes; a Part 10 file says it itself. */
export interface Announcement {
  readonly format: 'data-set' | 'part10';
  readonly sopClassUid?: string | undefined;
  readonly sopInstanceUid?: string | undefined;
  readonly transferSyntaxUid?: string | undefined;
}
