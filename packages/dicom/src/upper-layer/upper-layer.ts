import type { ByteDuplex, Timers } from './byte-duplex.ts';
import { createInputGate } from './input-gate.ts';
import type { UpperLayerLimits } from './limits.ts';
import type { Abort, AssociateAc, AssociateRj, AssociateRq, ControlPdu, PdvHeader } from './pdu.ts';
import {
  abortReason,
  abortSource,
  dicomApplicationContextUid,
  rejectReason,
  rejectResult,
  rejectSource,
} from './pdu.ts';
import { createPduDecoder } from './pdu-decoder.ts';
import { encodePdu } from './pdu-encoder.ts';
import type { Action } from './state-machine.ts';
import { actionFor, Event, nextStates, State } from './state-machine.ts';

/** How an association, or the attempt at one, came to its end. Never contains anything of a data set. */
export type AssociationEnding = {
  readonly kind:
    | 'released'
    | 'rejected'
    | 'aborted-by-peer'
    | 'aborted-by-us'
    | 'connection-lost'
    | 'timed-out'
    | 'no-association';
  readonly detail: string;
};

/** What the protocol tells its user: the indication and confirmation primitives of PS3.8 section 7. */
export type UpperLayerUser = {
  onAssociateRq(request: AssociateRq): void;
  onAssociateAc(accepted: AssociateAc): void;
  onAssociateRj(rejected: AssociateRj): void;
  /** False leaves the fragment unread until `resumeInput()`. */
  onPdvStart(header: PdvHeader): boolean;
  onPdvBytes(bytes: Uint8Array): void;
  onPdvEnd(): void;
  onReleaseRq(): void;
  /** Exactly once, when no more indications will follow. */
  onEnded(ending: AssociationEnding): void;
};

export type UpperLayer = {
  feed(chunk: Uint8Array): void;
  transportClosed(): void;
  state(): State;
  associate(request: AssociateRq): void;
  accept(answer: AssociateAc): void;
  reject(answer: AssociateRj): void;
  /** False when the association cannot carry data any more, or the transport asks to wait for `onDrain`. */
  sendData(chunks: readonly Uint8Array[]): boolean;
  /** Whether `sendData` is allowed now: Sta6, or Sta8 for answers still owed to a peer that asked for release. */
  canSendData(): boolean;
  requestRelease(): void;
  respondRelease(): void;
  /** A-ABORT with source service-user, or just the connection given up where there is no association yet. */
  abort(detail: string, ending?: 'aborted-by-us' | 'timed-out'): void;
  /** Ends the association because of what the peer sent inside valid PDUs. */
  violate(reason: number, detail: string): void;
  /** Stops reading after the current fragment piece; `resumeInput` goes on with what was fed but not read. */
  holdInput(): void;
  resumeInput(): void;
};

export type UpperLayerOptions = {
  readonly role: 'acceptor' | 'requestor';
  readonly transport: ByteDuplex;
  readonly timers: Timers;
  readonly limits: UpperLayerLimits;
  readonly user: UpperLayerUser;
  /** An event that table 9-10 leaves empty is a programming error: thrown in tests, an abort in production. */
  readonly onImpossibleEvent?: 'throw' | 'abort';
};

type Detail = {
  pdu?: ControlPdu;
  chunks?: readonly Uint8Array[];
  reason?: number;
  detail?: string;
  ending?: AssociationEnding['kind'];
};

/**
 * Runs the machine of PS3.8 9.2 over a byte duplex, for either role. An acceptor is born with its transport open
 * (Sta2, ARTIM running), a requestor idle with the transport already connected.
 */
