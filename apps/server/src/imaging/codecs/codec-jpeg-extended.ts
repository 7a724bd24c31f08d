import { EntropyReader, type HuffmanTable, huffmanTable, JpegStreamError } from './jpeg-huffman.ts';

/**
 * Sequential DCT-based JPEG with 8 or 12 bits (ITU-T T.81 processes 1, 2 and 4). Written here because the JPEG libraries
 * on npm stop at 8 bits, and the only one that does not brings a second DICOM toolkit with it.
 */

interface Component {
  readonly id: number;
  readonly horizontal: number;
  readonly vertical: number;
  readonly quantisation: number;
  readonly blocksPerLine: number;
  readonly blockLines: number;
  /** Samples of whole blocks: blocksPerLine × 8 wide. */
  readonly plane: Uint16Array;
}

interface Frame {
  readonly precision: number;
  readonly rows: number;
  readonly columns: number;
  readonly greatestHorizontal: number;
  readonly greatestVertical: number;
  readonly components: readonly Component[];
}

interface DecoderState {
  readonly bytes: Uint8Array;
  readonly quantisation: Map<number, Uint16Array>;
  readonly huffman: Map<number, HuffmanTable>;
  frame: Frame | undefined;
  restartInterval: number;
}

export type JpegExtendedResult =
  | {
      readonly kind: 'decoded';
      readonly precision: number;
      readonly rows: number;
      readonly columns: number;
      readonly components: number;
      /** Interleaved. */
      readonly samples: Uint16Array;
    }
  | { readonly kind: 'damaged'; readonly reason: string };

const zigzag = Uint8Array.from([
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46,
  53, 60, 61, 54, 47, 55, 62, 63,
]);

// basis[x * 8 + u] = C(u)/2 · cos((2x+1)uπ/16) (T.81 A.3.3)
const basis = Float64Array.from({ length: 64 }, (_, index) => {
  const u = index % 8;
  const x = Math.floor(index / 8);
  return (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * x + 1) * u * Math.PI) / 16);
});

function readUint16(bytes: Uint8Array, at: number): number {
  const low = bytes[at + 1];
  if (low === undefined) throw new JpegStreamError('The JPEG stream is cut off in its headers');
  return ((bytes[at] as number) << 8) | low;
}

function readQuantisation(state: DecoderState, from: number, end: number): void {
  let at = from;
  while (at < end) {
    const selector = state.bytes[at++] as number;
    const wide = selector >> 4 !== 0;
    const table = new Uint16Array(64);
    for (let index = 0; index < 64; index++) {
      table[zigzag[index] as number] = wide ? readUint16(state.bytes, at) : (state.bytes[at] ?? 1);
      at += wide ? 2 : 1;
    }
    state.quantisation.set(selector & 15, table);
  }
}

function readHuffman(state: DecoderState, from: number, end: number): void {
  let at = from;
  while (at + 17 <= end) {
    const selector = state.bytes[at] as number;
    const counts = state.bytes.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    state.huffman.set(selector, huffmanTable(counts, state.bytes.subarray(at + 17, at + 17 + total)));
    at += 17 + total;
  }
}

function readFrame(state: DecoderState, at: number, maxSamples: number): Frame {
  const { bytes } = state;
  const rows = readUint16(bytes, at + 1);
  const columns = readUint16(bytes, at + 3);
  const count = bytes[at + 5] ?? 0;
  const factors = Array.from({ length: count }, (_, index) => bytes[at + 7 + index * 3] ?? 0);
  const greatestHorizontal = Math.max(...factors.map((factor) => factor >> 4));
  const greatestVertical = Math.max(...factors.map((factor) => factor & 15));
  const isSound =
    count > 0 && count <= 4 && rows > 0 && columns > 0 && factors.every((f) => f >> 4 > 0 && (f & 15) > 0);
  if (!isSound || greatestHorizontal > 4 || greatestVertical > 4)
    throw new JpegStreamError('The JPEG frame header is not valid');
  if (rows * columns * count > maxSamples) throw new JpegStreamError('The JPEG image is larger than allowed');
  const mcuColumns = Math.ceil(columns / (8 * greatestHorizontal));
  const mcuRows = Math.ceil(rows / (8 * greatestVertical));
  const components = factors.map((factor, index) => {
    const blocksPerLine = mcuColumns * (factor >> 4);
    const blockLines = mcuRows * (factor & 15);
    return {
      id: bytes[at + 6 + index * 3] as number,
      horizontal: factor >> 4,
      vertical: factor & 15,
      quantisation: bytes[at + 8 + index * 3] ?? 0,
      blocksPerLine,
      blockLines,
      plane: new Uint16Array(blocksPerLine * blockLines * 64),
    };
  });
  return { precision: bytes[at] as number, rows, columns, greatestHorizontal, greatestVertical, components };
}

