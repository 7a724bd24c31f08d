import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import {
  createRequestor,
  defaultUpperLayerLimits,
  type OutgoingInstance,
  planPresentationContexts,
  type Requestor,
  rejectResult,
} from '@pesscara/dicom';
import { eventLoopTimers, socketDuplex } from './socket-duplex.ts';

export interface AssociationOptions {
  readonly host: string;
  readonly port: number;
  readonly callingAe: string;
  readonly calledAe: string;
  /** What will be sent: one presentation context is proposed for each pair of SOP class and transfer syntax. */
  readonly instances: Iterable<Pick<OutgoingInstance, 'sopClassUid' | 'transferSyntaxUid'>>;
  /** TLS with these options; absent: plain TCP. */
  readonly tls?: ConnectionOptions;
  /** Default 10 s. */
  readonly connectTimeoutMs?: number;
  /** For each answer. Default 60 s. */
  readonly answerTimeoutMs?: number;
}

/** Why there is no association; the message says what to do about it. */
export class AssociationError extends Error {}

/** RFC 6066 section 3: a server name is a DNS name, never an address. */
function serverNameOf(host: string): Pick<ConnectionOptions, 'servername'> {
  return isIP(host) === 0 ? { servername: host } : {};
}

function connected(options: AssociationOptions): Promise<Socket> {
  const { host, port, tls, connectTimeoutMs = 10_000 } = options;
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      clearTimeout(timer);
      socket.destroy();
      reject(new AssociationError(`No connection to ${host}, port ${port}: ${why}`));
    };
    const socket =
      tls === undefined
        ? connectTcp({ host, port })
        : connectTls({ host, port, ...serverNameOf(host), ...tls });
    const onError = (error: NodeJS.ErrnoException) => fail(error.code ?? error.message);
    const timer = setTimeout(() => fail('no answer in time'), connectTimeoutMs);
    socket.once('error', onError);
    socket.once(tls === undefined ? 'connect' : 'secureConnect', () => {
      clearTimeout(timer);
      socket.off('error', onError);
      // Small commands follow large data sets: waiting to fill a segment would cost 40 ms for each instance.
      socket.setNoDelay(true);
      resolve(socket);
    });
  });
}

/**
 * Connects and negotiates. The requestor sends one operation after the other; `release` it at the end.
 * @throws AssociationError when there is no connection, or the peer rejects
 */
export async function openAssociation(options: AssociationOptions): Promise<Requestor> {
  const plan = planPresentationContexts(options.instances);
  if (plan.kind === 'too-many')
    throw new AssociationError(
      `One association cannot carry ${plan.needed} kinds of instances (${plan.allowed} at most): send them in parts.`,
    );
  const socket = await connected(options);
  const requestor = createRequestor({
    transport: socketDuplex(socket),
    timers: eventLoopTimers,
    limits: defaultUpperLayerLimits,
    callingAe: options.callingAe,
    calledAe: options.calledAe,
    presentationContexts: plan.presentationContexts,
    answerTimeoutMs: options.answerTimeoutMs ?? 60_000,
  });
  socket.on('data', (chunk: Buffer) => requestor.feed(chunk));
  // 'close' follows every 'error', and tells the requestor.
  socket.on('error', () => undefined);
  socket.on('close', () => requestor.transportClosed());
  const outcome = await requestor.associate();
  if (outcome.kind === 'accepted') return requestor;
  if (outcome.kind === 'ended') throw new AssociationError(`The association ended: ${outcome.ending.detail}`);
  const { result, source, reason } = outcome.rejection;
  if (result === rejectResult.transient)
    throw new AssociationError(
      `${options.calledAe} is busy (source ${source}, reason ${reason}; PS3.8 9.3.4): too many associations at once, or too many new ones. Try again later.`,
    );
  throw new AssociationError(
    `${options.calledAe} rejects ${options.callingAe} (source ${source}, reason ${reason}; PS3.8 9.3.4). Does it know this calling AE title and address, and is its own AE title ${options.calledAe}?`,
  );
}
