import { implementationClassUid, implementationVersionName } from '../part10/file-meta.ts';
import type { ByteDuplex, Timers } from './byte-duplex.ts';
import { encodeCommandPdus, fragmentBytesFor } from './command-sender.ts';
import type { CommandSet } from './command-set.ts';
import { commandFields, noDataSet, responseBit } from './command-set.ts';
import type { UpperLayerLimits } from './limits.ts';
import { createMessageAssembler } from './message-assembler.ts';
import type { AssociateRj, AssociateRq, ProposedPresentationContext } from './pdu.ts';
import { dicomApplicationContextUid } from './pdu.ts';
import { encodePdvHeader } from './pdu-encoder.ts';
import type { AcceptedPresentationContext } from './presentation-contexts.ts';
import { acceptedContextsOf } from './presentation-contexts.ts';
import { State } from './state-machine.ts';
import type { AssociationEnding } from './upper-layer.ts';
import { createUpperLayer } from './upper-layer.ts';
import { emptyUserInformation } from './user-information.ts';

/** Verification SOP Class, PS3.4 A.4. */
export const verificationSopClassUid = '1.2.840.10008.1.1';

export type RequestorOptions = {
  /** Connected already. */
  readonly transport: ByteDuplex;
  readonly timers: Timers;
  readonly limits: UpperLayerLimits;
  readonly callingAe: string;
  readonly calledAe: string;
  /** See `planPresentationContexts`. */
  readonly presentationContexts: readonly ProposedPresentationContext[];
  /** How long to wait for each answer. */
  readonly answerTimeoutMs: number;
  readonly onImpossibleEvent?: 'throw' | 'abort';
};

export type AssociateOutcome =
  | { readonly kind: 'accepted'; readonly contexts: readonly AcceptedPresentationContext[] }
  | { readonly kind: 'rejected'; readonly rejection: AssociateRj }
  | { readonly kind: 'ended'; readonly ending: AssociationEnding };

export type OperationOutcome =
  | { readonly kind: 'answered'; readonly status: number; readonly errorComment?: string }
  /** The peer accepted no context for this SOP class and transfer syntax; nothing was sent. */
  | { readonly kind: 'no-presentation-context' }
  /** The association ended before the answer: whether the peer kept the instance is unknown. */
  | { readonly kind: 'ended'; readonly ending: AssociationEnding };

export type OutgoingInstance = {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  /** The data set's bytes, without preamble and file meta information; sent as they are and not to be changed after. */
  readonly dataSet: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
};

export type Requestor = {
  feed(chunk: Uint8Array): void;
  transportClosed(): void;
  associate(): Promise<AssociateOutcome>;
  /** C-ECHO, PS3.7 9.1.5. */
  echo(): Promise<OperationOutcome>;
  /** C-STORE, PS3.7 9.1.1. Rejects when `dataSet` throws; the association is then aborted. */
  store(instance: OutgoingInstance): Promise<OperationOutcome>;
  release(): Promise<AssociationEnding>;
  abort(detail: string): void;
};

/**
 * Requests one association and runs one operation after the other on it; starting a second before the first is
 * answered throws. Data sets are sent byte for byte, in fragments of the peer's maximum length.
 */