interface ScanComponent {
  readonly component: Component;
  readonly dc: HuffmanTable;
  readonly ac: HuffmanTable;
  readonly quantisation: Uint16Array;
  prediction: number;
}

function readScanHeader(state: DecoderState, frame: Frame, at: number): ScanComponent[] {
  const count = state.bytes[at] ?? 0;
  return Array.from({ length: count }, (_, index) => {
    const id = state.bytes[at + 1 + index * 2];
    const tables = state.bytes[at + 2 + index * 2] ?? 0;
    const component = frame.components.find((candidate) => candidate.id === id);
    const dc = state.huffman.get(tables >> 4);
    const ac = state.huffman.get(0x10 | (tables & 15));
    const quantisation = component && state.quantisation.get(component.quantisation);
    if (!component || !dc || !ac || !quantisation)
      throw new JpegStreamError('The JPEG scan names a table that is missing');
    return { component, dc, ac, quantisation, prediction: 0 };
  });
}

function readBlock(reader: EntropyReader, scan: ScanComponent, block: Float64Array): void {
  block.fill(0);
  scan.prediction += reader.signed(Math.min(16, reader.value(scan.dc)));
  block[0] = scan.prediction * (scan.quantisation[0] as number);
  for (let index = 1; index < 64; index++) {
    const symbol = reader.value(scan.ac);
    const size = symbol & 15;
    if (size === 0 && symbol !== 0xf0) return;
    index += symbol >> 4;
    if (index > 63) throw new JpegStreamError('The JPEG stream has a block with too many coefficients');
    const place = zigzag[index] as number;
    if (size > 0) block[place] = reader.signed(size) * (scan.quantisation[place] as number);
  }
}

const columnsDone = new Float64Array(64);

/** The inverse DCT of a block into its plane, levels shifted back and clipped to the precision. */
function placeBlock(
  block: Float64Array,
  component: Component,
  line: number,
  column: number,
  precision: number,
): void {
  for (let u = 0; u < 8; u++)
    for (let y = 0; y < 8; y++) {
      let sum = 0;
      for (let v = 0; v < 8; v++) sum += (basis[y * 8 + v] as number) * (block[v * 8 + u] as number);
      columnsDone[y * 8 + u] = sum;
    }
  const width = component.blocksPerLine * 8;
  const level = 1 << (precision - 1);
  const greatest = (1 << precision) - 1;
  for (let y = 0; y < 8; y++) {
    const row = (line * 8 + y) * width + column * 8;
    for (let x = 0; x < 8; x++) {
      let sum = level;
      for (let u = 0; u < 8; u++) sum += (basis[x * 8 + u] as number) * (columnsDone[y * 8 + u] as number);
      component.plane[row + x] = Math.max(0, Math.min(greatest, Math.round(sum)));
    }
  }
}

