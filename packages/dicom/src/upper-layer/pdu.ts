import type { UserInformation } from './user-information.ts';

/** PDU types, PS3.8 9.3.2 to 9.3.8. */
export const pduTypes = {
  associateRq: 0x01,
  associateAc: 0x02,
  associateRj: 0x03,
  dataTf: 0x04,
  releaseRq: 0x05,
  releaseRp: 0x06,
  abort: 0x07,
} as const;

/** The DICOM Application Context Name, PS3.7 A.2.1. */
export const dicomApplicationContextUid = '1.2.840.10008.3.1.1.1';

export type ProposedPresentationContext = {
  readonly id: number;
  readonly abstractSyntaxUid: string;
  readonly transferSyntaxUids: readonly string[];
};

/** Result/Reason of a presentation context, PS3.8 table 9-18. */
export const presentationContextResult = {
  acceptance: 0,
  userRejection: 1,
  noReason: 2,
  abstractSyntaxNotSupported: 3,
  transferSyntaxesNotSupported: 4,
} as const;

export type NegotiatedPresentationContext = {
  readonly id: number;
  readonly result: number;
  /** Not significant unless `result` is acceptance. */
  readonly transferSyntaxUid: string;
};

type AssociateFields = {
  /** A bit mask; bit 0 is version 1, the only one there is. */
  readonly protocolVersion: number;
  readonly calledAe: string;
  readonly callingAe: string;
  readonly applicationContextUid: string;
  readonly userInformation: UserInformation;
};

export type AssociateRq = AssociateFields & {
  readonly kind: 'associate-rq';
  readonly presentationContexts: readonly ProposedPresentationContext[];
};

export type AssociateAc = AssociateFields & {
  readonly kind: 'associate-ac';
  readonly presentationContexts: readonly NegotiatedPresentationContext[];
};

/** Result, source and reason as numbers, PS3.8 table 9-21. */
export type AssociateRj = {
  readonly kind: 'associate-rj';
  readonly result: number;
  readonly source: number;
  readonly reason: number;
};

/** PS3.8 table 9-21, Result. */
export const rejectResult = { permanent: 1, transient: 2 } as const;

/** PS3.8 table 9-21, Source. */
export const rejectSource = {
  serviceUser: 1,
  serviceProviderAcse: 2,
  serviceProviderPresentation: 3,
} as const;

/** PS3.8 table 9-21, Reason/Diag.; which names exist depends on the source. */
export const rejectReason = {
  serviceUser: {
    noReason: 1,
    applicationContextNameNotSupported: 2,
    callingAeTitleNotRecognized: 3,
    calledAeTitleNotRecognized: 7,
  },
  serviceProviderAcse: { noReason: 1, protocolVersionNotSupported: 2 },
  serviceProviderPresentation: { temporaryCongestion: 1, localLimitExceeded: 2 },
} as const;

export type ReleaseRq = { readonly kind: 'release-rq' };
export type ReleaseRp = { readonly kind: 'release-rp' };

/** Source and reason as numbers, PS3.8 table 9-26. */
export type Abort = { readonly kind: 'abort'; readonly source: number; readonly reason: number };

/** PS3.8 table 9-26, Source. */
export const abortSource = { serviceUser: 0, serviceProvider: 2 } as const;

/** PS3.8 table 9-26, Reason/Diag.; significant only when the source is the service provider. */
export const abortReason = {
  notSpecified: 0,
  unrecognizedPdu: 1,
  unexpectedPdu: 2,
  unrecognizedPduParameter: 4,
  unexpectedPduParameter: 5,
  invalidPduParameterValue: 6,
} as const;

/** Every PDU but P-DATA-TF, which is never held as a whole. */
export type ControlPdu = AssociateRq | AssociateAc | AssociateRj | ReleaseRq | ReleaseRp | Abort;

/** The head of a Presentation Data Value item, PS3.8 9.3.5.1 and Annex E.2. */
export type PdvHeader = {
  readonly presentationContextId: number;
  readonly isCommand: boolean;
  readonly isLast: boolean;
  /** Of the fragment that follows, without the context id and the message control header. */
  readonly lengthBytes: number;
};

/** Why bytes are not the protocol: what to tell the peer (`reason`) and what to tell a person (`message`). */
export type PduViolation = {
  readonly kind: 'violation';
  readonly reason: number;
  readonly message: string;
};

export function pduViolation(reason: number, message: string): PduViolation {
  return { kind: 'violation', reason, message };
}
