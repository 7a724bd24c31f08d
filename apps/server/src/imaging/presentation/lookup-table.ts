import { type AttributeRef, type DataSet, type Element, numberValues } from '@pesscara/dicom';

/** A table from stored values to 8- or 16-bit output (PS3.3 C.11.1.1, C.11.2.1.1, C.7.6.3.1.5). */
export interface LookupTable {
  readonly firstMapped: number;
  readonly entries: Uint16Array;
  /** Bits of an entry. */
  readonly bits: number;
}

interface Descriptor {
  readonly count: number;
  readonly firstMapped: number;
  readonly bits: number;
}

function descriptorOf(dataSet: DataSet, attribute: AttributeRef, isSigned: boolean): Descriptor | undefined {
  const [count, first, bits] = numberValues(dataSet, attribute);
  if (count === undefined || first === undefined || bits === undefined) return undefined;
  // The descriptor's VR is often US though the pixels are signed: its second value then needs its sign back.
  const firstMapped = isSigned && first > 32767 ? first - 65536 : first;
  return { count: count === 0 ? 65536 : count, firstMapped, bits: bits > 8 ? 16 : 8 };
}

function wordsOf(element: Element | undefined): Uint16Array | undefined {
  if (element?.kind !== 'value' || element.bytes.length === 0) return undefined;
  const { bytes, littleEndian } = element;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint16Array.from({ length: bytes.length >> 1 }, (_, index) =>
    view.getUint16(index * 2, littleEndian),
  );
}

/** Tables of 8-bit entries stand one entry a byte, or one a word: told by how many bytes there are. */
function entriesOf(words: Uint16Array, { count, bits }: Descriptor): Uint16Array {
  if (bits > 8 || words.length >= count) return words.subarray(0, count);
  const bytes = Uint16Array.from({ length: Math.min(count, words.length * 2) }, (_, index) => {
    const word = words[index >> 1] as number;
    return index % 2 === 0 ? word & 255 : word >> 8;
  });
  return bytes;
}

/** The table in an item of Modality LUT Sequence or VOI LUT Sequence. */
export function readLookupTable(item: DataSet, isSigned: boolean): LookupTable | undefined {
  const descriptor = descriptorOf(item, 'LUTDescriptor', isSigned);
  const words = wordsOf(item.get('LUTData'));
  if (descriptor === undefined || words === undefined) return undefined;
  return { ...descriptor, entries: entriesOf(words, descriptor) };
}

const maxEntries = 65536;

/** Unfolds a segmented palette: runs of values, straight lines, and repeats of earlier segments (PS3.3 C.7.9.2). */
export function expandSegments(words: Uint16Array, count: number): Uint16Array {
  const output: number[] = [];
  function segment(at: number, mayRepeat: boolean): number {
    const kind = words[at];
    const length = words[at + 1] ?? 0;
    if (kind === 0)
      output.push(...words.subarray(at + 2, at + 2 + Math.min(length, maxEntries - output.length)));
    else if (kind === 1) {
      const from = output.at(-1) ?? 0;
      const to = words[at + 2] ?? 0;
      for (let step = 1; step <= length && output.length < maxEntries; step++)
        output.push(Math.round(from + ((to - from) * step) / length));
    } else if (kind === 2 && mayRepeat) {
      let from = (words[at + 2] ?? 0) | ((words[at + 3] ?? 0) << 16);
      for (let repeat = 0; repeat < length && from < words.length; repeat++) from = segment(from, false);
      return at + 4;
    } else return words.length;
    return kind === 0 ? at + 2 + length : at + 3;
  }
  for (let at = 0; at + 1 < words.length && output.length < Math.min(count, maxEntries); )
    at = segment(at, true);
  return Uint16Array.from(output.slice(0, count));
}

const colours = ['Red', 'Green', 'Blue'] as const;

/** The palette of PALETTE COLOR images: one table each for red, green and blue. */
export function readPalette(
  dataSet: DataSet,
  isSigned: boolean,
): readonly [LookupTable, LookupTable, LookupTable] | undefined {
  const tables = colours.map((colour) => {
    const descriptor = descriptorOf(dataSet, `${colour}PaletteColorLookupTableDescriptor`, isSigned);
    if (descriptor === undefined) return undefined;
    const plain = wordsOf(dataSet.get(`${colour}PaletteColorLookupTableData`));
    if (plain) return { ...descriptor, entries: entriesOf(plain, descriptor) };
    const segments = wordsOf(dataSet.get(`Segmented${colour}PaletteColorLookupTableData`));
    return segments && { ...descriptor, entries: expandSegments(segments, descriptor.count) };
  });
  const [red, green, blue] = tables;
  return red && green && blue ? [red, green, blue] : undefined;
}

/** What a table makes of a value: the ends serve for values beyond them. */
export function lookUp({ firstMapped, entries }: LookupTable, value: number): number {
  const index = Math.max(0, Math.min(entries.length - 1, Math.trunc(value) - firstMapped));
  return entries[index] ?? 0;
}
