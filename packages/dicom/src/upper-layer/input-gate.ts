import type { ByteDuplex } from './byte-duplex.ts';
import type { PduViolation } from './pdu.ts';
import type { PduDecoder } from './pdu-decoder.ts';

/** Stands between the transport and the decoder, and can be shut: what was fed then waits, unread and uncopied. */
export type InputGate = {
  feed(chunk: Uint8Array): void;
  /** Shuts the gate and pauses the transport; a running `decoder.feed` stops after the piece it is at. */
  hold(): void;
  /** Opens it again: first what waits is read, then the transport resumed. */
  resume(): void;
  /** From now on everything is dropped unread; the transport flows, so that its end is noticed. */
  close(): void;
  isOpen(): boolean;
};

const noBytes = new Uint8Array(0);

export function createInputGate(
  transport: Pick<ByteDuplex, 'pause' | 'resume'>,
  decoder: PduDecoder,
  onViolation: (violation: PduViolation) => void,
): InputGate {
  let isClosed = false;
  let isHeld = false;
  let isDraining = false;
  let unread: Uint8Array[] = [];

  function drain(): void {
    isDraining = true;
    while (unread.length > 0 && !isHeld && !isClosed) {
      const chunk = unread.shift() as Uint8Array;
      const taken = decoder.feed(chunk);
      // A listener may have ended the association over the same bytes; then what is wrong with them is settled.
      if (isClosed) break;
      if (typeof taken !== 'number') onViolation(taken);
      else if (taken < chunk.length) unread.unshift(chunk.subarray(taken));
    }
    isDraining = false;
  }

  return {
    feed(chunk) {
      if (isClosed) return;
      unread.push(chunk);
      if (!isDraining) drain();
    },
    hold() {
      if (isHeld || isClosed) return;
      isHeld = true;
      decoder.stop();
      transport.pause();
    },
    resume() {
      if (!isHeld) return;
      isHeld = false;
      // A refused fragment is offered again by any feed, even of nothing; it may be empty, with nothing after it.
      if (unread.length === 0) unread.push(noBytes);
      if (!isDraining) drain();
      if (!isHeld) transport.resume();
    },
    close() {
      isClosed = true;
      unread = [];
      decoder.stop();
      if (!isHeld) return;
      isHeld = false;
      transport.resume();
    },
    isOpen: () => !isClosed,
  };
}
