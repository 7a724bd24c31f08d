import { wellKnownTags } from '../dictionary/tags.ts';
import { readUint32, undefinedLength } from './element-header.ts';
import { DicomReadError } from './read-error.ts';

/** Follows the items of an encapsulated value through chunks of any size, keeping at most 8 bytes. */
export type FragmentWalker = {
  /** Reads on. How many bytes of the chunk belong to the value: all of them until the delimiter was met. */
  walk(chunk: Uint8Array): number | DicomReadError;
  /** The sequence delimiter was read. */
  readonly isOver: boolean;
  /** No fragment is open: the value could end here. */
  readonly isBetweenFragments: boolean;
  readonly fragmentCount: number;
};

type FragmentWalkerOptions = {
  maxFragments: number;
  littleEndian?: boolean;
  /** Each fragment as its header is read, the Basic Offset Table as number 0. `valueOffset` counts from the value's first byte. */
  onFragment?: ((fragment: { index: number; valueOffset: number; byteLength: number }) => void) | undefined;
};

const itemHeaderBytes = 8;

/** A walker for a value of undefined length, to be fed from its first byte (PS3.5 A.4). */
export function createFragmentWalker({
  maxFragments,
  littleEndian = true,
  onFragment,
}: FragmentWalkerOptions): FragmentWalker {
  const header = new Uint8Array(itemHeaderBytes);
  let headerLength = 0;
  let remaining = 0;
  let position = 0;
  let fragmentCount = 0;
  let isOver = false;

  const readHeader = (): DicomReadError | undefined => {
    const start = position - itemHeaderBytes;
    const group = littleEndian ? readUint32(header, 0, true) : swapHalves(readUint32(header, 0, false));
    const byteLength = readUint32(header, 4, littleEndian);
    if (group === swapHalves(wellKnownTags.sequenceDelimitation)) {
      isOver = true;
      return undefined;
    }
    if (group !== swapHalves(wellKnownTags.item) || byteLength === undefinedLength) {
      return new DicomReadError(
        'bad-fragment',
        start,
        'Encapsulated Pixel Data has no item where one must be',
      );
    }
    if (fragmentCount >= maxFragments) {
      return new DicomReadError('too-many-fragments', start, `More than ${maxFragments} fragments`);
    }
    onFragment?.({ index: fragmentCount, valueOffset: position, byteLength });
    fragmentCount += 1;
    remaining = byteLength;
    return undefined;
  };

  const walk = (chunk: Uint8Array): number | DicomReadError => {
    let at = 0;
    while (at < chunk.length && !isOver) {
      if (remaining > 0) {
        const taken = Math.min(remaining, chunk.length - at);
        remaining -= taken;
        position += taken;
        at += taken;
        continue;
      }
      const taken = Math.min(itemHeaderBytes - headerLength, chunk.length - at);
      header.set(chunk.subarray(at, at + taken), headerLength);
      headerLength += taken;
      position += taken;
      at += taken;
      if (headerLength < itemHeaderBytes) continue;
      headerLength = 0;
      const failure = readHeader();
      if (failure) return failure;
    }
    return at;
  };

  return {
    walk,
    get isOver() {
      return isOver;
    },
    get isBetweenFragments() {
      return remaining === 0 && headerLength === 0;
    },
    get fragmentCount() {
      return fragmentCount;
    },
  };
}

/** A tag stands as two 16-bit numbers, so that reading it as one 32-bit number exchanges group and element. */
function swapHalves(value: number): number {
  return ((value << 16) | (value >>> 16)) >>> 0;
}
