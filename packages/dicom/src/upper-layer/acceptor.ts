import { implementationClassUid, implementationVersionName } from '../part10/file-meta.ts';
import type { ByteDuplex, Timers } from './byte-duplex.ts';
import { encodeCommandPdus, fragmentBytesFor } from './command-sender.ts';
import type { CommandSet } from './command-set.ts';
import { commandFields, noDataSet, responseBit } from './command-set.ts';
import { watchIdle } from './idle-watch.ts';
import type { UpperLayerLimits } from './limits.ts';
import { createMessageAssembler } from './message-assembler.ts';
import type { AssociateRj, AssociateRq } from './pdu.ts';
import { rejectReason, rejectResult, rejectSource } from './pdu.ts';
import type { AcceptedPresentationContext, PresentationContextDecision } from './presentation-contexts.ts';
import { negotiatePresentationContexts } from './presentation-contexts.ts';
import { State } from './state-machine.ts';
import { dimseStatus } from './status.ts';
import type { StoreOperation, StoreSink } from './store-sink.ts';
import { createRefusingSink, createStoreOperation } from './store-sink.ts';
import { isTolerableAeTitle, isTolerableUid } from './uid-form.ts';
import type { AssociationEnding } from './upper-layer.ts';
import { createUpperLayer } from './upper-layer.ts';
import { emptyUserInformation } from './user-information.ts';

/** The answer to "may this peer have an association?"; the numbers are those of PS3.8 table 9-21. */
export type Admission =
  | { readonly kind: 'accepted' }
  | {
      readonly kind: 'rejected';
      /** Permanent unless said otherwise. */
      readonly result?: number;
      readonly source: number;
      readonly reason: number;
    };

/** A C-STORE-RQ that was found in order, PS3.7 9.3.1.1. */
export type StoreRequest = {
  readonly messageId: number;
  readonly presentationContextId: number;
  /** Affected SOP Class UID; usually, not always, the abstract syntax of the context. */
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** How the data set is encoded: the context's transfer syntax. */
  readonly transferSyntaxUid: string;
};

export type AcceptorOptions = {
  readonly transport: ByteDuplex;
  readonly timers: Timers;
  readonly limits: UpperLayerLimits;
  /** Asked once per association, before anything is negotiated. Connection address and the like are the caller's. */
  admit(request: AssociateRq): Admission | Promise<Admission>;
  acceptContext(
    abstractSyntaxUid: string,
    transferSyntaxUids: readonly string[],
  ): PresentationContextDecision;
  /** Whether C-STORE of this SOP class is taken; otherwise it is answered 0122H. */
  acceptsSopClass(sopClassUid: string): boolean;
  onStore(request: StoreRequest): StoreSink;
  /** A C-ECHO was answered with success. */
  onEcho?(): void;
  /** A C-STORE was answered, or could not be any more (`status` undefined). */
  onStoreEnded?(request: StoreRequest, status: number | undefined): void;
  /** Exactly once. */
  onEnded(ending: AssociationEnding): void;
  /** `admit` or a sink threw: a defect of the server, to be logged. The peer gets a refusal or 0110H. */
  onFault(error: unknown): void;
  readonly onImpossibleEvent?: 'throw' | 'abort';
};

export type Acceptor = {
  feed(chunk: Uint8Array): void;
  transportClosed(): void;
  /** Finishes the message under way, answers it, and then aborts: an acceptor has no polite way to end (PS3.8 7.2). */
  finish(): void;
  abort(detail: string): void;
};

type RunningOperation = {
  readonly contextId: number;
  readonly command: CommandSet;
  readonly request: StoreRequest | undefined;
  readonly operation: StoreOperation;
};

/**
 * Accepts one association and serves C-ECHO and C-STORE on it (PS3.7 9.1.1, 9.1.5). Data sets go to the sinks piece by
 * piece as they arrive; one message at a time, later ones stay unread in the connection until the answer is sent.
 */
