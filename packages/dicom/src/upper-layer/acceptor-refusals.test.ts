import { describe, expect, it } from 'vitest';
import { keepingSink, startAcceptor } from '../../test/accepting.ts';
import { settle } from '../../test/duplex.ts';
import {
  associateRq,
  commandPdv,
  ctImageStorage,
  dataPdv,
  echoRq,
  pdv,
  storeRq,
} from '../../test/scripted-peer.ts';
import { concatBytes } from './byte-cursor.ts';
import { commandFields, encodeCommandSet, noDataSet } from './command-set.ts';
import { defaultUpperLayerLimits } from './limits.ts';
import { encodePdu } from './pdu-encoder.ts';

const requested = encodePdu(associateRq());
const releaseRq = encodePdu({ kind: 'release-rq' });

function startAssociated(overrides: Parameters<typeof startAcceptor>[0] = {}) {
  const kit = startAcceptor(overrides);
  kit.acceptor.feed(requested);
  return kit;
}

describe('requests that cannot be served', () => {
  const request = (commandField: number, overrides = {}) =>
    commandPdv(3, {
      commandField,
      messageId: 9,
      commandDataSetType: 1,
      affectedSopClassUid: ctImageStorage,
      ...overrides,
    });

  it.each([
    ['C-FIND', request(commandFields.cFindRq), 0x0122],
    ['C-GET', request(commandFields.cGetRq), 0x0122],
    ['C-MOVE', request(commandFields.cMoveRq), 0x0122],
    ['N-CREATE', request(0x0140), 0x0211],
    ['a C-STORE of a SOP class we do not take', storeRq(9, { affectedSopClassUid: '1.2.840.1' }), 0x0122],
    ['a C-STORE without a SOP class', request(commandFields.cStoreRq, { affectedSopClassUid: '' }), 0x0122],
    ['a C-STORE with a path as UID', storeRq(9, { affectedSopInstanceUid: '../../etc/x' }), 0x0117],
    [
      'a C-STORE with a UID of 65 characters',
      storeRq(9, { affectedSopInstanceUid: `1.${'2'.repeat(63)}` }),
      0x0117,
    ],
  ])('drops the data set of %s and answers by the standard', (_name, command, status) => {
    const kit = startAssociated();
    kit.acceptor.feed(concatBytes([command, dataPdv(Uint8Array.of(1, 2)), echoRq(10)]));
    expect(kit.answeredStatuses()).toEqual([status, 0]);
    expect(kit.stores).toEqual([]);
  });

  it('answers a C-STORE that announces no data set as mistyped', () => {
    const kit = startAssociated();
    kit.acceptor.feed(storeRq(1, { commandDataSetType: noDataSet }));
    expect(kit.answeredStatuses()).toEqual([0x0212]);
  });

  it('ignores C-CANCEL, which has no answer', () => {
    const kit = startAssociated();
    kit.acceptor.feed(
      commandPdv(3, {
        commandField: commandFields.cCancelRq,
        messageIdBeingRespondedTo: 1,
        commandDataSetType: noDataSet,
        messageId: 1,
      }),
    );
    kit.acceptor.feed(echoRq(2));
    expect(kit.answeredStatuses()).toEqual([0]);
  });

  it('answers 0110H when the sink fails, and goes on', async () => {
    const kit = startAssociated({
      onStore: (store) => {
        if (store.messageId === 1) throw new Error('no sink');
        const kept = { ...store, bytes: [], outcome: 'open' as const };
        kit.stores.push(kept);
        if (store.messageId === 2) {
          return keepingSink(kept, {
            write: () => {
              throw new Error('sync');
            },
          });
        }
        if (store.messageId === 3)
          return keepingSink(kept, { write: () => Promise.reject(new Error('disk full')) });
        return keepingSink(kept, { end: () => Promise.reject(new Error('no commit')) });
      },
    });
    for (const messageId of [1, 2, 3, 4]) {
      kit.acceptor.feed(
        concatBytes([storeRq(messageId), dataPdv(Uint8Array.of(1), false), dataPdv(Uint8Array.of(2))]),
      );
      await settle();
    }
    expect(kit.answeredStatuses()).toEqual([0x0110, 0x0110, 0x0110, 0x0110]);
    expect(kit.faults.map((fault) => (fault as Error).message)).toEqual([
      'no sink',
      'sync',
      'disk full',
      'no commit',
    ]);
    expect(kit.stores.map((store) => store.outcome)).toEqual(['aborted', 'aborted', 'open']);
  });
});

