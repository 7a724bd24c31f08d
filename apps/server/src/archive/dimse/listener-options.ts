import type { StoreSink } from '@pesscara/dicom';
import type { Logger } from '../../kernel/log/index.ts';
import type { DimseLimits } from './dimse-limits.ts';

/** Who is connected; the same object in every call about one association, so that it can be a key. */
export type Association = {
  readonly callingAe: string;
  readonly calledAe: string;
  readonly address: string;
  readonly tls: boolean;
  /** Of the certificate the peer proved to own, as 64 lower-case hexadecimal digits. */
  readonly clientCertificateSha256?: string;
  /** Whether that certificate is signed by one of the authorities given. */
  readonly isClientCertificateTrusted?: boolean;
};

/** Source and reason as in PS3.8 table 9-21; `rejectSource` and `rejectReason` of @pesscara/dicom name them. */
export type AssociationAdmission =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'rejected'; readonly source: number; readonly reason: number };

export type StoreInfo = {
  readonly association: Association;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly messageId: number;
};

/** What became of a connection. `association` is absent when it never asked for one. */
export type AssociationSummary = {
  readonly association?: Association;
  readonly address: string;
  readonly kind:
    | 'released'
    | 'rejected'
    | 'aborted-by-peer'
    | 'aborted-by-us'
    | 'connection-lost'
    | 'timed-out'
    | 'no-association';
  /** One sentence for the log; never anything of a data set. */
  readonly detail: string;
  readonly echoCount: number;
  /** Answered with success or a warning. */
  readonly storedCount: number;
  /** Answered with a failure. */
  readonly failedCount: number;
  /** Cut off before an answer could be sent. */
  readonly unansweredCount: number;
  readonly receivedBytes: number;
  readonly durationMs: number;
};

export type DimseTlsOptions = {
  readonly port: number;
  /** PEM. */
  readonly key: string | Buffer;
  readonly cert: string | Buffer;
  /** Authorities that sign the peers' certificates, PEM; without them a certificate can be pinned but not trusted. */
  readonly ca?: string | Buffer;
  /**
   * `required` refuses peers without a certificate that `ca` signs. `optional` takes any certificate the peer proves to
   * own and reports its SHA-256, for pinning.
   */
  readonly requestClientCertificate: 'never' | 'optional' | 'required';
};

export type DimseListenerOptions = {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly tls?: DimseTlsOptions;
  readonly limits: DimseLimits;
  readonly log: Logger;
  /** Milliseconds that never go back, from any origin. */
  readonly monotonicMs: () => number;
  admit(association: Association): AssociationAdmission | Promise<AssociationAdmission>;
  acceptsSopClass(sopClassUid: string): boolean;
  /** Transfer syntaxes to take besides those of the standard. */
  acceptsTransferSyntax?(transferSyntaxUid: string): boolean;
  openStore(info: StoreInfo): StoreSink;
  onAssociationEnded?(summary: AssociationSummary): void;
};