export function createAcceptor(options: AcceptorOptions): Acceptor {
  const { transport, limits } = options;
  let contexts: ReadonlyMap<number, AcceptedPresentationContext> = new Map();
  let fragmentBytes = fragmentBytesFor(undefined, limits.maxPduBytes);
  let running: RunningOperation | undefined;
  let isReleaseDue = false;
  let isFinishing = false;

  const assembler = createMessageAssembler(limits, {
    isAcceptedContext: (id) => contexts.has(id),
    onCommand: startMessage,
    onDataSetBytes: (bytes) => running?.operation.write(bytes),
    onDataSetEnd: () => running?.operation.end(),
    onFault({ reason, detail }) {
      if (reason === undefined) upperLayer.abort(detail);
      else upperLayer.violate(reason, detail);
    },
  });

  const upperLayer = createUpperLayer({
    ...options,
    role: 'acceptor',
    user: {
      onAssociateRq: decideAdmission,
      onAssociateAc: () => undefined,
      onAssociateRj: () => undefined,
      onPdvStart(header) {
        if (running !== undefined && !assembler.isInsideDataSet()) return false;
        assembler.startPdv(header);
        return upperLayer.state() === State.established;
      },
      onPdvBytes: (bytes) => assembler.addBytes(bytes),
      onPdvEnd: () => assembler.endPdv(),
      onReleaseRq() {
        isReleaseDue = true;
        if (running === undefined || assembler.isInsideDataSet()) concludeRelease();
      },
      onEnded: endAssociation,
    },
  });

  const idleWatch = watchIdle(
    options.timers,
    limits.idleMs,
    () => upperLayer.state() === State.established && running?.operation.isAwaitingSink() !== true,
    () => upperLayer.abort('the peer was silent for longer than the idle time', 'timed-out'),
  );

  function decideAdmission(request: AssociateRq): void {
    const refusal = refuseAeTitles(request);
    const admission = refusal ?? askAdmission(request);
    if (!(admission instanceof Promise)) {
      applyAdmission(request, admission);
      return;
    }
    admission
      .catch(refuseAfterFault)
      .then((decided) => applyAdmission(request, decided))
      .catch(options.onFault);
  }

  function askAdmission(request: AssociateRq): Admission | Promise<Admission> {
    try {
      return options.admit(request);
    } catch (error) {
      return refuseAfterFault(error);
    }
  }

  function refuseAfterFault(error: unknown): Admission {
    options.onFault(error);
    return temporaryCongestion;
  }

  function applyAdmission(request: AssociateRq, admission: Admission): void {
    // The peer may have left while it was being decided.
    if (upperLayer.state() !== State.awaitingAssociateResponse) return;
    if (admission.kind === 'rejected') {
      upperLayer.reject(rejectionOf(admission));
      return;
    }
    const negotiation = negotiatePresentationContexts(request, (abstract, transfer) =>
      options.acceptContext(abstract, transfer),
    );
    contexts = negotiation.accepted;
    fragmentBytes = fragmentBytesFor(request.userInformation.maxPduBytes, limits.maxPduBytes);
    upperLayer.accept({
      ...request,
      kind: 'associate-ac',
      protocolVersion: 1,
      presentationContexts: negotiation.answers,
      userInformation: {
        ...emptyUserInformation,
        maxPduBytes: limits.maxPduBytes,
        implementationClassUid,
        implementationVersionName,
        roleSelections: negotiation.roleSelections,
      },
    });
  }

  function startMessage(contextId: number, command: CommandSet, hasDataSet: boolean): void {
    if ((command.commandField & responseBit) !== 0 || command.messageId === undefined) {
      upperLayer.abort('the peer sent a response, or a request without a message id, to the acceptor');
      return;
    }
    // PS3.7 9.3.2.3: a C-CANCEL has no response, and there is nothing here that it could cancel.
    const isCancel = command.commandField === commandFields.cCancelRq;
    if (isCancel && !hasDataSet) return;
    const request = storeRequestOf(contextId, command);
    const sink =
      request === undefined ? createRefusingSink(statusFor(command)) : openSink(request, hasDataSet);
    const operation = createStoreOperation(sink, {
      onWait: () => upperLayer.holdInput(),
      onContinue: () => upperLayer.resumeInput(),
      onFinished: (status) => finishMessage(isCancel ? undefined : status),
      onFault: options.onFault,
    });
    running = { contextId, command, request, operation };
    if (!hasDataSet) operation.end();
  }

  function openSink(request: StoreRequest, hasDataSet: boolean): StoreSink {
    if (!hasDataSet) return createRefusingSink(dimseStatus.mistypedArgument);
    try {
      return options.onStore(request);
    } catch (error) {
      options.onFault(error);
      return createRefusingSink(dimseStatus.processingFailure);
    }
  }

  function storeRequestOf(contextId: number, command: CommandSet): StoreRequest | undefined {
    const context = contexts.get(contextId);
    const { affectedSopClassUid: sopClassUid, affectedSopInstanceUid: sopInstanceUid, messageId } = command;
    if (command.commandField !== commandFields.cStoreRq || context === undefined || messageId === undefined) {
      return undefined;
    }
    if (!isTolerableUid(sopClassUid) || !options.acceptsSopClass(sopClassUid)) return undefined;
    if (!isTolerableUid(sopInstanceUid)) return undefined;
    const { transferSyntaxUid } = context;
    return { messageId, presentationContextId: contextId, sopClassUid, sopInstanceUid, transferSyntaxUid };
  }

  /** The answer to everything that is not a C-STORE in order. */
  function statusFor(command: CommandSet): number {
    switch (command.commandField) {
      case commandFields.cEchoRq:
        return dimseStatus.success;
      case commandFields.cStoreRq: {
        const { affectedSopClassUid } = command;
        const isKnown = isTolerableUid(affectedSopClassUid) && options.acceptsSopClass(affectedSopClassUid);
        return isKnown ? dimseStatus.invalidSopInstance : dimseStatus.sopClassNotSupported;
      }
      case commandFields.cFindRq:
      case commandFields.cGetRq:
      case commandFields.cMoveRq:
        return dimseStatus.sopClassNotSupported;
      default:
        return dimseStatus.unrecognizedOperation;
    }
  }

  function finishMessage(status: number | undefined): void {
    const finished = running;
    running = undefined;
    if (finished === undefined) return;
    const canAnswer = status !== undefined && upperLayer.canSendData();
    if (finished.request !== undefined)
      options.onStoreEnded?.(finished.request, canAnswer ? status : undefined);
    if (canAnswer) respond(finished, status);
    else upperLayer.resumeInput();
    if (isFinishing) upperLayer.abort('the receiver is shutting down');
    else if (isReleaseDue) concludeRelease();
  }

  function respond({ contextId, command }: RunningOperation, status: number): void {
    const { messageId: messageIdBeingRespondedTo = 0 } = command;
    const sopClassUid = command.affectedSopClassUid ?? command.requestedSopClassUid;
    const sopInstanceUid = command.affectedSopInstanceUid ?? command.requestedSopInstanceUid;
    const response: CommandSet = {
      commandField: command.commandField | responseBit,
      messageIdBeingRespondedTo,
      commandDataSetType: noDataSet,
      status,
      // Only what has an encoding is echoed: a peer may send any bytes as a UID.
      ...(isTolerableUid(sopClassUid) && { affectedSopClassUid: sopClassUid }),
      ...(isTolerableUid(sopInstanceUid) && { affectedSopInstanceUid: sopInstanceUid }),
    };
    if (command.commandField === commandFields.cEchoRq) options.onEcho?.();
    const isWritable = upperLayer.sendData([encodeCommandPdus(contextId, response, fragmentBytes)]);
    if (isWritable) {
      upperLayer.resumeInput();
      return;
    }
    // A peer that does not read its answers gets to send no more requests: the answers would pile up here.
    upperLayer.holdInput();
    transport.onDrain(() => upperLayer.resumeInput());
  }

  function concludeRelease(): void {
    if (upperLayer.state() === State.awaitingReleaseResponse) upperLayer.respondRelease();
  }

  function endAssociation(ending: AssociationEnding): void {
    idleWatch.stop();
    const unfinished = running;
    running = undefined;
    unfinished?.operation.abort(ending.detail);
    if (unfinished?.request !== undefined) options.onStoreEnded?.(unfinished.request, undefined);
    options.onEnded(ending);
  }

  return {
    feed(chunk) {
      idleWatch.heard();
      upperLayer.feed(chunk);
    },
    transportClosed: () => upperLayer.transportClosed(),
    finish() {
      isFinishing = true;
      if (running === undefined && !assembler.isInsideMessage())
        upperLayer.abort('the receiver is shutting down');
    },
    abort: (detail) => upperLayer.abort(detail),
  };
}

const temporaryCongestion: Admission = {
  kind: 'rejected',
  result: rejectResult.transient,
  source: rejectSource.serviceProviderPresentation,
  reason: rejectReason.serviceProviderPresentation.temporaryCongestion,
};

function rejectionOf(admission: Extract<Admission, { kind: 'rejected' }>): AssociateRj {
  const { result = rejectResult.permanent, source, reason } = admission;
  return { kind: 'associate-rj', result, source, reason };
}

/** Titles that could be neither answered nor logged are refused before anybody compares them with a list. */
function refuseAeTitles({ callingAe, calledAe }: AssociateRq): Admission | undefined {
  const { callingAeTitleNotRecognized, calledAeTitleNotRecognized } = rejectReason.serviceUser;
  const source = rejectSource.serviceUser;
  if (!isTolerableAeTitle(calledAe)) return { kind: 'rejected', source, reason: calledAeTitleNotRecognized };
  if (!isTolerableAeTitle(callingAe))
    return { kind: 'rejected', source, reason: callingAeTitleNotRecognized };
  return undefined;
}
