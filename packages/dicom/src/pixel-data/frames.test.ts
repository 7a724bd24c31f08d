import { describe, expect, it } from 'vitest';
import {
  DataSet,
  encapsulatedFrames,
  frameCount,
  locateFrames,
  nativeFrameLayout,
  nativeFrameRange,
  setBytes,
  setNumbers,
  setText,
} from '../index.ts';

type ImageOptions = {
  rows?: number;
  columns?: number;
  bits?: number;
  frames?: string;
  samples?: number;
  photometric?: string;
};

function image({
  rows = 4,
  columns = 3,
  bits = 16,
  frames = '1',
  samples = 1,
  photometric = 'MONOCHROME2',
}: ImageOptions): DataSet {
  const dataSet = new DataSet();
  setNumbers(dataSet, 'Rows', 'US', rows);
  setNumbers(dataSet, 'Columns', 'US', columns);
  setNumbers(dataSet, 'BitsAllocated', 'US', bits);
  setNumbers(dataSet, 'SamplesPerPixel', 'US', samples);
  setText(dataSet, 'PhotometricInterpretation', 'CS', photometric);
  setText(dataSet, 'NumberOfFrames', 'IS', frames);
  return dataSet;
}

describe('native frames', () => {
  it('lie one after another', () => {
    const layout = nativeFrameLayout(image({ frames: '3' }));
    expect(layout).toEqual({ kind: 'layout', frames: 3, frameBits: 192, valueBytes: 72 });
    expect(layout.kind === 'layout' && nativeFrameRange(layout, 2)).toEqual({
      start: 48,
      end: 72,
      bitOffset: 0,
    });
    expect(layout.kind === 'layout' && nativeFrameRange(layout, 3)).toBeUndefined();
  });

  it('of one-bit pixels begin inside bytes', () => {
    const layout = nativeFrameLayout(image({ rows: 3, columns: 3, bits: 1, frames: '2' }));
    expect(layout).toMatchObject({ frameBits: 9, valueBytes: 3 });
    expect(layout.kind === 'layout' && nativeFrameRange(layout, 1)).toEqual({
      start: 1,
      end: 3,
      bitOffset: 1,
    });
  });

  it('of subsampled colour take two samples a pixel', () => {
    expect(nativeFrameLayout(image({ bits: 8, samples: 3 }))).toMatchObject({ valueBytes: 36 });
    expect(nativeFrameLayout(image({ bits: 8, samples: 3, photometric: 'YBR_FULL_422' }))).toMatchObject({
      valueBytes: 24,
    });
  });

  it('are refused when the numbers are missing or too large', () => {
    expect(nativeFrameLayout(new DataSet())).toMatchObject({ kind: 'invalid' });
    const huge = image({ rows: 65535, columns: 65535, frames: '2147483647' });
    expect(nativeFrameLayout(huge)).toMatchObject({ kind: 'invalid' });
    const wide = image({});
    setNumbers(wide, 'Rows', 'UL', 0x10000);
    expect(nativeFrameLayout(wide)).toMatchObject({ kind: 'invalid' });
  });

  it('are one when Number of Frames is absent or nonsense', () => {
    expect(frameCount(new DataSet())).toBe(1);
    expect(frameCount(image({ frames: '-4' }))).toBe(1);
    expect(frameCount(image({ frames: '' }))).toBe(1);
  });
});

const jpegStart = [0xff, 0xd8, 0xff, 0xe0];

function encapsulated(frames: number, fragments: number[][], table: number[] = []): DataSet {
  const dataSet = image({ frames: String(frames) });
  const offsets = new Uint8Array(table.length * 4);
  table.forEach((offset, index) => new DataView(offsets.buffer).setUint32(index * 4, offset, true));
  const parts = fragments.map((bytes) => Uint8Array.from(bytes));
  dataSet.set({ kind: 'fragments', tag: 0x7fe00010, vr: 'OB', fragments: [offsets, ...parts] });
  return dataSet;
}

function lengthsOf(dataSet: DataSet): number[][] | undefined {
  return encapsulatedFrames(dataSet)?.map((parts) => parts.map(({ length }) => length));
}

describe('encapsulated frames', () => {
  it('follow the Basic Offset Table', () => {
    expect(
      lengthsOf(
        encapsulated(
          2,
          [
            [1, 2],
            [3, 4, 5, 6],
            [7, 8],
          ],
          [0, 22],
        ),
      ),
    ).toEqual([[2, 4], [2]]);
  });

  it('follow the Extended Offset Table', () => {
    const dataSet = encapsulated(2, [
      [1, 2],
      [3, 4, 5, 6],
      [7, 8],
    ]);
    const table = new Uint8Array(16);
    new DataView(table.buffer).setBigUint64(8, 10n, true);
    setBytes(dataSet, 'ExtendedOffsetTable', 'OV', table);
    expect(lengthsOf(dataSet)).toEqual([[2], [4, 2]]);
  });

  it('take no table that points nowhere', () => {
    expect(
      lengthsOf(
        encapsulated(
          2,
          [
            [1, 2],
            [3, 4],
          ],
          [0, 9],
        ),
      ),
    ).toEqual([[2], [2]]);
    expect(
      lengthsOf(
        encapsulated(
          2,
          [
            [1, 2],
            [3, 4],
          ],
          [10, 0],
        ),
      ),
    ).toEqual([[2], [2]]);
  });

  it('are all fragments when there is one frame, whatever the table says', () => {
    expect(
      lengthsOf(
        encapsulated(
          1,
          [
            [1, 2],
            [3, 4],
          ],
          [0, 10],
        ),
      ),
    ).toEqual([[2, 2]]);
  });

  it('begin at the start codes of JPEG when nothing else helps', () => {
    expect(lengthsOf(encapsulated(2, [jpegStart, [1, 2], jpegStart, [3, 4]]))).toEqual([
      [4, 2],
      [4, 2],
    ]);
    expect(lengthsOf(encapsulated(3, [jpegStart, [1, 2], jpegStart, [3, 4]]))).toBeUndefined();
    expect(lengthsOf(encapsulated(2, [[1, 2], jpegStart, jpegStart]))).toBeUndefined();
  });

  it('can be located from offsets noted while streaming', () => {
    const fragments = [
      { valueOffset: 16, byteLength: 2 },
      { valueOffset: 26, byteLength: 2 },
    ];
    expect(locateFrames({ frames: 2, fragments })).toEqual([
      { firstFragment: 0, fragmentCount: 1 },
      { firstFragment: 1, fragmentCount: 1 },
    ]);
    expect(locateFrames({ frames: 2, fragments: [] })).toBeUndefined();
    expect(locateFrames({ frames: 9, fragments })).toBeUndefined();
  });
});
