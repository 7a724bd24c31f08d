import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepingSink, startAcceptor } from '../../test/accepting.ts';
import { createManualTimers, createRecordingDuplex, settle } from '../../test/duplex.ts';
import {
  commandPdv,
  ctImageStorage,
  explicitLittleEndian,
  implicitLittleEndian,
  readWritten,
} from '../../test/scripted-peer.ts';
import type { AcceptorOptions } from './acceptor.ts';
import { commandFields, noDataSet } from './command-set.ts';
import { defaultUpperLayerLimits } from './limits.ts';
import { encodePdu } from './pdu-encoder.ts';
import { planPresentationContexts } from './plan-presentation-contexts.ts';
import type { OutgoingInstance, RequestorOptions } from './requestor.ts';
import { createRequestor } from './requestor.ts';

const ctInstance = { sopClassUid: ctImageStorage, transferSyntaxUid: explicitLittleEndian };

function plannedContexts(instances = [ctInstance]) {
  const plan = planPresentationContexts(instances);
  if (plan.kind !== 'planned') throw new Error('too many contexts for a test');
  return plan.presentationContexts;
}

function startRequestor(overrides: Partial<RequestorOptions> = {}) {
  const transport = createRecordingDuplex((bytes) => queueMicrotask(() => onWrite(bytes)));
  let onWrite: (bytes: Uint8Array) => void = () => undefined;
  const timers = createManualTimers();
  const requestor = createRequestor({
    transport,
    timers,
    limits: defaultUpperLayerLimits,
    callingAe: 'SENDER',
    calledAe: 'PESSCARA',
    presentationContexts: plannedContexts(),
    answerTimeoutMs: 30_000,
    onImpossibleEvent: 'throw',
    ...overrides,
  });
  const listen = (listener: typeof onWrite): void => {
    onWrite = listener;
  };
  return { requestor, transport, timers, listen };
}

/** A requestor and an acceptor connected to each other, each hearing the other a microtask later. */
function startPair(
  overrides: { requestor?: Partial<RequestorOptions>; acceptor?: Partial<AcceptorOptions> } = {},
) {
  const scu = startRequestor(overrides.requestor);
  const scp = startAcceptor(overrides.acceptor);
  scu.listen((bytes) => scp.acceptor.feed(bytes.slice()));
  let delivered = 0;
  const deliver = (): void => {
    while (delivered < scp.transport.written.length) {
      scu.requestor.feed(scp.transport.written[delivered++] as Uint8Array);
    }
  };
  /** Runs both sides until the promise is settled. */
  async function run<T>(promise: Promise<T>): Promise<T> {
    let isSettled = false;
    const settled = promise.finally(() => {
      isSettled = true;
    });
    for (let turn = 0; turn < 10_000 && !isSettled; turn++) {
      deliver();
      await Promise.resolve();
    }
    return settled;
  }
  return { ...scu, scp, run };
}

function* piecesOf(bytes: Uint8Array, pieceBytes: number): Generator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += pieceBytes)
    yield bytes.subarray(offset, offset + pieceBytes);
}