describe('peers that break the protocol', () => {
  const data = dataPdv(Uint8Array.of(1));
  const command = { isCommand: true, isLast: true };

  it.each([
    ['P-DATA before the association', data, { source: 0, reason: 0 }],
    ['a release before the association', releaseRq, { source: 0, reason: 0 }],
    ['an HTTP request', new TextEncoder().encode('GET / HTTP/1.1\r\n'), { source: 0, reason: 0 }],
  ])('aborts %s', (_name, bytes, abort) => {
    const kit = startAcceptor();
    kit.acceptor.feed(bytes);
    expect(kit.answers()).toEqual([{ kind: 'abort', ...abort }]);
    expect(kit.transport.isEnded()).toBe(true);
  });

  it.each([
    ['a second association request', requested, { source: 2, reason: 2 }],
    ['an unknown PDU type', Uint8Array.of(9, 0, 0, 0, 0, 4, 0, 0, 0, 0), { source: 2, reason: 1 }],
    ['a PDU that claims 4 GB', Uint8Array.of(4, 0, 255, 255, 255, 255), { source: 2, reason: 6 }],
    [
      'a context that was not accepted',
      pdv(99, command, encodeCommandSet({ commandField: 1, commandDataSetType: 1 })),
      { source: 2, reason: 6 },
    ],
    ['a data set without a command', data, { source: 2, reason: 5 }],
    [
      'a command inside a data set',
      concatBytes([storeRq(1), dataPdv(Uint8Array.of(1), false), storeRq(2)]),
      { source: 2, reason: 5 },
    ],
    [
      'another context inside a message',
      concatBytes([storeRq(1), dataPdv(Uint8Array.of(1), true, 1)]),
      { source: 2, reason: 5 },
    ],
    ['a malformed command set', pdv(3, command, Uint8Array.of(1, 2, 3)), { source: 0, reason: 0 }],
    [
      'a command set over the limit',
      pdv(3, { isCommand: true, isLast: false }, new Uint8Array(64 * 1024 + 2)),
      { source: 0, reason: 0 },
    ],
    [
      'a response',
      commandPdv(1, { commandField: commandFields.cEchoRsp, messageId: 1, commandDataSetType: noDataSet }),
      { source: 0, reason: 0 },
    ],
    [
      'a request without a message id',
      commandPdv(1, { commandField: commandFields.cEchoRq, commandDataSetType: noDataSet }),
      { source: 0, reason: 0 },
    ],
  ])('aborts %s, drops the rest and hangs up when the peer does not', (_name, bytes, abort) => {
    const kit = startAssociated();
    kit.acceptor.feed(bytes);
    kit.acceptor.feed(echoRq(5));
    expect(kit.answers().slice(1)).toEqual([{ kind: 'abort', ...abort }]);
    expect(kit.endings).toMatchObject([{ kind: 'aborted-by-us' }]);
    for (const store of kit.stores) expect(store.outcome).toBe('aborted');
    kit.timers.advance(defaultUpperLayerLimits.artimMs);
    expect(kit.transport.isDestroyed()).toBe(true);
    expect(kit.timers.armedCount()).toBe(0);
  });

  it('aborts a message over the limit before its bytes have arrived', () => {
    const kit = startAssociated({ limits: { ...defaultUpperLayerLimits, maxMessageBytes: 1000 } });
    kit.acceptor.feed(concatBytes([storeRq(1), dataPdv(new Uint8Array(1000), false)]));
    expect(kit.stores[0]?.outcome).toBe('open');
    kit.acceptor.feed(dataPdv(new Uint8Array(1)).subarray(0, 12));
    expect(kit.lastAnswer()).toEqual({ kind: 'abort', source: 0, reason: 0 });
    expect(kit.stores[0]?.outcome).toBe('aborted');
  });
});

