import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { type AssociationGate, createAssociationGate, type Entry } from './association-gate.ts';
import type { DimseListenerOptions, DimseTlsOptions } from './listener-options.ts';
import { type ServedConnection, serveConnection, type TransportSecurity } from './served-connection.ts';

export type DimseListener = {
  /** Listens; rejects with the system's error (EADDRINUSE, EACCES) when a port cannot be had. */
  start(): Promise<{ port: number; tlsPort?: number }>;
  /**
   * Takes no more connections, lets the stores under way finish and be answered, and ends what is still there after
   * `deadlineMs`. Resolves when every connection is closed.
   */
  stop(deadlineMs: number): Promise<void>;
};

/** PS3.15 B.12 (BCP 195): forward secrecy and authenticated encryption only; TLS 1.3 brings its own. */
const tls12Ciphers = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
].join(':');

/** The DICOM receiver: associations over TCP and TLS, C-ECHO answered, C-STORE streamed into the sinks of `openStore`. */
export function createDimseListener(options: DimseListenerOptions): DimseListener {
  const { limits, log, host } = options;
  const gate: AssociationGate = createAssociationGate(limits, options.monotonicMs);
  const connections = new Set<ServedConnection>();
  const servers: Server[] = [];
  let onLastClosed: (() => void) | undefined;
  let isStopping = false;

  function serve(
    socket: Socket,
    entry: Exclude<Entry, { kind: 'flooded' }>,
    security: TransportSecurity,
  ): void {
    // A TLS handshake may end after the stop began.
    if (isStopping) {
      entry.leave();
      socket.destroy();
      return;
    }
    const connection = serveConnection(options, socket, entry, security, () => {
      connections.delete(connection);
      if (connections.size === 0) onLastClosed?.();
    });
    connections.add(connection);
  }

  function turnAway(socket: Socket, why: string): void {
    log.warn(
      { event: 'archive.association.dropped', address: socket.remoteAddress, why },
      'Connection dropped',
    );
    socket.destroy();
  }

  function createPlainServer(): Server {
    // Paused: nothing is read before the connection has its large buffer.
    return createServer({ noDelay: true, pauseOnConnect: true }, (socket) => {
      const entry = gate.enter(socket.remoteAddress ?? '');
      if (entry.kind === 'flooded') turnAway(socket, 'too many connections over the limits');
      else serve(socket, entry, { tls: false });
    });
  }

  function createSecureServer({ requestClientCertificate, key, cert, ca }: DimseTlsOptions): Server {
    const server = createTlsServer({
      key,
      cert,
      ...(ca !== undefined && { ca }),
      requestCert: requestClientCertificate !== 'never',
      rejectUnauthorized: requestClientCertificate === 'required',
      minVersion: 'TLSv1.2',
      ciphers: tls12Ciphers,
      handshakeTimeout: limits.artimMs,
      noDelay: true,
    });
    // Counted before the handshake, which is the expensive part; there is no A-ASSOCIATE-RJ to be had there.
    server.on('connection', (raw: Socket) => {
      const entry = gate.enter(raw.remoteAddress ?? '');
      if (entry.kind !== 'open') {
        if (entry.kind === 'busy') entry.leave();
        turnAway(raw, 'too many connections, in all or from this address');
        return;
      }
      raw.once('close', entry.leave);
    });
    server.on('secureConnection', (socket: TLSSocket) => {
      serve(socket, { kind: 'open', leave: () => undefined }, securityOf(socket));
    });
    server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: TLSSocket) => {
      log.info(
        { event: 'archive.association.tls-failed', address: socket.remoteAddress, code: error.code },
        'TLS handshake failed',
      );
    });
    return server;
  }

  async function listen(server: Server, port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port, host }, resolve);
    });
    server.removeAllListeners('error');
    // Failing to accept (EMFILE) ends one connection, not the receiver.
    server.on('error', (error) =>
      log.error({ event: 'archive.receiver.failed', err: error }, 'DICOM receiver failed'),
    );
    servers.push(server);
    return (server.address() as AddressInfo).port;
  }

  async function closeConnections(deadlineMs: number): Promise<void> {
    if (connections.size === 0) return;
    const closed = new Promise<void>((resolve) => {
      onLastClosed = resolve;
    });
    for (const connection of connections) connection.finish();
    const timer = setTimeout(() => {
      for (const connection of connections) connection.abort('the receiver is shutting down');
    }, deadlineMs);
    await closed;
    clearTimeout(timer);
  }

  return {
    async start() {
      const port = await listen(createPlainServer(), options.port);
      const tlsPort = options.tls && (await listen(createSecureServer(options.tls), options.tls.port));
      log.info({ event: 'archive.receiver.started', host, port, tlsPort }, 'DICOM receiver listens');
      return { port, ...(tlsPort !== undefined && { tlsPort }) };
    },
    async stop(deadlineMs) {
      isStopping = true;
      for (const server of servers) server.close();
      await closeConnections(deadlineMs);
      log.info({ event: 'archive.receiver.stopped' }, 'DICOM receiver stopped');
    },
  };
}

function securityOf(socket: TLSSocket): TransportSecurity {
  const { fingerprint256 } = socket.getPeerCertificate();
  if (fingerprint256 === undefined) return { tls: true };
  const clientCertificateSha256 = fingerprint256.replaceAll(':', '').toLowerCase();
  return { tls: true, clientCertificateSha256, isClientCertificateTrusted: socket.authorized };
}
