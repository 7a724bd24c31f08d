import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import {
  createRequestor,
  defaultUpperLayerLimits,
  type ProposedPresentationContext,
  type Requestor,
} from '@pesscara/dicom';
import { openSocketTransport } from './socket-transport.ts';

export type DimsePeer = {
  readonly host: string;
  readonly port: number;
  readonly callingAe: string;
  readonly calledAe: string;
  /** PEM; a client certificate is shown when key and cert are given. */
  readonly tls?: {
    readonly ca: string | Buffer;
    readonly key?: string | Buffer;
    readonly cert?: string | Buffer;
  };
};

/**
 * Connects to a receiver and gives the requestor for one association, not yet requested. Rejects with the system's
 * error when the connection cannot be made. The connection is closed by `release` or `abort`.
 */
export async function connectDimseSender(
  peer: DimsePeer,
  presentationContexts: readonly ProposedPresentationContext[],
  { answerTimeoutMs = 60_000 }: { answerTimeoutMs?: number } = {},
): Promise<Requestor> {
  const socket = await connectSocket(peer);
  const transport = openSocketTransport(socket, {
    onChunk: (chunk) => requestor.feed(chunk),
    onClosed: () => requestor.transportClosed(),
  });
  const requestor = createRequestor({
    transport,
    timers: {
      setTimer: (milliseconds, callback) => setTimeout(callback, milliseconds),
      clearTimer: (timer) => clearTimeout(timer as NodeJS.Timeout),
    },
    limits: defaultUpperLayerLimits,
    callingAe: peer.callingAe,
    calledAe: peer.calledAe,
    presentationContexts,
    answerTimeoutMs,
  });
  return requestor;
}

function connectSocket({ host, port, tls }: DimsePeer): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      socket.removeListener('error', reject);
      socket.setNoDelay(true);
      resolve(socket);
    };
    const socket =
      tls === undefined
        ? connect({ host, port }, settle)
        : connectTls({ host, port, minVersion: 'TLSv1.2', ...tls }, settle);
    socket.once('error', reject);
  });
}