export function createRequestor(options: RequestorOptions): Requestor {
  const { transport, timers, limits } = options;
  const request = associateRequestOf(options);
  let contexts: ReadonlyMap<number, AcceptedPresentationContext> = new Map();
  let fragmentBytes = fragmentBytesFor(undefined, limits.maxPduBytes);
  let ending: AssociationEnding | undefined;
  let lastMessageId = 0;
  let settleAssociate: ((outcome: AssociateOutcome) => void) | undefined;
  let settleOperation: ((outcome: OperationOutcome) => void) | undefined;
  let settleRelease: ((ending: AssociationEnding) => void) | undefined;
  let wakeWriter: (() => void) | undefined;
  let answerTimer: unknown;

  const assembler = createMessageAssembler(limits, {
    isAcceptedContext: (id) => contexts.has(id),
    onCommand: receiveResponse,
    onDataSetBytes: () => undefined,
    onDataSetEnd: () => undefined,
    onFault({ reason, detail }) {
      if (reason === undefined) upperLayer.abort(detail);
      else upperLayer.violate(reason, detail);
    },
  });

  const upperLayer = createUpperLayer({
    ...options,
    role: 'requestor',
    user: {
      onAssociateRq: () => undefined,
      onAssociateAc(accepted) {
        contexts = acceptedContextsOf(request, accepted.presentationContexts);
        fragmentBytes = fragmentBytesFor(accepted.userInformation.maxPduBytes, limits.maxPduBytes);
        stopAnswerTimer();
        settleAssociate?.({ kind: 'accepted', contexts: [...contexts.values()] });
      },
      onAssociateRj(rejection) {
        settleAssociate?.({ kind: 'rejected', rejection });
      },
      onPdvStart(header) {
        assembler.startPdv(header);
        return ending === undefined;
      },
      onPdvBytes: (bytes) => assembler.addBytes(bytes),
      onPdvEnd: () => assembler.endPdv(),
      onReleaseRq: () => upperLayer.respondRelease(),
      onEnded: settleAll,
    },
  });

  function settleAll(ended: AssociationEnding): void {
    ending = ended;
    stopAnswerTimer();
    settleAssociate?.({ kind: 'ended', ending: ended });
    settleOperation?.({ kind: 'ended', ending: ended });
    settleRelease?.(ended);
    wakeWriter?.();
  }

  function startAnswerTimer(): void {
    stopAnswerTimer();
    answerTimer = timers.setTimer(options.answerTimeoutMs, () => {
      answerTimer = undefined;
      upperLayer.abort('the peer did not answer in time', 'timed-out');
    });
  }

  function stopAnswerTimer(): void {
    if (answerTimer !== undefined) timers.clearTimer(answerTimer);
    answerTimer = undefined;
  }

  function receiveResponse(_contextId: number, command: CommandSet): void {
    const isAnswer =
      settleOperation !== undefined &&
      (command.commandField & responseBit) !== 0 &&
      command.messageIdBeingRespondedTo === lastMessageId;
    if (!isAnswer) {
      upperLayer.abort('the peer sent a message that answers nothing');
      return;
    }
    const { status = 0, errorComment } = command;
    stopAnswerTimer();
    settleOperation?.({ kind: 'answered', status, ...(errorComment !== undefined && { errorComment }) });
  }

  function beginOperation(): Promise<OperationOutcome> {
    if (settleOperation !== undefined)
      throw new Error('One operation at a time: await the previous one first');
    lastMessageId = (lastMessageId % 0xffff) + 1;
    const outcome = new Promise<OperationOutcome>((resolve) => {
      settleOperation = resolve;
    });
    return outcome.finally(() => {
      settleOperation = undefined;
    });
  }

  function contextFor(
    sopClassUid: string,
    transferSyntaxUid?: string,
  ): AcceptedPresentationContext | undefined {
    for (const context of contexts.values()) {
      const isMatch = transferSyntaxUid === undefined || context.transferSyntaxUid === transferSyntaxUid;
      if (context.abstractSyntaxUid === sopClassUid && isMatch) return context;
    }
    return undefined;
  }

  /** Sends, waiting for the transport to drain. False when the association is over. */
  async function write(chunks: readonly Uint8Array[]): Promise<boolean> {
    if (upperLayer.state() !== State.established) return false;
    if (!upperLayer.sendData(chunks)) {
      await new Promise<void>((resolve) => {
        wakeWriter = resolve;
        transport.onDrain(resolve);
      });
      wakeWriter = undefined;
    }
    return ending === undefined;
  }

  async function sendDataSet(
    presentationContextId: number,
    dataSet: OutgoingInstance['dataSet'],
  ): Promise<void> {
    let fragment: Uint8Array[] = [];
    let lengthBytes = 0;
    const flush = (isLast: boolean): Promise<boolean> => {
      const header = encodePdvHeader({ presentationContextId, isCommand: false, isLast, lengthBytes });
      const chunks = [header, ...fragment];
      fragment = [];
      lengthBytes = 0;
      return write(chunks);
    };
    for await (const chunk of dataSet) {
      // A full fragment waits for the next byte before it is sent, because only the last may say so.
      for (let offset = 0; offset < chunk.length; ) {
        if (lengthBytes === fragmentBytes && !(await flush(false))) return;
        const end = Math.min(chunk.length, offset + fragmentBytes - lengthBytes);
        fragment.push(chunk.subarray(offset, end));
        lengthBytes += end - offset;
        offset = end;
      }
    }
    await flush(true);
  }

  async function abortAfter(error: unknown): Promise<never> {
    if (ending === undefined) upperLayer.abort('the data set could not be read to its end');
    throw error;
  }

  return {
    feed: (chunk) => upperLayer.feed(chunk),
    transportClosed: () => upperLayer.transportClosed(),
    associate() {
      const outcome = new Promise<AssociateOutcome>((resolve) => {
        settleAssociate = resolve;
      });
      startAnswerTimer();
      upperLayer.associate(request);
      return outcome;
    },
    async echo() {
      if (ending !== undefined) return { kind: 'ended', ending };
      const context = contextFor(verificationSopClassUid);
      if (context === undefined) return { kind: 'no-presentation-context' };
      const outcome = beginOperation();
      const command: CommandSet = {
        commandField: commandFields.cEchoRq,
        messageId: lastMessageId,
        commandDataSetType: noDataSet,
        affectedSopClassUid: verificationSopClassUid,
      };
      startAnswerTimer();
      await write([encodeCommandPdus(context.id, command, fragmentBytes)]);
      return outcome;
    },
    async store(instance) {
      if (ending !== undefined) return { kind: 'ended', ending };
      const context = contextFor(instance.sopClassUid, instance.transferSyntaxUid);
      if (context === undefined) return { kind: 'no-presentation-context' };
      const outcome = beginOperation();
      await write([encodeCommandPdus(context.id, storeCommandOf(instance, lastMessageId), fragmentBytes)]);
      await sendDataSet(context.id, instance.dataSet).catch(abortAfter);
      if (ending === undefined && settleOperation !== undefined) startAnswerTimer();
      return outcome;
    },
    async release() {
      if (ending !== undefined) return ending;
      const ended = new Promise<AssociationEnding>((resolve) => {
        settleRelease = resolve;
      });
      startAnswerTimer();
      upperLayer.requestRelease();
      return ended;
    },
    abort: (detail) => upperLayer.abort(detail),
  };
}

function storeCommandOf(instance: OutgoingInstance, messageId: number): CommandSet {
  return {
    commandField: commandFields.cStoreRq,
    messageId,
    priority: 0,
    // Any value but 0101H says that a data set follows (PS3.7 E.1).
    commandDataSetType: 1,
    affectedSopClassUid: instance.sopClassUid,
    affectedSopInstanceUid: instance.sopInstanceUid,
  };
}

function associateRequestOf(options: RequestorOptions): AssociateRq {
  return {
    kind: 'associate-rq',
    protocolVersion: 1,
    calledAe: options.calledAe,
    callingAe: options.callingAe,
    applicationContextUid: dicomApplicationContextUid,
    presentationContexts: options.presentationContexts,
    userInformation: {
      ...emptyUserInformation,
      maxPduBytes: options.limits.maxPduBytes,
      implementationClassUid,
      implementationVersionName,
    },
  };
}
