export type { Acceptor, AcceptorOptions, Admission, StoreRequest } from './acceptor.ts';
export { createAcceptor } from './acceptor.ts';
export type { ByteDuplex, Timers } from './byte-duplex.ts';
export type { UpperLayerLimits } from './limits.ts';
export { defaultUpperLayerLimits } from './limits.ts';
export type { AssociateRj, AssociateRq, ProposedPresentationContext } from './pdu.ts';
export { rejectReason, rejectResult, rejectSource } from './pdu.ts';
export type { PresentationContextPlan } from './plan-presentation-contexts.ts';
export { planPresentationContexts } from './plan-presentation-contexts.ts';
export type { AcceptedPresentationContext, PresentationContextDecision } from './presentation-contexts.ts';
export type {
  AssociateOutcome,
  OperationOutcome,
  OutgoingInstance,
  Requestor,
  RequestorOptions,
} from './requestor.ts';
export { createRequestor, verificationSopClassUid } from './requestor.ts';
export type { DimseStatusClass } from './status.ts';
export { classifyDimseStatus, dimseStatus, formatDimseStatus } from './status.ts';
export type { StoreSink } from './store-sink.ts';
export { createRefusingSink } from './store-sink.ts';
export type { AssociationEnding } from './upper-layer.ts';