export function createUpperLayer(options: UpperLayerOptions): UpperLayer {
  const { role, transport, timers, limits, user } = options;
  let state: State = State.idle;
  let hasEnded = false;
  let isWritable = true;
  const artim = createArtim(timers, limits.artimMs, () =>
    fire(Event.artimExpired, { detail: 'no association request within the ARTIM time', ending: 'timed-out' }),
  );
  let pdvFate: 'refused' | 'admitted' | 'dropped' = 'refused';
  let currentPdv: PdvHeader | undefined;

  const decoder = createPduDecoder(limits, {
    onPdu: (pdu) => fire(eventOfPdu[pdu.kind], { pdu }),
    onPdvStart(header) {
      currentPdv = header;
      pdvFate = 'refused';
      fire(Event.dataTfReceived, {
        reason: abortReason.unexpectedPdu,
        detail: 'P-DATA-TF outside of an association',
      });
      return pdvFate !== 'refused';
    },
    onPdvBytes(bytes) {
      if (pdvFate === 'admitted') user.onPdvBytes(bytes);
    },
    onPdvEnd() {
      if (pdvFate === 'admitted') user.onPdvEnd();
    },
  });
  const input = createInputGate(transport, decoder, ({ reason, message }) =>
    fire(Event.invalidPduReceived, { reason, detail: message }),
  );

  const effects = actionEffects();

  function actionEffects(): Record<Action, (detail: Detail) => void> {
    return {
      'AE-1': () => undefined,
      'AE-2': ({ pdu }) => send(pdu),
      'AE-3': ({ pdu }) => user.onAssociateAc(pdu as AssociateAc),
      'AE-4'({ pdu }) {
        user.onAssociateRj(pdu as AssociateRj);
        close();
        finish('rejected', describeReject(pdu as AssociateRj));
      },
      'AE-5': () => artim.start(),
      'AE-6': ({ pdu }) => admitRequest(pdu as AssociateRq),
      'AE-7': ({ pdu }) => send(pdu),
      'AE-8': ({ pdu }) => sendReject(pdu as AssociateRj),
      'DT-1': ({ chunks }) => write(chunks),
      'DT-2': () => indicatePdv(),
      'AR-1': () => send({ kind: 'release-rq' }),
      'AR-2': () => user.onReleaseRq(),
      'AR-3'() {
        close();
        finish('released', 'released by us');
      },
      'AR-4'() {
        send({ kind: 'release-rp' });
        artim.start();
        finish('released', 'released by the peer');
      },
      'AR-5': () => artim.stop(),
      'AR-6': () => indicatePdv(),
      'AR-7': ({ chunks }) => write(chunks),
      'AR-8'() {
        // The acceptor may answer only after its own release is confirmed (AR-10), so it is told then.
        if (role === 'requestor') user.onReleaseRq();
        else state = State.collisionAcceptorAwaitingRp;
      },
      'AR-9': () => send({ kind: 'release-rp' }),
      'AR-10': () => user.onReleaseRq(),
      'AA-1': abortAsUser,
      'AA-2'({ detail = 'aborted before an association existed', ending = 'no-association' }) {
        artim.stop();
        close();
        finish(ending, detail);
      },
      'AA-3'({ pdu }) {
        close();
        finish('aborted-by-peer', describeAbort(pdu as Abort));
      },
      'AA-4': () => finish('connection-lost', 'the connection was closed without a release'),
      'AA-5'() {
        artim.stop();
        finish('no-association', 'the connection was closed before an association request');
      },
      'AA-6': dropPdv,
      'AA-7': abortAsProvider,
      'AA-8': abortAsProvider,
    };
  }

  function fire(event: Event, detail: Detail = {}): void {
    const action = actionFor(event, state);
    if (action === undefined) {
      impossible(event);
      return;
    }
    // Set before the effect runs: an indication may answer at once, from inside it.
    state = nextStates[action][0];
    effects[action](detail);
  }

  function impossible(event: Event): void {
    const message = `PS3.8 table 9-10 has no action for ${event} in ${state}`;
    if (options.onImpossibleEvent === 'throw') throw new Error(message);
    state = State.idle;
    artim.stop();
    close();
    finish('aborted-by-us', message);
  }

  function admitRequest(request: AssociateRq): void {
    artim.stop();
    const refusal = refuseByProvider(request);
    if (refusal === undefined) {
      user.onAssociateRq(request);
      return;
    }
    state = State.awaitingTransportClose;
    sendReject(refusal);
  }

  function sendReject(refusal: AssociateRj): void {
    send(refusal);
    artim.start();
    finish('rejected', describeReject(refusal));
  }

  function abortAsUser({ detail, ending }: Detail): void {
    sendAbort(abortSource.serviceUser, abortReason.notSpecified, detail, ending);
  }

  function abortAsProvider({ detail, reason = abortReason.unexpectedPdu }: Detail): void {
    sendAbort(abortSource.serviceProvider, reason, detail);
  }

  function sendAbort(
    source: number,
    reason: number,
    detail = 'the peer sent a PDU that its state does not allow',
    ending: AssociationEnding['kind'] = 'aborted-by-us',
  ): void {
    send({ kind: 'abort', source, reason });
    // Our half is closed at once, so that a peer that speaks another protocol leaves before ARTIM expires.
    transport.end();
    input.close();
    artim.start();
    finish(ending, detail);
  }

  function indicatePdv(): void {
    const isAdmitted = user.onPdvStart(currentPdv as PdvHeader) && input.isOpen();
    pdvFate = isAdmitted ? 'admitted' : 'refused';
    if (!isAdmitted) input.hold();
  }

  /** The association is over and the peer has not noticed yet: what it still sends is read past. */
  function dropPdv(): void {
    pdvFate = 'dropped';
  }

  function close(): void {
    input.close();
    transport.destroy();
  }

  function finish(kind: AssociationEnding['kind'], detail: string): void {
    if (hasEnded) return;
    hasEnded = true;
    user.onEnded({ kind, detail });
  }

  function send(pdu: ControlPdu | undefined): void {
    if (pdu !== undefined) write([encodePdu(pdu)]);
  }

  function write(chunks: readonly Uint8Array[] = []): void {
    isWritable = transport.write(chunks);
  }

  if (role === 'acceptor') fire(Event.transportIndicated);

  return {
    feed: (chunk) => input.feed(chunk),
    transportClosed() {
      input.close();
      if (state !== State.idle) fire(Event.transportClosed);
    },
    state: () => state,
    associate(request) {
      fire(Event.associateRequest);
      fire(Event.transportOpened, { pdu: request });
    },
    accept: (answer) => fire(Event.acceptResponse, { pdu: answer }),
    reject: (answer) => fire(Event.rejectResponse, { pdu: answer }),
    canSendData: () => state === State.established || state === State.awaitingReleaseResponse,
    sendData(chunks) {
      fire(Event.dataRequest, { chunks });
      return isWritable;
    },
    requestRelease: () => fire(Event.releaseRequest),
    respondRelease: () => fire(Event.releaseResponse),
    abort(detail, ending = 'aborted-by-us') {
      if (actionFor(Event.abortRequest, state) !== undefined) fire(Event.abortRequest, { detail, ending });
      else if (state !== State.idle) {
        // Sta2 and Sta13 have no A-ABORT request: there is no association, only a connection to give up.
        fire(Event.transportClosed);
        close();
      }
    },
    violate: (reason, detail) => fire(Event.invalidPduReceived, { reason, detail }),
    holdInput: () => input.hold(),
    resumeInput: () => input.resume(),
  };
}

