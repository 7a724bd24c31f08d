import { type BoundSocket, Socket, type SocketConstructorOpts } from 'node:net';
import type { ByteDuplex } from '@pesscara/dicom';

export type SocketEvents = {
  /** The chunk may be overwritten after the return, unless the transport was paused meanwhile. */
  onChunk(chunk: Uint8Array): void;
  /** Exactly once; with the system's code (ECONNRESET) when it was no regular end. */
  onClosed(errorCode: string | undefined): void;
};

/** Connects a socket's reading and closing with the events, and gives the writing side as the association wants it. */
export function openSocketTransport(socket: Socket, events: SocketEvents): ByteDuplex {
  listenTo(socket, events);
  socket.on('data', events.onChunk);
  return transportOf(socket);
}

/**
 * The same for a socket that a server has just accepted, paused: its reads go to one large buffer that is reused, where
 * Node otherwise allocates 64 KiB for each read. Node offers this (`onread`) for sockets it makes, but not for those
 * that `net.Server` makes, so the connection is moved to a new socket; where that is not possible the given one is used.
 */
export function openAcceptedSocketTransport(
  accepted: Socket,
  readBufferBytes: number,
  events: SocketEvents,
): { socket: Socket; transport: ByteDuplex } {
  const source = accepted as unknown as { _handle?: object | null };
  const handle = source._handle;
  if (handle === undefined || handle === null || readBufferBytes === 0) {
    const transport = openSocketTransport(accepted, events);
    accepted.resume();
    return { socket: accepted, transport };
  }
  // Without its handle the old socket is an empty shell; destroying it settles the server's count of connections.
  source._handle = null;
  accepted.destroy();
  let isPaused = false;
  const options: SocketConstructorOpts = {
    handle: handle as BoundSocket,
    onread: {
      buffer: Buffer.allocUnsafeSlow(readBufferBytes),
      callback(lengthBytes, buffer) {
        events.onChunk(buffer.subarray(0, lengthBytes));
        return !isPaused;
      },
    },
  };
  const socket = new Socket(options);
  listenTo(socket, events);
  socket.resume();
  const transport = transportOf(socket);
  return {
    socket,
    transport: {
      ...transport,
      pause() {
        isPaused = true;
        transport.pause();
      },
      resume() {
        isPaused = false;
        transport.resume();
      },
    },
  };
}

function listenTo(socket: Socket, events: SocketEvents): void {
  let errorCode: string | undefined;
  socket.on('error', (error: NodeJS.ErrnoException) => {
    errorCode = error.code ?? error.name;
  });
  socket.once('close', () => events.onClosed(errorCode));
}

function transportOf(socket: Socket): ByteDuplex {
  return {
    write(chunks) {
      if (!socket.writable) return true;
      const [only] = chunks;
      if (chunks.length === 1 && only !== undefined) return socket.write(only);
      socket.cork();
      for (const chunk of chunks) socket.write(chunk);
      socket.uncork();
      return !socket.writableNeedDrain;
    },
    onDrain: (listener) => socket.once('drain', listener),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    end: () => socket.end(),
    destroy: () => socket.destroy(),
  };
}
