import type { AcceptorOptions, StoreRequest } from '../src/upper-layer/acceptor.ts';
import { createAcceptor } from '../src/upper-layer/acceptor.ts';
import { defaultUpperLayerLimits } from '../src/upper-layer/limits.ts';
import type { StoreSink } from '../src/upper-layer/store-sink.ts';
import type { AssociationEnding } from '../src/upper-layer/upper-layer.ts';
import { createManualTimers, createRecordingDuplex } from './duplex.ts';
import { ctImageStorage, readWritten, verification } from './scripted-peer.ts';

export type ReceivedStore = StoreRequest & { bytes: number[]; outcome: 'open' | 'ended' | 'aborted' };

/** A sink that keeps everything and answers success, unless told otherwise. */
export function keepingSink(store: ReceivedStore, overrides: Partial<StoreSink> = {}): StoreSink {
  return {
    write: (chunk) => {
      store.bytes.push(...chunk);
    },
    end() {
      store.outcome = 'ended';
      return 0x0000;
    },
    abort() {
      store.outcome = 'aborted';
    },
    ...overrides,
  };
}

/** An acceptor on a recording transport, with everything it reported. */
export function startAcceptor(overrides: Partial<AcceptorOptions> = {}) {
  const transport = createRecordingDuplex();
  const timers = createManualTimers();
  const stores: ReceivedStore[] = [];
  const statuses: (number | undefined)[] = [];
  const endings: AssociationEnding[] = [];
  const faults: unknown[] = [];
  const acceptor = createAcceptor({
    transport,
    timers,
    limits: defaultUpperLayerLimits,
    admit: () => ({ kind: 'accepted' }),
    acceptContext: (abstractSyntaxUid, [transferSyntaxUid]) =>
      [ctImageStorage, verification].includes(abstractSyntaxUid) && transferSyntaxUid !== undefined
        ? { kind: 'accepted', transferSyntaxUid }
        : { kind: 'rejected', reason: 'abstract-syntax-not-supported' },
    acceptsSopClass: (uid) => uid === ctImageStorage,
    onStore(request) {
      const store: ReceivedStore = { ...request, bytes: [], outcome: 'open' };
      stores.push(store);
      return keepingSink(store);
    },
    onStoreEnded: (_request, status) => statuses.push(status),
    onEnded: (ending) => endings.push(ending),
    onFault: (error) => faults.push(error),
    onImpossibleEvent: 'throw',
    ...overrides,
  });
  return {
    acceptor,
    transport,
    timers,
    stores,
    statuses,
    endings,
    faults,
    answers: () => readWritten(transport.written),
    answeredStatuses: () =>
      readWritten(transport.written).flatMap((answer) =>
        answer.kind === 'message' ? [answer.command.status] : [],
      ),
    lastAnswer: () => readWritten(transport.written).at(-1),
  };
}