/** The Association Request/Reject/Release Timer of PS3.8 9.1.5; starting it again restarts it. */
function createArtim(timers: Timers, milliseconds: number, onExpired: () => void) {
  let timer: unknown;
  const stop = (): void => {
    if (timer !== undefined) timers.clearTimer(timer);
    timer = undefined;
  };
  return {
    stop,
    start(): void {
      stop();
      timer = timers.setTimer(milliseconds, () => {
        timer = undefined;
        onExpired();
      });
    },
  };
}

const eventOfPdu = {
  'associate-rq': Event.associateRqReceived,
  'associate-ac': Event.associateAcReceived,
  'associate-rj': Event.associateRjReceived,
  'release-rq': Event.releaseRqReceived,
  'release-rp': Event.releaseRpReceived,
  abort: Event.abortReceived,
} as const satisfies Record<ControlPdu['kind'], Event>;

/** What makes a request unacceptable to the service provider itself, PS3.8 table 9-21. */
function refuseByProvider(request: AssociateRq): AssociateRj | undefined {
  if ((request.protocolVersion & 1) === 0) {
    return {
      kind: 'associate-rj',
      result: rejectResult.permanent,
      source: rejectSource.serviceProviderAcse,
      reason: rejectReason.serviceProviderAcse.protocolVersionNotSupported,
    };
  }
  if (request.applicationContextUid !== dicomApplicationContextUid) {
    return {
      kind: 'associate-rj',
      result: rejectResult.permanent,
      source: rejectSource.serviceUser,
      reason: rejectReason.serviceUser.applicationContextNameNotSupported,
    };
  }
  return undefined;
}

function describeReject({ result, source, reason }: AssociateRj): string {
  return `rejected with result ${result}, source ${source}, reason ${reason} (PS3.8 table 9-21)`;
}

function describeAbort({ source, reason }: Abort): string {
  return `aborted by the peer with source ${source}, reason ${reason} (PS3.8 table 9-26)`;
}
