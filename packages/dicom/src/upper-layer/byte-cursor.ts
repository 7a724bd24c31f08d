/**
 * Reads big-endian fields of a bounded piece of memory. Reading past the end yields zeros and sets the shared fault,
 * so that a decoder reads straight through and asks once at the end whether the bytes were all there.
 */
export type ByteCursor = {
  remainingBytes(): number;
  uint8(): number;
  uint16(): number;
  uint32(): number;
  /** A view of the next bytes, not a copy. */
  bytes(lengthBytes: number): Uint8Array;
  /** A cursor over the next bytes, sharing the fault. */
  within(lengthBytes: number): ByteCursor;
  isFaulted(): boolean;
};

export function createByteCursor(
  source: Uint8Array,
  fault: { isSet: boolean } = { isSet: false },
): ByteCursor {
  let offset = 0;
  const take = (lengthBytes: number): Uint8Array => {
    if (lengthBytes > source.length - offset) {
      fault.isSet = true;
      offset = source.length;
      return new Uint8Array(0);
    }
    offset += lengthBytes;
    return source.subarray(offset - lengthBytes, offset);
  };
  const unsigned = (lengthBytes: number): number => {
    let value = 0;
    for (const byte of take(lengthBytes)) value = value * 256 + byte;
    return value;
  };
  return {
    remainingBytes: () => source.length - offset,
    uint8: () => unsigned(1),
    uint16: () => unsigned(2),
    uint32: () => unsigned(4),
    bytes: take,
    within: (lengthBytes) => createByteCursor(take(lengthBytes), fault),
    isFaulted: () => fault.isSet,
  };
}

/** One character per byte; AE titles, UIDs and version names are ISO 646. */
export function textOfBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** Without the spaces and NULs that peers pad with, although PS3.8 Annex F sends UIDs unpadded. */
export function trimPadding(text: string): string {
  let start = 0;
  let end = text.length;
  while (end > start && isPadding(text.charCodeAt(end - 1))) end--;
  while (start < end && isPadding(text.charCodeAt(start))) start++;
  return text.slice(start, end);
}

function isPadding(code: number): boolean {
  return code === 0x20 || code === 0x00;
}

/** The bytes of an ISO 646 text. Throws RangeError on any other character. */
export function bytesOfText(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) throw new RangeError('Only ASCII may appear in AE titles, UIDs and version names');
    bytes[index] = code;
  }
  return bytes;
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  let lengthBytes = 0;
  for (const part of parts) lengthBytes += part.length;
  const whole = new Uint8Array(lengthBytes);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