/** Decodes a scan; where its segment ends. */
function readScan(state: DecoderState, frame: Frame, at: number, dataOffset: number): number {
  const scans = readScanHeader(state, frame, at);
  const reader = new EntropyReader(state.bytes, dataOffset);
  const block = new Float64Array(64);
  const [only] = scans;
  const isSingle = scans.length === 1 && only !== undefined;
  // A scan of one component has no MCU of several blocks: only the blocks that the image covers (T.81 A.2.2).
  const across = isSingle
    ? Math.ceil(Math.ceil((frame.columns * only.component.horizontal) / frame.greatestHorizontal) / 8)
    : Math.ceil(frame.columns / (8 * frame.greatestHorizontal));
  const down = isSingle
    ? Math.ceil(Math.ceil((frame.rows * only.component.vertical) / frame.greatestVertical) / 8)
    : Math.ceil(frame.rows / (8 * frame.greatestVertical));
  for (let mcu = 0; mcu < across * down; mcu++) {
    if (state.restartInterval > 0 && mcu > 0 && mcu % state.restartInterval === 0) {
      reader.restart();
      for (const scan of scans) scan.prediction = 0;
    }
    const mcuColumn = mcu % across;
    const mcuLine = Math.floor(mcu / across);
    for (const scan of scans) {
      const { horizontal, vertical } = isSingle ? { horizontal: 1, vertical: 1 } : scan.component;
      for (let v = 0; v < vertical; v++)
        for (let h = 0; h < horizontal; h++) {
          readBlock(reader, scan, block);
          placeBlock(
            block,
            scan.component,
            mcuLine * vertical + v,
            mcuColumn * horizontal + h,
            frame.precision,
          );
        }
    }
  }
  return reader.markerOffset();
}

/** Every component at every pixel: subsampled ones repeat. */
function assemble(frame: Frame): Uint16Array {
  const { rows, columns, components, greatestHorizontal, greatestVertical } = frame;
  const samples = new Uint16Array(rows * columns * components.length);
  for (const [index, component] of components.entries()) {
    const width = component.blocksPerLine * 8;
    for (let row = 0; row < rows; row++) {
      const line = Math.floor((row * component.vertical) / greatestVertical) * width;
      for (let column = 0; column < columns; column++) {
        const from = line + Math.floor((column * component.horizontal) / greatestHorizontal);
        samples[(row * columns + column) * components.length + index] = component.plane[from] as number;
      }
    }
  }
  return samples;
}

function decodeStream(bytes: Uint8Array, maxSamples: number): Frame {
  const state: DecoderState = {
    bytes,
    quantisation: new Map(),
    huffman: new Map(),
    frame: undefined,
    restartInterval: 0,
  };
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) throw new JpegStreamError('The JPEG stream has no marker where one must be');
    const marker = bytes[at + 1] as number;
    if (marker === 0xff || (marker >= 0xd0 && marker <= 0xd7)) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    if (marker === 0xd9) break;
    const end = at + 2 + readUint16(bytes, at + 2);
    if (marker === 0xdb) readQuantisation(state, at + 4, end);
    else if (marker === 0xc4) readHuffman(state, at + 4, end);
    else if (marker === 0xdd) state.restartInterval = readUint16(bytes, at + 4);
    else if (marker === 0xc0 || marker === 0xc1) state.frame = readFrame(state, at + 4, maxSamples);
    else if (marker === 0xda) {
      if (state.frame === undefined)
        throw new JpegStreamError('The JPEG stream has a scan before its frame header');
      at = readScan(state, state.frame, at + 4, end);
      continue;
    }
    at = end;
  }
  if (state.frame === undefined) throw new JpegStreamError('The JPEG stream has no frame header');
  return state.frame;
}

/**
 * Decodes a baseline or extended sequential JPEG stream.
 * @param maxSamples rows × columns × components that are allowed
 */
export function decodeJpegExtended(bytes: Uint8Array, maxSamples: number): JpegExtendedResult {
  try {
    const frame = decodeStream(bytes, maxSamples);
    const { precision, rows, columns, components } = frame;
    return {
      kind: 'decoded',
      precision,
      rows,
      columns,
      components: components.length,
      samples: assemble(frame),
    };
  } catch (error) {
    if (error instanceof JpegStreamError) return { kind: 'damaged', reason: error.message };
    throw error;
  }
}
