import type { Readable } from 'node:stream';
import type { DataSet } from '@pesscara/dicom';
import type { RecordedFinding } from '../../deidentification/index.ts';
import type { ProjectId } from '../../kernel/ids/index.ts';
import type { StoredInstance } from '../instance/instance.repository.ts';

/** What asked for new versions. */
export interface VersionCause {
  kind: 'pixel-mask' | 'value-decision' | 're-run' | 'identity' | 'defacing';
  /** A UUID: of the mask, the decision, the run. */
  id: string;
}

export interface NewBatch {
  projectId: ProjectId;
  seriesId: string;
  cause: VersionCause;
}

/** An instance as it is now. */
export interface CurrentVersion {
  instance: StoredInstance;
  fileMeta: DataSet | undefined;
  /** Everything before Pixel Data, which is its last element, without a value, when there is one. May be changed in place. */
  header: DataSet;
  /** Of the file; of one that is deflated: what it is handed on as. */
  transferSyntaxUid: string;
  /** The value of Pixel Data as stored: encapsulated with its items and delimiter. Empty when there is none. */
  pixelData(): Readable;
}

/** What an instance is to become. Its UIDs and SOP class stay. */
export interface NewVersion {
  header: DataSet;
  /**
   * 'same': copied, byte for byte. Else the new value of Pixel Data: native with as many bytes as before when it streams;
   * encapsulated with its items and delimiter.
   */
  pixelData: 'same' | Uint8Array | AsyncIterable<Uint8Array>;
  /** Of the new file, when it is another. The header is written in its encoding. */
  transferSyntaxUid?: string | undefined;
  /** Of a header that was de-identified anew. */
  profileId?: string | undefined;
  report?: { body: unknown; sha256: Buffer } | undefined;
  sealedOriginals?: Buffer | undefined;
  /** In place of those that the instance has. */
  findings?: readonly RecordedFinding[] | undefined;
}

export type Rewrite = (current: CurrentVersion) => Promise<NewVersion | 'unchanged'>;

/** `gone`: the instance was rejected or removed meanwhile, or belongs to another series. */
export type Staging = 'staged' | 'already-staged' | 'unchanged' | 'gone';

export interface Lineage {
  version: number;
  /** `discarded`: its bytes are removed. */
  state: 'current' | 'kept' | 'discarded';
  sha256: string;
  sizeBytes: number;
  /** Null: as it arrived. */
  cause: VersionCause | null;
  madeAt: Date;
  /** Null: the receiver. */
  by: string | null;
  /** The id of the profile. */
  profile: string;
}