describe('the requestor against our acceptor', () => {
  it('associates, echoes, stores byte for byte and releases', async () => {
    const { requestor, scp, run } = startPair();
    expect(await run(requestor.associate())).toMatchObject({
      kind: 'accepted',
      contexts: [{ id: 1 }, { id: 3 }],
    });
    expect(await run(requestor.echo())).toEqual({ kind: 'answered', status: 0 });
    const instance: OutgoingInstance = {
      ...ctInstance,
      sopInstanceUid: '1.2.3',
      dataSet: [Uint8Array.of(1, 2, 3, 4)],
    };
    expect(await run(requestor.store(instance))).toEqual({ kind: 'answered', status: 0 });
    expect(scp.stores).toMatchObject([
      { sopInstanceUid: '1.2.3', bytes: [1, 2, 3, 4], transferSyntaxUid: explicitLittleEndian },
    ]);
    expect(await run(requestor.release())).toMatchObject({ kind: 'released' });
    expect(scp.endings).toMatchObject([{ kind: 'released' }]);
    expect(await run(requestor.echo())).toMatchObject({ kind: 'ended' });
  });

  it('sends the same bytes whatever the pieces and the maximum lengths', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 2000 }),
        fc.integer({ min: 1, max: 700 }),
        fc.integer({ min: 64, max: 900 }),
        async (bytes, pieceBytes, maxPduBytes) => {
          const limits = { ...defaultUpperLayerLimits, maxPduBytes };
          const { requestor, scp, run } = startPair({ acceptor: { limits } });
          await run(requestor.associate());
          const dataSet = piecesOf(bytes, pieceBytes);
          expect(await run(requestor.store({ ...ctInstance, sopInstanceUid: '1.2', dataSet }))).toMatchObject(
            { status: 0 },
          );
          expect(scp.stores[0]?.bytes).toEqual([...bytes]);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('sends nothing for which no context was accepted', async () => {
    const { requestor, run, scp } = startPair();
    await run(requestor.associate());
    const instance = {
      sopClassUid: ctImageStorage,
      transferSyntaxUid: implicitLittleEndian,
      sopInstanceUid: '1',
      dataSet: [],
    };
    expect(await run(requestor.store(instance))).toEqual({ kind: 'no-presentation-context' });
    expect(scp.stores).toEqual([]);
  });

  it('reports the status that the receiver answers', async () => {
    const { requestor, run } = startPair({
      acceptor: {
        onStore: (request) => keepingSink({ ...request, bytes: [], outcome: 'open' }, { end: () => 0xa700 }),
      },
    });
    await run(requestor.associate());
    const instance = { ...ctInstance, sopInstanceUid: '1.2', dataSet: [Uint8Array.of(1)] };
    expect(await run(requestor.store(instance))).toEqual({ kind: 'answered', status: 0xa700 });
  });

  it('reports a rejection with its numbers', async () => {
    const { requestor, run, transport } = startPair({
      acceptor: { admit: () => ({ kind: 'rejected', source: 1, reason: 3 }) },
    });
    expect(await run(requestor.associate())).toMatchObject({
      kind: 'rejected',
      rejection: { source: 1, reason: 3 },
    });
    expect(transport.isDestroyed()).toBe(true);
  });

  it('reports an abort in the middle of a data set', async () => {
    const { requestor, scp, run } = startPair();
    await run(requestor.associate());
    async function* dataSet(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(200_000);
      scp.acceptor.abort('test');
      yield new Uint8Array(200_000);
      await settle();
      yield new Uint8Array(200_000);
    }
    const outcome = await run(requestor.store({ ...ctInstance, sopInstanceUid: '1.2', dataSet: dataSet() }));
    expect(outcome).toMatchObject({ kind: 'ended', ending: { kind: 'aborted-by-peer' } });
    expect(scp.stores[0]?.outcome).toBe('aborted');
  });

  it('aborts, and throws on, when the data set cannot be read', async () => {
    const { requestor, scp, run } = startPair();
    await run(requestor.associate());
    async function* dataSet(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(10);
      throw new Error('unreadable');
    }
    const sending = run(requestor.store({ ...ctInstance, sopInstanceUid: '1.2', dataSet: dataSet() }));
    await expect(sending).rejects.toThrow('unreadable');
    await settle();
    expect(scp.endings).toMatchObject([{ kind: 'aborted-by-peer' }]);
  });
});

