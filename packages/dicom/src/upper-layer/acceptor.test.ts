import { describe, expect, it } from 'vitest';
import { keepingSink, startAcceptor } from '../../test/accepting.ts';
import { settle } from '../../test/duplex.ts';
import {
  associateRq,
  ctImageStorage,
  dataPdv,
  echoRq,
  explicitLittleEndian,
  storeRq,
} from '../../test/scripted-peer.ts';
import { concatBytes } from './byte-cursor.ts';
import { commandFields, noDataSet } from './command-set.ts';
import { defaultUpperLayerLimits } from './limits.ts';
import { encodePdu } from './pdu-encoder.ts';

const requested = encodePdu(associateRq());
const releaseRq = encodePdu({ kind: 'release-rq' });

function startAssociated(overrides: Parameters<typeof startAcceptor>[0] = {}) {
  const kit = startAcceptor(overrides);
  kit.acceptor.feed(requested);
  return kit;
}

describe('admission to an association', () => {
  it('accepts and answers every proposed context', () => {
    const kit = startAcceptor();
    const unknown = { id: 5, abstractSyntaxUid: '1.2.3.4', transferSyntaxUids: [explicitLittleEndian] };
    const { presentationContexts } = associateRq();
    kit.acceptor.feed(encodePdu(associateRq({ presentationContexts: [...presentationContexts, unknown] })));
    expect(kit.answers()).toMatchObject([
      {
        kind: 'associate-ac',
        calledAe: 'PESSCARA',
        callingAe: 'SCANNER',
        presentationContexts: [
          { id: 1, result: 0 },
          { id: 3, result: 0, transferSyntaxUid: explicitLittleEndian },
          { id: 5, result: 3 },
        ],
        userInformation: { maxPduBytes: defaultUpperLayerLimits.maxPduBytes },
      },
    ]);
  });

  it('answers a role selection with the requestor as the only SCU', () => {
    const kit = startAcceptor();
    const { userInformation } = associateRq();
    const roleSelections = [
      { sopClassUid: ctImageStorage, isScu: true, isScp: true },
      { sopClassUid: '1.9.9', isScu: true, isScp: true },
    ];
    kit.acceptor.feed(encodePdu(associateRq({ userInformation: { ...userInformation, roleSelections } })));
    expect(kit.lastAnswer()).toMatchObject({
      userInformation: { roleSelections: [{ sopClassUid: ctImageStorage, isScu: true, isScp: false }] },
    });
  });

  it('waits for a slow decision and rejects with its source and reason', async () => {
    const kit = startAcceptor({ admit: async () => ({ kind: 'rejected', source: 1, reason: 3 }) });
    kit.acceptor.feed(requested);
    expect(kit.answers()).toEqual([]);
    await settle();
    expect(kit.answers()).toEqual([{ kind: 'associate-rj', result: 1, source: 1, reason: 3 }]);
    expect(kit.endings).toMatchObject([{ kind: 'rejected' }]);
  });

  it('drops the decision for a peer that left meanwhile', async () => {
    const kit = startAcceptor({ admit: async () => ({ kind: 'accepted' }) });
    kit.acceptor.feed(requested);
    kit.acceptor.transportClosed();
    await settle();
    expect(kit.answers()).toEqual([]);
    expect(kit.endings).toMatchObject([{ kind: 'connection-lost' }]);
  });

  it('rejects for the moment when the decision fails, and reports the defect', async () => {
    const kit = startAcceptor({ admit: () => Promise.reject(new Error('database is away')) });
    kit.acceptor.feed(requested);
    await settle();
    expect(kit.answers()).toEqual([{ kind: 'associate-rj', result: 2, source: 3, reason: 1 }]);
    expect(kit.faults).toHaveLength(1);
  });

  it.each([
    ['another protocol version', { protocolVersion: 2 }, { result: 1, source: 2, reason: 2 }],
    ['another application context', { applicationContextUid: '1.2.3' }, { result: 1, source: 1, reason: 2 }],
    ['a called AE title of control characters', { calledAe: 'A\nB' }, { result: 1, source: 1, reason: 7 }],
    ['a calling AE title with a backslash', { callingAe: 'A\\B' }, { result: 1, source: 1, reason: 3 }],
  ])('rejects %s', (_name, overrides, answer) => {
    const kit = startAcceptor({ admit: () => expect.unreachable() });
    kit.acceptor.feed(encodePdu(associateRq(overrides)));
    expect(kit.answers()).toEqual([{ kind: 'associate-rj', ...answer }]);
  });

  it('answers contexts whose UIDs are no text with a rejection that has an encoding', () => {
    const kit = startAcceptor();
    const bytes = encodePdu(associateRq());
    // The first character of the first abstract syntax: behind the fixed part, the 21 characters of the application
    // context and three item headers.
    bytes[74 + 4 + 21 + 8 + 4] = 0xff;
    kit.acceptor.feed(bytes);
    expect(kit.answers()).toMatchObject([{ kind: 'associate-ac' }]);
  });

  it('reads past what a rejected peer still sends, and closes on its abort', () => {
    const kit = startAcceptor({ admit: () => ({ kind: 'rejected', source: 1, reason: 3 }) });
    kit.acceptor.feed(concatBytes([requested, storeRq(1), dataPdv(new Uint8Array(100))]));
    expect(kit.answers()).toHaveLength(1);
    kit.acceptor.feed(encodePdu({ kind: 'abort', source: 0, reason: 0 }));
    expect(kit.transport.isDestroyed()).toBe(true);
    expect(kit.stores).toEqual([]);
  });

  it('closes a connection on which no request came within the ARTIM time', () => {
    const kit = startAcceptor();
    kit.acceptor.feed(requested.subarray(0, 50));
    kit.timers.advance(defaultUpperLayerLimits.artimMs - 1);
    expect(kit.transport.isDestroyed()).toBe(false);
    kit.timers.advance(1);
    expect(kit.transport.isDestroyed()).toBe(true);
    expect(kit.endings).toMatchObject([{ kind: 'timed-out' }]);
  });

  it('closes the connection after a rejection when the peer does not', () => {
    const kit = startAcceptor({ admit: () => ({ kind: 'rejected', source: 1, reason: 7 }) });
    kit.acceptor.feed(requested);
    expect(kit.transport.isDestroyed()).toBe(false);
    kit.timers.advance(defaultUpperLayerLimits.artimMs);
    expect(kit.transport.isDestroyed()).toBe(true);
    expect(kit.endings).toHaveLength(1);
  });
});

