import { DataSet, setBytes } from '@pesscara/dicom';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { DecodedFrame, SampleArray } from '../codecs/pixel-format.ts';
import { colourLevels, paletteLevels } from '../presentation/colour-levels.ts';
import { greyLevels, greyOf, windowOfValues } from '../presentation/grey-levels.ts';
import { expandSegments, type LookupTable, lookUp } from '../presentation/lookup-table.ts';
import { overlaysOver } from '../presentation/overlay-drawing.ts';
import { type Presentation, readPresentation } from '../presentation/presentation.ts';
import { renderFrame } from './render.ts';

const plain: Presentation = {
  modality: { slope: 1, intercept: 0 },
  voi: undefined,
  palette: undefined,
  padding: undefined,
  pixelAspect: 1,
};

function frame(samples: SampleArray, changes: Partial<DecodedFrame> = {}): DecodedFrame {
  return {
    kind: 'decoded',
    rows: 1,
    columns: samples.length / (changes.samplesPerPixel ?? 1),
    samplesPerPixel: 1,
    bitsStored: 16,
    isSigned: false,
    photometricInterpretation: 'MONOCHROME2',
    samples,
    ...changes,
  };
}

describe('windows', () => {
  // PS3.3 C.11.2.1.2.1: center 2048, width 4096 covers 0 … 4095 exactly.
  test.each([
    [0, 0],
    [4095, 255],
    [2047.5, 127.5],
  ])('linear: %d shows as %d', (value, grey) => {
    expect(greyOf(value, { center: 2048, width: 4096 })).toBeCloseTo(grey, 6);
  });

  test('a window of width 1 divides at its center', () => {
    expect(greyOf(99, { center: 100, width: 1 })).toBeLessThanOrEqual(0);
    expect(greyOf(101, { center: 100, width: 1 })).toBeGreaterThanOrEqual(255);
  });

  test('sigmoid: the center is half', () => {
    expect(greyOf(40, { center: 40, width: 400 }, 'SIGMOID')).toBeCloseTo(127.5, 6);
  });

  test('without a window, the first and last percent are cut off', () => {
    const values = Float64Array.from({ length: 1000 }, (_, index) => index);
    values[0] = -1e9;
    values[999] = 1e9;
    const { center, width } = windowOfValues(values);
    expect(center).toBeCloseTo(499.5, 0);
    expect(width).toBeCloseTo(979, -1);
  });

  test('an even image, and one without numbers, have a window too', () => {
    expect(windowOfValues(Float64Array.of(5, 5, 5)).width).toBeGreaterThan(0);
    expect(windowOfValues(Float64Array.of(Number.NaN))).toEqual({ center: 0, width: 1 });
  });
});

describe('grey levels', () => {
  test('rescaling comes before the window', () => {
    const ct: Presentation = {
      ...plain,
      modality: { slope: 1, intercept: -1024 },
      voi: { center: 0, width: 2, function: 'LINEAR_EXACT' },
    };
    const { levels } = greyLevels(frame(Uint16Array.of(1023, 1024, 1025)), ct, undefined);
    expect([...levels]).toEqual([0, 128, 255]);
  });

  test('MONOCHROME1 shows its lowest value as white', () => {
    const { levels } = greyLevels(
      frame(Uint8Array.of(0, 255), { photometricInterpretation: 'MONOCHROME1', bitsStored: 8 }),
      { ...plain, voi: { center: 127.5, width: 255, function: 'LINEAR_EXACT' } },
      undefined,
    );
    expect([...levels]).toEqual([255, 0]);
  });

  test('a window asked for wins over the header', () => {
    const { window } = greyLevels(
      frame(Int16Array.of(-5, 5)),
      { ...plain, voi: { center: 1, width: 2, function: 'LINEAR' } },
      { center: 0, width: 10 },
    );
    expect(window).toEqual({ center: 0, width: 10 });
  });

  test('padding does not count when the values decide', () => {
    const samples = Int16Array.from({ length: 1000 }, (_, index) => (index < 500 ? -2000 : index));
    const { window } = greyLevels(frame(samples), { ...plain, padding: [-2000, -2000] }, undefined);
    expect(window?.center).toBeGreaterThan(700);
  });

  test('one-bit pixels are black and white', () => {
    expect([...greyLevels(frame(Uint8Array.of(0, 1), { bitsStored: 1 }), plain, undefined).levels]).toEqual([
      0, 255,
    ]);
  });

  test('floating point values are windowed as they are', () => {
    const samples = Float32Array.from({ length: 101 }, (_, index) => index / 100);
    const { levels } = greyLevels(frame(samples), plain, undefined);
    expect(levels[0]).toBe(0);
    expect(levels[100]).toBe(255);
  });

  test('a table of values replaces the window', () => {
    const table: LookupTable = { firstMapped: 10, entries: Uint16Array.of(0, 128, 255), bits: 8 };
    const { levels, window } = greyLevels(
      frame(Uint8Array.of(0, 11, 99)),
      { ...plain, voi: { table } },
      undefined,
    );
    expect([...levels]).toEqual([0, 128, 255]);
    expect(window).toBeUndefined();
  });
});