describe('the requestor against peers that misbehave', () => {
  async function startAssociated() {
    const scu = startRequestor();
    const associating = scu.requestor.associate();
    scu.requestor.feed(
      encodePdu({
        kind: 'associate-ac',
        protocolVersion: 1,
        calledAe: 'PESSCARA',
        callingAe: 'SENDER',
        applicationContextUid: '1.2.840.10008.3.1.1.1',
        presentationContexts: [
          { id: 1, result: 0, transferSyntaxUid: implicitLittleEndian },
          // Neither a transfer syntax nor a context that was proposed.
          { id: 3, result: 0, transferSyntaxUid: '1.2.3' },
          { id: 77, result: 0, transferSyntaxUid: implicitLittleEndian },
        ],
        userInformation: {
          maxPduBytes: 0,
          roleSelections: [],
          extendedNegotiations: [],
          commonExtendedNegotiations: [],
        },
      }),
    );
    expect(await associating).toMatchObject({ kind: 'accepted', contexts: [{ id: 1 }] });
    return scu;
  }

  it('gives up when the association is not answered in time', async () => {
    const { requestor, timers, transport } = startRequestor();
    const associating = requestor.associate();
    timers.advance(30_000);
    expect(await associating).toMatchObject({ kind: 'ended', ending: { kind: 'timed-out' } });
    expect(readWritten(transport.written).at(-1)).toMatchObject({ kind: 'abort' });
  });

  it('gives up when an operation is not answered in time', async () => {
    const { requestor, timers } = await startAssociated();
    const echoing = requestor.echo();
    timers.advance(30_000);
    expect(await echoing).toMatchObject({ kind: 'ended', ending: { kind: 'timed-out' } });
  });

  it('aborts on the answer to another message', async () => {
    const { requestor } = await startAssociated();
    const echoing = requestor.echo();
    const commandField = commandFields.cEchoRsp;
    requestor.feed(
      commandPdv(1, {
        commandField,
        messageIdBeingRespondedTo: 99,
        commandDataSetType: noDataSet,
        status: 0,
      }),
    );
    expect(await echoing).toMatchObject({ kind: 'ended', ending: { kind: 'aborted-by-us' } });
  });

  it('reports a lost connection to whatever is under way', async () => {
    const { requestor } = await startAssociated();
    const echoing = requestor.echo();
    requestor.transportClosed();
    expect(await echoing).toMatchObject({ kind: 'ended', ending: { kind: 'connection-lost' } });
    expect(await requestor.release()).toMatchObject({ kind: 'connection-lost' });
  });

  it('waits for a congested transport, and is woken when that dies', async () => {
    const { requestor, transport } = await startAssociated();
    transport.congest();
    const echoing = requestor.echo();
    await settle();
    requestor.transportClosed();
    expect(await echoing).toMatchObject({ kind: 'ended' });
  });

  it('confirms a release that the peer asks for at the same time (PS3.8 7.2.2)', async () => {
    const { requestor, transport } = await startAssociated();
    const releasing = requestor.release();
    requestor.feed(encodePdu({ kind: 'release-rq' }));
    requestor.feed(encodePdu({ kind: 'release-rp' }));
    expect(await releasing).toMatchObject({ kind: 'released' });
    expect(readWritten(transport.written).slice(-2)).toEqual([
      { kind: 'release-rq' },
      { kind: 'release-rp' },
    ]);
  });

  it('refuses a second operation before the first is answered', async () => {
    const { requestor } = await startAssociated();
    const first = requestor.echo();
    await expect(requestor.echo()).rejects.toThrow('One operation at a time');
    requestor.transportClosed();
    await first;
  });
});

describe('planning presentation contexts', () => {
  it('proposes one context per SOP class and transfer syntax after one for C-ECHO', () => {
    const instances = [ctInstance, ctInstance, { ...ctInstance, transferSyntaxUid: implicitLittleEndian }];
    expect(plannedContexts(instances)).toMatchObject([
      { id: 1, transferSyntaxUids: [implicitLittleEndian] },
      { id: 3, abstractSyntaxUid: ctImageStorage, transferSyntaxUids: [explicitLittleEndian] },
      { id: 5, abstractSyntaxUid: ctImageStorage, transferSyntaxUids: [implicitLittleEndian] },
    ]);
  });

  it('says when they do not fit one association', () => {
    const instances = Array.from({ length: 128 }, (_, index) => ({
      ...ctInstance,
      sopClassUid: `1.2.${index}`,
    }));
    expect(planPresentationContexts(instances)).toEqual({ kind: 'too-many', needed: 129, allowed: 128 });
  });
});
