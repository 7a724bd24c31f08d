import { createHash } from 'node:crypto';
import { connect as connectTcp, createServer } from 'node:net';
import { rejectReason, rejectSource } from '@pesscara/dicom';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectDimseSender } from './dimse-sender.ts';
import {
  connectRaw,
  createSignal,
  ctImageStorage,
  explicitLittleEndian,
  hashingSink,
  plannedContexts,
  startReceiver,
} from './test/receiver.ts';

type Receiver = Awaited<ReturnType<typeof startReceiver>>;
const running: Receiver[] = [];

async function receiver(overrides: Parameters<typeof startReceiver>[0] = {}): Promise<Receiver> {
  const started = await startReceiver(overrides);
  running.push(started);
  return started;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map(({ listener }) => listener.stop(0)));
});

function sender(port: number, callingAe = 'SENDER') {
  return connectDimseSender({ host: '127.0.0.1', port, callingAe, calledAe: 'PESSCARA' }, plannedContexts());
}

function instance(sopInstanceUid: string, dataSet: Uint8Array[]) {
  return { sopClassUid: ctImageStorage, transferSyntaxUid: explicitLittleEndian, sopInstanceUid, dataSet };
}

describe('a sender of ours', () => {
  it('echoes, stores byte for byte and releases', async () => {
    const { port, received, summaries } = await receiver();
    const scu = await sender(port);
    expect(await scu.associate()).toMatchObject({ kind: 'accepted' });
    expect(await scu.echo()).toEqual({ kind: 'answered', status: 0 });
    const bytes = Buffer.alloc(3_000_001, 'pixel');
    expect(await scu.store(instance('1.2.3', [bytes]))).toEqual({ kind: 'answered', status: 0 });
    expect(await scu.release()).toMatchObject({ kind: 'released' });
    expect(received).toMatchObject([
      {
        association: { callingAe: 'SENDER', calledAe: 'PESSCARA', address: '127.0.0.1', tls: false },
        sopClassUid: ctImageStorage,
        sopInstanceUid: '1.2.3',
        transferSyntaxUid: explicitLittleEndian,
        sizeBytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      },
    ]);
    await vi.waitFor(() =>
      expect(summaries).toMatchObject([{ kind: 'released', echoCount: 1, storedCount: 1, failedCount: 0 }]),
    );
    expect(summaries[0]?.receivedBytes).toBeGreaterThan(bytes.length);
  });

  it('is heard the same without the large read buffer', async () => {
    const { port, received } = await receiver({ limits: { readBufferBytes: 0 } });
    const scu = await sender(port);
    await scu.associate();
    const bytes = Buffer.alloc(1_000_000, 7);
    expect(await scu.store(instance('1.2.3', [bytes]))).toMatchObject({ status: 0 });
    await scu.release();
    expect(received[0]?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('waits while the sink does, and the chunk is not overwritten meanwhile', async () => {
    const bytes = Buffer.alloc(2_000_000).map((_, index) => index % 253);
    const { port, received } = await receiver({
      sink(object) {
        const hashing = hashingSink(object);
        return {
          ...hashing,
          async write(chunk) {
            const before = createHash('sha1').update(chunk).digest('hex');
            await new Promise((resolve) => setImmediate(resolve));
            expect(createHash('sha1').update(chunk).digest('hex')).toBe(before);
            await hashing.write(chunk);
          },
        };
      },
    });
    const scu = await sender(port);
    await scu.associate();
    expect(await scu.store(instance('1.2.3', [bytes]))).toMatchObject({ status: 0 });
    await scu.release();
    expect(received[0]?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('is rejected with the source and reason of the admission', async () => {
    const { port, summaries } = await receiver({
      admit: async ({ callingAe }) =>
        callingAe === 'KNOWN'
          ? { kind: 'accepted' }
          : {
              kind: 'rejected',
              source: rejectSource.serviceUser,
              reason: rejectReason.serviceUser.callingAeTitleNotRecognized,
            },
    });
    const unknown = await sender(port, 'UNKNOWN');
    expect(await unknown.associate()).toMatchObject({
      kind: 'rejected',
      rejection: { result: 1, source: 1, reason: 3 },
    });
    const known = await sender(port, 'KNOWN');
    expect(await known.associate()).toMatchObject({ kind: 'accepted' });
    await known.release();
    await vi.waitFor(() => expect(summaries.map(({ kind }) => kind)).toEqual(['rejected', 'released']));
  });

  it('gets the first transfer syntax it proposes that we know', async () => {
    const { port } = await receiver({ acceptsTransferSyntax: (uid) => uid === '1.2.840.113619.5.2' });
    const contexts = [
      {
        id: 1,
        abstractSyntaxUid: ctImageStorage,
        transferSyntaxUids: ['1.2.3.4', '1.2.840.10008.1.2.4.999', explicitLittleEndian],
      },
      { id: 3, abstractSyntaxUid: ctImageStorage, transferSyntaxUids: ['1.2.840.113619.5.2'] },
      { id: 5, abstractSyntaxUid: ctImageStorage, transferSyntaxUids: ['1.2.3.4'] },
    ];
    const scu = await connectDimseSender(
      { host: '127.0.0.1', port, callingAe: 'A', calledAe: 'B' },
      contexts,
    );
    expect(await scu.associate()).toMatchObject({
      contexts: [
        { id: 1, transferSyntaxUid: '1.2.840.10008.1.2.4.999' },
        { id: 3, transferSyntaxUid: '1.2.840.113619.5.2' },
      ],
    });
    await scu.release();
  });

  it('leaves no UID of an object in the log', async () => {
    const { port, logLines } = await receiver({
      sink: () => ({ write: () => undefined, end: () => 0xa700, abort: () => undefined }),
    });
    const scu = await sender(port);
    await scu.associate();
    await scu.store(instance('1.2.3.4.5.6.7.8', [Buffer.from('secret')]));
    await scu.release();
    await vi.waitFor(() => expect(logLines.join('')).toContain('archive.association.ended'));
    expect(logLines.join('')).not.toMatch(/1\.2\.3\.4\.5|secret/);
    expect(logLines.join('')).toContain('"failedCount":1');
  });
});

describe('limits', () => {
  it('reject associations over the limit of an address, for the moment', async () => {
    const { port } = await receiver({ limits: { maxAssociationsPerAddress: 2 } });
    const open = [await sender(port), await sender(port)];
    for (const scu of open) expect(await scu.associate()).toMatchObject({ kind: 'accepted' });
    const third = await sender(port);
    expect(await third.associate()).toMatchObject({
      kind: 'rejected',
      rejection: { result: 2, source: 3, reason: 2 },
    });
    await open[0]?.release();
    await vi.waitFor(async () => {
      const fourth = await sender(port);
      expect(await fourth.associate()).toMatchObject({ kind: 'accepted' });
      await fourth.release();
    });
    await open[1]?.release();
  });

  it('reject associations that come too fast', async () => {
    const { port } = await receiver({ limits: { newAssociationsBurst: 2, newAssociationsPerSecond: 0 } });
    for (let count = 0; count < 2; count++) {
      const scu = await sender(port);
      expect(await scu.associate()).toMatchObject({ kind: 'accepted' });
      await scu.release();
    }
    const late = await sender(port);
    expect(await late.associate()).toMatchObject({
      kind: 'rejected',
      rejection: { result: 2, source: 3, reason: 1 },
    });
  });

  it('close connections that never ask for an association', async () => {
    const { port, summaries } = await receiver({ limits: { artimMs: 50 } });
    const { socket, isClosed } = await connectRaw(port);
    socket.write(Uint8Array.of(1, 0, 0, 0, 0, 100, 0, 1));
    await vi.waitFor(() => expect(isClosed()).toBe(true));
    expect(summaries).toMatchObject([{ kind: 'timed-out' }]);
    expect(summaries[0]?.association).toBeUndefined();
  });

  it('abort associations that fall silent', async () => {
    const { port, summaries } = await receiver({ limits: { idleMs: 60 } });
    const scu = await sender(port);
    await scu.associate();
    await vi.waitFor(() => expect(summaries).toMatchObject([{ kind: 'timed-out' }]));
  });
});

describe('a sender that trickles', () => {
  it('is aborted, with the reason, though it never falls silent', async () => {
    const limits = { idleMs: 200, minBytesPerSecond: 1000 };
    const { port, summaries, logLines } = await receiver({ limits });
    const { socket, heard, isClosed } = await connectRaw(port);
    // An A-ASSOCIATE-RQ in order, and then a P-DATA-TF that never ends.
    const relay = createServer((near) => near.on('data', (chunk) => socket.write(chunk)));
    await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
    const scu = await sender((relay.address() as { port: number }).port);
    scu.associate().catch(() => undefined);
    await vi.waitFor(() => expect(heard()[0]).toBe(2));
    relay.close();
    // P-DATA-TF and PDV of a command with 60,000 and a few bytes, context 1.
    socket.write(Buffer.from('04000000ea660000ea620101', 'hex'));
    const trickle = setInterval(() => socket.write(Buffer.of(0)), 20);
    await vi.waitFor(() => expect(isClosed()).toBe(true), { timeout: 10_000 });
    clearInterval(trickle);
    expect(summaries).toMatchObject([{ kind: 'aborted-by-us' }]);
    expect(summaries[0]?.detail).toContain('less than 1000 bytes a second');
    expect(logLines.join('')).toContain('archive.association.too-slow');
  });
});

describe('connections that are no DICOM', () => {
  const echoWorks = async (port: number): Promise<void> => {
    const scu = await sender(port);
    await scu.associate();
    expect(await scu.echo()).toMatchObject({ status: 0 });
    await scu.release();
  };

  it.each([
    ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
    ['noise', Buffer.alloc(100_000).map((_, index) => (index * index + 7) % 256)],
    ['P-DATA before an association', Buffer.from('0400000000080000000401030000', 'hex')],
    ['a PDU that claims 4 GB', Buffer.from('0100ffffffff0001', 'hex')],
    ['zeros', Buffer.alloc(300_000)],
  ])('get an abort for %s and are closed', async (_name, bytes) => {
    const { port, summaries, received } = await receiver();
    const { socket, heard, isClosed } = await connectRaw(port);
    socket.write(bytes);
    await vi.waitFor(() => expect(isClosed()).toBe(true));
    expect(heard()[0] ?? 7).toBe(7);
    expect(summaries).toHaveLength(1);
    expect(received).toEqual([]);
    await echoWorks(port);
  });

  it('may vanish at any moment', async () => {
    const { port, summaries } = await receiver({ limits: { maxAssociationsPerAddress: 64 } });
    for (let count = 0; count < 40; count++) {
      const { socket } = await connectRaw(port);
      if (count % 2 === 0) socket.write(Buffer.from('0100000000', 'hex'));
      socket.resetAndDestroy();
    }
    await vi.waitFor(() => expect(summaries).toHaveLength(40));
    await echoWorks(port);
  });
});

describe('a slow sender', () => {
  it('is served one byte at a time', async () => {
    const { port, received } = await receiver();
    // What our sender says, through a relay that passes every byte on alone.
    const relay = createServer({ noDelay: true }, (near) => {
      const far = connectTcp({ host: '127.0.0.1', port, noDelay: true });
      far.pipe(near);
      near.on('data', (chunk) => {
        for (let index = 0; index < chunk.length; index++) far.write(chunk.subarray(index, index + 1));
      });
      near.on('close', () => far.destroy());
    });
    await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
    const scu = await sender((relay.address() as { port: number }).port);
    await scu.associate();
    const bytes = Buffer.alloc(5000).map((_, index) => index % 256);
    expect(await scu.store(instance('1.2.3', [bytes]))).toMatchObject({ status: 0 });
    await scu.release();
    relay.close();
    expect(received[0]?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });
});

describe('stopping', () => {
  it('lets a store under way finish and be answered, and refuses new connections', async () => {
    const mayEnd = createSignal();
    const { port, listener, received } = await startReceiver({
      sink: (object) => ({ ...hashingSink(object), end: () => mayEnd.given.then(() => 0) }),
    });
    const busy = await sender(port);
    const idle = await sender(port);
    await busy.associate();
    await idle.associate();
    const storing = busy.store(instance('1.2.3', [Buffer.alloc(1000)]));
    await vi.waitFor(() => expect(received[0]?.sizeBytes).toBe(1000));
    const stopping = listener.stop(60_000);
    await expect(sender(port)).rejects.toThrow('ECONNREFUSED');
    expect(await idle.echo()).toMatchObject({ kind: 'ended' });
    mayEnd.give();
    expect(await storing).toMatchObject({ kind: 'answered', status: 0 });
    await stopping;
  });

  it('ends what does not finish before the deadline', async () => {
    const { port, listener, received, summaries } = await startReceiver({
      sink: (object) => ({ ...hashingSink(object), end: () => new Promise<number>(() => undefined) }),
    });
    const scu = await sender(port);
    await scu.associate();
    const storing = scu.store(instance('1.2.3', [Buffer.alloc(1000)]));
    await vi.waitFor(() => expect(received[0]?.sizeBytes).toBe(1000));
    await listener.stop(20);
    expect(await storing).toMatchObject({ kind: 'ended' });
    expect(summaries).toMatchObject([{ kind: 'aborted-by-us', unansweredCount: 1 }]);
  });

  it('says which port cannot be had', async () => {
    const { port } = await receiver();
    await expect(startReceiver({ port })).rejects.toMatchObject({ code: 'EADDRINUSE', port });
  });
});