describe('colours', () => {
  const colour = { samplesPerPixel: 3, bitsStored: 8, photometricInterpretation: 'YBR_FULL' };

  test('YCbCr of full range', () => {
    const levels = colourLevels(frame(Uint8Array.of(76, 85, 255, 255, 128, 128), colour));
    expect([...levels].map((level) => Math.round(level / 4))).toEqual([64, 0, 0, 64, 64, 64]);
  });

  test('RGB of sixteen bits is brought to eight', () => {
    const rgb = { samplesPerPixel: 3, bitsStored: 16, photometricInterpretation: 'RGB' };
    expect([...colourLevels(frame(Uint16Array.of(65535, 0, 32768), rgb))]).toEqual([255, 0, 128]);
  });

  test('a palette', () => {
    const table = (entries: number[]): LookupTable => ({
      firstMapped: 1,
      entries: Uint16Array.from(entries),
      bits: 16,
    });
    const palette = [table([0, 0xff00]), table([0x8000, 0]), table([0, 0x1000])] as const;
    expect([...paletteLevels(frame(Uint8Array.of(0, 1, 2, 9), { bitsStored: 8 }), palette)]).toEqual([
      0, 128, 0, 0, 128, 0, 255, 0, 16, 255, 0, 16,
    ]);
  });

  test('a segmented palette: a run, a line and a repeat', () => {
    const words = Uint16Array.of(0, 2, 5, 6, 1, 4, 14, 2, 1, 0, 0);
    expect([...expandSegments(words, 8)]).toEqual([5, 6, 8, 10, 12, 14, 5, 6]);
  });

  test('a palette that promises more than it has answers with its last entry', () => {
    expect(lookUp({ firstMapped: 0, entries: Uint16Array.of(7, 9), bits: 8 }, 1000)).toBe(9);
  });
});

describe('pictures', () => {
  test.each(['png', 'jpeg', 'webp'] as const)('%s of the asked size, never enlarged', async (format) => {
    const source = frame(new Uint8Array(100 * 50).fill(200), { rows: 50, columns: 100, bitsStored: 8 });
    const picture = await renderFrame(source, plain, { format, sizePx: 40 });
    if (picture.kind !== 'rendered') throw new Error(picture.reason);
    const metadata = await sharp(picture.bytes).metadata();
    expect([metadata.format, metadata.width, metadata.height]).toEqual([format, 40, 20]);
    const large = await renderFrame(source, plain, { format, sizePx: 4000 });
    expect(large).toMatchObject({ width: 100, height: 50, contentType: `image/${format}` });
  });

  test('pixels that are higher than wide make a higher picture', async () => {
    const source = frame(new Uint8Array(100), { rows: 10, columns: 10, bitsStored: 8 });
    expect(await renderFrame(source, { ...plain, pixelAspect: 2 }, { format: 'png' })).toMatchObject({
      width: 10,
      height: 20,
    });
  });

  test('pixels with two samples cannot be shown', async () => {
    const source = frame(new Uint8Array(8), { samplesPerPixel: 2 });
    expect(await renderFrame(source, plain, { format: 'png' })).toMatchObject({ kind: 'unsupported' });
  });

  test('a header without anything has a plain presentation', () => {
    expect(readPresentation(new DataSet(), 0)).toEqual(plain);
  });
});

describe('overlays', () => {
  test('are drawn over grey pictures in a colour, where they lie', async () => {
    const grey = frame(Uint8Array.of(0, 100, 200, 50), { rows: 2, columns: 2, bitsStored: 8 });
    const shorts = (...values: number[]) => new Uint8Array(new Int16Array(values).buffer);
    const header = new DataSet();
    setBytes(header, 0x60020010, 'US', shorts(1));
    setBytes(header, 0x60020011, 'US', shorts(2));
    setBytes(header, 0x60020050, 'SS', shorts(2, 1));
    setBytes(header, 0x60023000, 'OW', Uint8Array.of(0b10, 0));
    const voi = { center: 128, width: 256, function: 'LINEAR' } as const;
    const picture = await renderFrame(grey, { ...plain, voi }, { format: 'png' }, overlaysOver(header, 1));
    if (picture.kind !== 'rendered') throw new Error(picture.reason);
    const { data, info } = await sharp(picture.bytes).raw().toBuffer({ resolveWithObject: true });
    expect(info.channels).toBe(3);
    expect([...data.subarray(0, 3)]).toEqual([0, 0, 0]);
    expect([...data.subarray(9, 12)]).toEqual([255, 170, 0]);
    expect(data[6]).toBe(data[7]);
  });
});
