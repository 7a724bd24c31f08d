import { type AddressInfo, createServer, type Server } from 'node:net';
import {
  createAcceptor,
  defaultUpperLayerLimits,
  dimseStatus,
  explicitVrLittleEndian,
  rejectReason,
  rejectSource,
} from '@pesscara/dicom';
import { afterEach, describe, expect, it } from 'vitest';
import { AssociationError, eventLoopTimers, openAssociation, socketDuplex } from './index.ts';

const ct = { sopClassUid: '1.2.840.10008.5.1.4.1.1.2', transferSyntaxUid: explicitVrLittleEndian };
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A receiver on a free port that keeps what it gets and knows the calling AE title KNOWN. */
async function startReceiver(): Promise<{ port: number; received: Buffer[] }> {
  const received: Buffer[] = [];
  const server = createServer((socket) => {
    const chunks: Uint8Array[] = [];
    const acceptor = createAcceptor({
      transport: socketDuplex(socket),
      timers: eventLoopTimers,
      limits: defaultUpperLayerLimits,
      admit: ({ callingAe }) =>
        callingAe === 'KNOWN'
          ? { kind: 'accepted' }
          : {
              kind: 'rejected',
              source: rejectSource.serviceUser,
              reason: rejectReason.serviceUser.callingAeTitleNotRecognized,
            },
      acceptContext: (_abstract, [transferSyntaxUid = '']) => ({ kind: 'accepted', transferSyntaxUid }),
      acceptsSopClass: () => true,
      onStore: () => ({
        write: (chunk) => void chunks.push(chunk.slice()),
        end: () => {
          received.push(Buffer.concat(chunks.splice(0)));
          return dimseStatus.success;
        },
        abort: () => undefined,
      }),
      onEnded: () => undefined,
      onFault: (error) => {
        throw error;
      },
    });
    socket.on('data', (chunk: Buffer) => acceptor.feed(chunk));
    socket.on('close', () => acceptor.transportClosed());
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, received };
}

function peer(port: number, callingAe = 'KNOWN') {
  return { host: '127.0.0.1', port, callingAe, calledAe: 'RECEIVER', instances: [ct] };
}

describe('openAssociation', () => {
  it('sends instances one after the other over a socket and hears each answer', async () => {
    const { port, received } = await startReceiver();
    const association = await openAssociation(peer(port));
    const dataSets = [Buffer.alloc(3_000_000, 1), Buffer.alloc(10, 2)];
    for (const [index, dataSet] of dataSets.entries())
      expect(await association.store({ ...ct, sopInstanceUid: `1.2.${index}`, dataSet: [dataSet] })).toEqual({
        kind: 'answered',
        status: dimseStatus.success,
      });
    expect((await association.release()).kind).toBe('released');
    expect(received.map((bytes) => bytes.length)).toEqual([3_000_000, 10]);
    expect(received[0]?.equals(dataSets[0] as Buffer)).toBe(true);
  });

  it('answers a C-ECHO', async () => {
    const { port } = await startReceiver();
    const association = await openAssociation(peer(port));
    expect(await association.echo()).toEqual({ kind: 'answered', status: dimseStatus.success });
    await association.release();
  });

  it('says what to look at when the receiver rejects', async () => {
    const { port } = await startReceiver();
    await expect(openAssociation(peer(port, 'STRANGER'))).rejects.toThrow(
      /RECEIVER rejects STRANGER .*calling AE title/,
    );
  });

  it('says so when nobody listens', async () => {
    const { port } = await startReceiver();
    servers.splice(0).forEach((server) => server.close());
    await expect(openAssociation(peer(port))).rejects.toThrow(AssociationError);
  });

  it.each([
    ['127.0.0.1', false],
    ['localhost', true],
  ])('over TLS names the server %s: %s (an address is no server name)', async (host, isNamed) => {
    const server = createServer((socket) => {
      socket.once('data', (clientHello: Buffer) => {
        heard.push(clientHello);
        socket.destroy();
      });
    });
    const heard: Buffer[] = [];
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    const { port } = server.address() as AddressInfo;
    await expect(openAssociation({ ...peer(port), host, tls: {} })).rejects.toThrow(AssociationError);
    expect(heard[0]?.includes(host)).toBe(isNamed);
  });
});
