import type { Socket } from 'node:net';
import type { ByteDuplex, Timers } from '@pesscara/dicom';

/** A TCP or TLS socket as the upper layer wants to see it. */
export function socketDuplex(socket: Socket): ByteDuplex {
  return {
    write(chunks) {
      socket.cork();
      let hasRoom = true;
      for (const chunk of chunks) hasRoom = socket.write(chunk);
      socket.uncork();
      return hasRoom;
    },
    onDrain: (listener) => socket.once('drain', listener),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    end: () => socket.end(),
    destroy: () => socket.destroy(),
  };
}

/** The clock of the event loop. */
export const eventLoopTimers: Timers = {
  setTimer: (milliseconds, callback) => setTimeout(callback, milliseconds),
  clearTimer: (timer) => clearTimeout(timer as NodeJS.Timeout),
};
