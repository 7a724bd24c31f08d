import type { Socket } from 'node:net';
import {
  type Acceptor,
  type Admission,
  type AssociateRq,
  type AssociationEnding,
  classifyDimseStatus,
  createAcceptor,
  type PresentationContextDecision,
  rejectReason,
  rejectResult,
  rejectSource,
  transferSyntaxOf,
  verificationSopClassUid,
} from '@pesscara/dicom';
import type { Entry } from './association-gate.ts';
import type { Association, AssociationSummary, DimseListenerOptions } from './listener-options.ts';
import { createRateWatch } from './rate-watch.ts';
import { openAcceptedSocketTransport, openSocketTransport } from './socket-transport.ts';

/** How the connection is secured, and who proved to be at its other end. */
export type TransportSecurity = Pick<
  Association,
  'tls' | 'clientCertificateSha256' | 'isClientCertificateTrusted'
>;

export type ServedConnection = {
  /** Ends after the message under way. */
  finish(): void;
  abort(detail: string): void;
};

const timers = {
  setTimer: (milliseconds: number, callback: () => void) => setTimeout(callback, milliseconds),
  clearTimer: (timer: unknown) => clearTimeout(timer as NodeJS.Timeout),
};

/** Serves one connection until it is closed. */
export function serveConnection(
  options: DimseListenerOptions,
  accepted: Socket,
  entry: Exclude<Entry, { kind: 'flooded' }>,
  security: TransportSecurity,
  onClosed: () => void,
): ServedConnection {
  const { limits, log } = options;
  const address = accepted.remoteAddress ?? '';
  const startedAtMs = options.monotonicMs();
  const counts = { echoCount: 0, storedCount: 0, failedCount: 0, unansweredCount: 0, receivedBytes: 0 };
  let association: Association | undefined;
  let isFinishing = false;
  let errorCode: string | undefined;

  const rateWatch = createRateWatch({
    timers,
    monotonicMs: options.monotonicMs,
    minBytesPerSecond: limits.minBytesPerSecond,
    windowMs: limits.idleMs,
    onTooSlow: abortSlow,
  });
  const events = {
    onChunk(chunk: Uint8Array) {
      counts.receivedBytes += chunk.length;
      rateWatch.heard(chunk.length);
      acceptor.feed(chunk);
    },
    onClosed(code: string | undefined) {
      errorCode = code;
      rateWatch.stop();
      acceptor.transportClosed();
      entry.leave();
      onClosed();
    },
  };
  const { socket, transport } = security.tls
    ? { socket: accepted, transport: openSocketTransport(accepted, events) }
    : openAcceptedSocketTransport(accepted, limits.readBufferBytes, events);

  const acceptor: Acceptor = createAcceptor({
    transport: rateWatch.watch(transport),
    timers,
    limits,
    admit,
    acceptContext: (abstractSyntaxUid, transferSyntaxUids) =>
      decideContext(options, abstractSyntaxUid, transferSyntaxUids),
    acceptsSopClass: (uid) => options.acceptsSopClass(uid),
    onStore: ({ sopClassUid, sopInstanceUid, transferSyntaxUid, messageId }) =>
      options.openStore({
        association: association as Association,
        sopClassUid,
        sopInstanceUid,
        transferSyntaxUid,
        messageId,
      }),
    onEcho: () => counts.echoCount++,
    onStoreEnded(_request, status) {
      if (status === undefined) counts.unansweredCount++;
      else if (isStored(status)) counts.storedCount++;
      else counts.failedCount++;
    },
    onEnded: report,
    onFault: (error) => log.error({ event: 'archive.association.fault', err: error }, 'Receiving failed'),
  });

  function admit(request: AssociateRq): Admission | Promise<Admission> {
    const { callingAe, calledAe } = request;
    association = { callingAe, calledAe, address, ...security };
    if (entry.kind === 'busy') return refusalOfBusy(entry.why);
    return options.admit(association);
  }

  function abortSlow(bytesPerSecond: number): void {
    rateWatch.stop();
    const { minBytesPerSecond, idleMs } = limits;
    log.warn(
      {
        event: 'archive.association.too-slow',
        address,
        ...(association !== undefined && { callingAe: association.callingAe }),
        bytesPerSecond: Math.round(bytesPerSecond),
        minBytesPerSecond,
        windowMs: idleMs,
      },
      'Association aborted: the sender is slower than the limit',
    );
    acceptor.abort(`the peer sent less than ${minBytesPerSecond} bytes a second for ${idleMs / 1000} s`);
  }

  function report({ kind, detail }: AssociationEnding): void {
    const summary: AssociationSummary = {
      ...(association !== undefined && { association }),
      address,
      kind,
      detail: errorCode === undefined ? detail : `${detail} (${errorCode})`,
      ...counts,
      durationMs: Math.round(options.monotonicMs() - startedAtMs),
    };
    log.info({ event: 'archive.association.ended', ...summary }, 'Association ended');
    if (isFinishing) hangUp();
    options.onAssociationEnded?.(summary);
  }

  /** At shutdown nobody waits for the peer to close: what was written is sent, and that is all. */
  function hangUp(): void {
    socket.end(() => socket.destroy());
  }

  return {
    finish() {
      isFinishing = true;
      acceptor.finish();
    },
    abort(detail) {
      acceptor.abort(detail);
      socket.destroy();
    },
  };
}

function isStored(status: number): boolean {
  const statusClass = classifyDimseStatus(status);
  return statusClass === 'success' || statusClass === 'warning';
}

/** PS3.8 table 9-21: both are transient, so a sender may try again later. */
function refusalOfBusy(why: 'total' | 'address' | 'rate'): Admission {
  const { temporaryCongestion, localLimitExceeded } = rejectReason.serviceProviderPresentation;
  return {
    kind: 'rejected',
    result: rejectResult.transient,
    source: rejectSource.serviceProviderPresentation,
    reason: why === 'rate' ? temporaryCongestion : localLimitExceeded,
  };
}

/** All of PS3.5 Annex A that carry data sets, and compressed ones that came after this was written: nothing is decoded. */
function isKnownTransferSyntax(uid: string): boolean {
  return transferSyntaxOf(uid) !== undefined || uid.startsWith('1.2.840.10008.1.2.4.');
}

/** The requestor's first transfer syntax that we take: it knows best what its objects are in. */
function decideContext(
  options: DimseListenerOptions,
  abstractSyntaxUid: string,
  transferSyntaxUids: readonly string[],
): PresentationContextDecision {
  if (abstractSyntaxUid !== verificationSopClassUid && !options.acceptsSopClass(abstractSyntaxUid)) {
    return { kind: 'rejected', reason: 'abstract-syntax-not-supported' };
  }
  const transferSyntaxUid = transferSyntaxUids.find(
    (uid) => isKnownTransferSyntax(uid) || options.acceptsTransferSyntax?.(uid) === true,
  );
  return transferSyntaxUid === undefined
    ? { kind: 'rejected', reason: 'transfer-syntaxes-not-supported' }
    : { kind: 'accepted', transferSyntaxUid };
}