describe('C-ECHO and C-STORE', () => {
  it('answers C-ECHO', () => {
    const kit = startAssociated();
    kit.acceptor.feed(echoRq(7));
    expect(kit.lastAnswer()).toMatchObject({
      command: {
        commandField: commandFields.cEchoRsp,
        messageIdBeingRespondedTo: 7,
        status: 0,
        commandDataSetType: noDataSet,
      },
    });
  });

  it('passes the data set on as it arrives and answers when the sink has it', async () => {
    let finish: (status: number) => void = () => undefined;
    const kit = startAssociated({
      onStore: (request) => {
        const store = { ...request, bytes: [], outcome: 'open' as const };
        kit.stores.push(store);
        return keepingSink(store, { end: () => new Promise((resolve) => (finish = resolve)) });
      },
    });
    kit.acceptor.feed(storeRq(1));
    kit.acceptor.feed(dataPdv(Uint8Array.of(1, 2), false));
    expect(kit.stores).toMatchObject([
      {
        messageId: 1,
        sopClassUid: ctImageStorage,
        sopInstanceUid: '1.2.3.1',
        transferSyntaxUid: explicitLittleEndian,
      },
    ]);
    expect(kit.stores[0]?.bytes).toEqual([1, 2]);
    kit.acceptor.feed(dataPdv(Uint8Array.of(3), true));
    expect(kit.answeredStatuses()).toEqual([]);
    finish(0xb000);
    await settle();
    expect(kit.stores[0]?.bytes).toEqual([1, 2, 3]);
    expect(kit.lastAnswer()).toMatchObject({
      command: {
        commandField: commandFields.cStoreRsp,
        messageIdBeingRespondedTo: 1,
        status: 0xb000,
        affectedSopClassUid: ctImageStorage,
        affectedSopInstanceUid: '1.2.3.1',
      },
    });
    expect(kit.statuses).toEqual([0xb000]);
  });

  it('stores the same from one byte at a time', () => {
    const kit = startAcceptor();
    const data = Uint8Array.from({ length: 300 }, (_, index) => index % 256);
    const script = concatBytes([
      requested,
      storeRq(1),
      dataPdv(data.subarray(0, 99), false),
      dataPdv(data.subarray(99)),
      releaseRq,
    ]);
    for (const byte of script) kit.acceptor.feed(Uint8Array.of(byte));
    expect(kit.stores[0]?.bytes).toEqual([...data]);
    expect(kit.answers().map((answer) => answer.kind)).toEqual(['associate-ac', 'message', 'release-rp']);
    expect(kit.endings).toMatchObject([{ kind: 'released' }]);
  });

  it('leaves the connection unread while the sink is busy, and never writes twice at once', async () => {
    const pending: (() => void)[] = [];
    let running = 0;
    const kit = startAssociated({
      onStore: (request) => {
        const store = { ...request, bytes: [] as number[], outcome: 'open' as const };
        kit.stores.push(store);
        return keepingSink(store, {
          write(chunk) {
            expect(++running).toBe(1);
            store.bytes.push(...chunk);
            return new Promise<void>((resolve) => pending.push(resolve)).then(() => {
              running--;
            });
          },
        });
      },
    });
    const everything = [
      storeRq(1),
      dataPdv(Uint8Array.of(1), false),
      dataPdv(Uint8Array.of(2), false),
      dataPdv(Uint8Array.of(3)),
    ];
    kit.acceptor.feed(concatBytes(everything));
    for (const expected of [[1], [1, 2], [1, 2, 3]]) {
      expect(kit.stores[0]?.bytes).toEqual(expected);
      expect(kit.transport.isPaused()).toBe(true);
      expect(kit.answeredStatuses()).toEqual([]);
      pending.shift()?.();
      await settle();
    }
    expect(kit.answeredStatuses()).toEqual([0]);
    expect(kit.transport.isPaused()).toBe(false);
  });

  it('keeps requests that come before the answer to the last one waiting, in order', async () => {
    const finishers: ((status: number) => void)[] = [];
    const kit = startAssociated({
      onStore: (request) => {
        const store = { ...request, bytes: [], outcome: 'open' as const };
        kit.stores.push(store);
        return keepingSink(store, { end: () => new Promise((resolve) => finishers.push(resolve)) });
      },
    });
    kit.acceptor.feed(
      concatBytes([
        storeRq(1),
        dataPdv(Uint8Array.of(1)),
        storeRq(2),
        dataPdv(Uint8Array.of(2)),
        echoRq(3),
        releaseRq,
      ]),
    );
    expect(kit.stores).toHaveLength(1);
    expect(kit.transport.isPaused()).toBe(true);
    finishers.shift()?.(0);
    await settle();
    expect(kit.stores.map((store) => store.bytes)).toEqual([[1], [2]]);
    finishers.shift()?.(0xa700);
    await settle();
    expect(kit.answeredStatuses()).toEqual([0, 0xa700, 0]);
    expect(kit.lastAnswer()).toEqual({ kind: 'release-rp' });
  });

  it('answers what is still owed before it confirms a release', async () => {
    let finish: (status: number) => void = () => undefined;
    const kit = startAssociated({
      onStore: (request) =>
        keepingSink(
          { ...request, bytes: [], outcome: 'open' },
          { end: () => new Promise((resolve) => (finish = resolve)) },
        ),
    });
    kit.acceptor.feed(concatBytes([storeRq(1), dataPdv(Uint8Array.of(1)), releaseRq]));
    expect(kit.endings).toEqual([]);
    finish(0);
    await settle();
    expect(kit.answers().map((answer) => answer.kind)).toEqual(['associate-ac', 'message', 'release-rp']);
  });

  it('takes an empty data set', () => {
    const kit = startAssociated();
    kit.acceptor.feed(concatBytes([storeRq(1), dataPdv(new Uint8Array(0))]));
    expect(kit.stores).toMatchObject([{ bytes: [], outcome: 'ended' }]);
    expect(kit.answeredStatuses()).toEqual([0]);
  });

  it('stops reading from a peer that does not read its answers', () => {
    const kit = startAssociated();
    kit.transport.congest();
    kit.acceptor.feed(concatBytes([echoRq(1), echoRq(2)]));
    expect(kit.answeredStatuses()).toHaveLength(1);
    expect(kit.transport.isPaused()).toBe(true);
    kit.transport.drain();
    expect(kit.answeredStatuses()).toHaveLength(2);
    expect(kit.transport.isPaused()).toBe(false);
  });

  it('sends answers in fragments that fit a peer with a small maximum length', () => {
    const kit = startAcceptor();
    const { userInformation } = associateRq();
    kit.acceptor.feed(encodePdu(associateRq({ userInformation: { ...userInformation, maxPduBytes: 64 } })));
    kit.acceptor.feed(echoRq(1));
    // 78 bytes of command set, of which at most 58 fit one PDU of 64.
    expect(kit.transport.written.at(-1)).toHaveLength(78 + 2 * 12);
    expect(kit.answeredStatuses()).toEqual([0]);
  });
});