describe('the end of an association', () => {
  it.each([
    [
      'an abort by the peer',
      (kit: ReturnType<typeof startAcceptor>) =>
        kit.acceptor.feed(encodePdu({ kind: 'abort', source: 0, reason: 0 })),
      'aborted-by-peer',
    ],
    [
      'a lost connection',
      (kit: ReturnType<typeof startAcceptor>) => kit.acceptor.transportClosed(),
      'connection-lost',
    ],
    ['a release', (kit: ReturnType<typeof startAcceptor>) => kit.acceptor.feed(releaseRq), 'released'],
    [
      'our own abort',
      (kit: ReturnType<typeof startAcceptor>) => kit.acceptor.abort('because'),
      'aborted-by-us',
    ],
  ])('aborts the unfinished store on %s, once', (_name, end, kind) => {
    const kit = startAssociated();
    kit.acceptor.feed(concatBytes([storeRq(1), dataPdv(Uint8Array.of(1), false)]));
    end(kit);
    kit.acceptor.transportClosed();
    expect(kit.stores).toMatchObject([{ outcome: 'aborted' }]);
    expect(kit.endings).toMatchObject([{ kind }]);
    expect(kit.statuses).toEqual([undefined]);
    expect(kit.timers.armedCount()).toBe(0);
  });

  it('does not answer a store whose peer left while it was being committed', async () => {
    let finish: (status: number) => void = () => undefined;
    const kit = startAssociated({
      onStore: (request) => {
        const store = { ...request, bytes: [], outcome: 'open' as const };
        kit.stores.push(store);
        return keepingSink(store, { end: () => new Promise((resolve) => (finish = resolve)) });
      },
    });
    kit.acceptor.feed(concatBytes([storeRq(1), dataPdv(Uint8Array.of(1))]));
    kit.acceptor.transportClosed();
    finish(0);
    await settle();
    expect(kit.answeredStatuses()).toEqual([]);
    expect(kit.stores[0]?.outcome).toBe('open');
    expect(kit.statuses).toEqual([undefined]);
  });

  it('gives up a peer that is silent for the idle time, but not one that waits for us', async () => {
    let finish: (status: number) => void = () => undefined;
    const kit = startAssociated({
      onStore: (request) =>
        keepingSink(
          { ...request, bytes: [], outcome: 'open' },
          { end: () => new Promise((resolve) => (finish = resolve)) },
        ),
    });
    const { idleMs } = defaultUpperLayerLimits;
    kit.acceptor.feed(concatBytes([storeRq(1), dataPdv(Uint8Array.of(1))]));
    kit.timers.advance(idleMs * 10);
    expect(kit.endings).toEqual([]);
    finish(0);
    await settle();
    kit.timers.advance(idleMs * 0.9);
    kit.acceptor.feed(echoRq(2));
    kit.timers.advance(idleMs);
    expect(kit.endings).toEqual([]);
    kit.timers.advance(idleMs * 0.25);
    expect(kit.endings).toMatchObject([{ kind: 'timed-out' }]);
    expect(kit.lastAnswer()).toEqual({ kind: 'abort', source: 0, reason: 0 });
  });

  it('finishes the message under way before it shuts down', async () => {
    const kit = startAssociated();
    kit.acceptor.feed(concatBytes([storeRq(1), dataPdv(Uint8Array.of(1), false)]));
    kit.acceptor.finish();
    expect(kit.endings).toEqual([]);
    kit.acceptor.feed(dataPdv(Uint8Array.of(2)));
    expect(kit.answers().slice(1)).toMatchObject([{ command: { status: 0 } }, { kind: 'abort', source: 0 }]);
    expect(kit.stores).toMatchObject([{ outcome: 'ended' }]);
  });

  it('shuts down at once when there is nothing to finish', () => {
    const kit = startAssociated();
    kit.acceptor.finish();
    expect(kit.endings).toMatchObject([{ kind: 'aborted-by-us' }]);
    const unassociated = startAcceptor();
    unassociated.acceptor.finish();
    expect(unassociated.transport.isDestroyed()).toBe(true);
  });
});
