import { concatBytes } from './byte-cursor.ts';
import type { CommandSet } from './command-set.ts';
import { encodeCommandSet } from './command-set.ts';
import { encodePdvHeader } from './pdu-encoder.ts';

/** Bytes of a PDV item before its fragment; they count towards the peer's maximum length. */
const pdvItemHeaderBytes = 6;
/** A peer that offers less cannot have meant it; a real minimum is 4 KiB. */
const smallestPduBytes = 64;

/**
 * How long a fragment to this peer may be, from the Maximum Length Received it sent (0 or absent: no limit) and our
 * own. Even, as the fragments of a data set are (PS3.8 Annex E).
 */
export function fragmentBytesFor(peerMaxPduBytes: number | undefined, ownMaxPduBytes: number): number {
  const limit = peerMaxPduBytes === undefined || peerMaxPduBytes === 0 ? ownMaxPduBytes : peerMaxPduBytes;
  const pduBytes = Math.max(smallestPduBytes, Math.min(limit, ownMaxPduBytes));
  return (pduBytes - pdvItemHeaderBytes) & ~1;
}

/** A command set as P-DATA-TF PDUs, in one piece: it is small, and one write is cheaper than a gathered one. */
export function encodeCommandPdus(
  presentationContextId: number,
  command: CommandSet,
  fragmentBytes: number,
): Uint8Array {
  const bytes = encodeCommandSet(command);
  const chunks: Uint8Array[] = [];
  for (let offset = 0; offset < bytes.length; offset += fragmentBytes) {
    const fragment = bytes.subarray(offset, offset + fragmentBytes);
    const isLast = offset + fragmentBytes >= bytes.length;
    chunks.push(
      encodePdvHeader({ presentationContextId, isCommand: true, isLast, lengthBytes: fragment.length }),
      fragment,
    );
  }
  return concatBytes(chunks);
}
