import { DataSet, type NativeFrameLayout } from '@pesscara/dicom';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blackOf } from './black.ts';
import type { PixelBox } from './boxes.ts';
import { maskFrame, maskObjection } from './mask-frame.ts';
import { encapsulatedValue, maskedNativeValue } from './masked-frames.ts';
import { isSubsampled, type PixelLayout } from './pixel-layout.ts';
import { encodeRle } from './rle-encode.ts';

const box = fc.record({
  left: fc.integer({ min: -2, max: 11 }),
  top: fc.integer({ min: -2, max: 9 }),
  width: fc.integer({ min: 1, max: 12 }),
  height: fc.integer({ min: 1, max: 10 }),
});

const layouts = fc
  .record({
    rows: fc.integer({ min: 1, max: 8 }),
    columns: fc.integer({ min: 1, max: 10 }),
    bitsAllocated: fc.constantFrom(1, 8, 16, 32),
    colour: fc.constantFrom('MONOCHROME1', 'MONOCHROME2', 'RGB', 'YBR_FULL', 'YBR_FULL_422'),
    planarConfiguration: fc.constantFrom(0, 1),
    isSigned: fc.boolean(),
    isWordSwapped: fc.boolean(),
    unused: fc.integer({ min: 0, max: 4 }),
  })
  .map(({ colour, unused, ...rest }): PixelLayout => {
    const isGrey = colour.startsWith('MONO');
    const bitsAllocated =
      colour === 'YBR_FULL_422' || (!isGrey && rest.bitsAllocated === 1) ? 8 : rest.bitsAllocated;
    const bitsStored = bitsAllocated === 1 ? 1 : bitsAllocated - unused;
    return {
      ...rest,
      columns: colour === 'YBR_FULL_422' ? rest.columns * 2 : rest.columns,
      bitsAllocated,
      bitsStored,
      highBit: bitsStored - 1,
      isSigned: rest.isSigned && bitsAllocated > 1,
      samplesPerPixel: isGrey ? 1 : 3,
      photometricInterpretation: colour,
      sampleKind: 'integer',
      isWordSwapped: rest.isWordSwapped && bitsAllocated === 8,
    };
  })
  .filter((layout) => maskObjection(layout) === undefined);

const storedSamples = (layout: PixelLayout) => (isSubsampled(layout) ? 2 : layout.samplesPerPixel);
const frameBits = (layout: PixelLayout) =>
  layout.rows * layout.columns * storedSamples(layout) * layout.bitsAllocated;

/** The bits of the sample of a pixel, as their places in the frame, found without the code under test. */
function bitsOf(layout: PixelLayout, x: number, y: number, sample: number): number[] {
  const { columns, rows, samplesPerPixel, planarConfiguration, bitsAllocated } = layout;
  const pixel = y * columns + x;
  let place = pixel * samplesPerPixel + sample;
  if (isSubsampled(layout)) place = (pixel >> 1) * 4 + (sample === 0 ? pixel & 1 : sample + 1);
  else if (planarConfiguration === 1) place = sample * rows * columns + pixel;
  if (layout.isWordSwapped) place ^= 1;
  return Array.from({ length: bitsAllocated }, (_, bit) => place * bitsAllocated + bit);
}

const bitAt = (bytes: Uint8Array, bit: number) => ((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1;
const isIn = (boxes: readonly PixelBox[], x: number, y: number) =>
  boxes.some(({ left, top, width, height }) => x >= left && x < left + width && y >= top && y < top + height);

/** Bits that may differ: those of samples in a box; of shared colour, only when both pixels are. */
function maskedBits(layout: PixelLayout, boxes: readonly PixelBox[]): Set<number> {
  const masked = new Set<number>();
  for (let y = 0; y < layout.rows; y += 1)
    for (let x = 0; x < layout.columns; x += 1)
      for (let sample = 0; sample < layout.samplesPerPixel; sample += 1) {
        const isShared = isSubsampled(layout) && sample > 0;
        if (isIn(boxes, x, y) && (!isShared || isIn(boxes, x ^ 1, y)))
          for (const bit of bitsOf(layout, x, y, sample)) masked.add(bit);
      }
  return masked;
}

const options = (layout: PixelLayout, littleEndian: boolean) => ({
  black: blackOf(new DataSet(), layout),
  littleEndian,
});

describe('masking a frame', () => {
  test('leaves every bit outside the boxes as it was, in every layout of pixels', () => {
    fc.assert(
      fc.property(
        layouts,
        fc.array(box, { maxLength: 3 }),
        fc.boolean(),
        fc.infiniteStream(fc.nat(255)),
        (...args) => {
          const [layout, boxes, littleEndian, random] = args;
          const before = Uint8Array.from(
            { length: Math.ceil(frameBits(layout) / 8) },
            () => random.next().value as number,
          );
          const after = before.slice();
          maskFrame(after, layout, boxes, options(layout, littleEndian));
          // Boxes apart: two that share a pair of colours each blank their own pixel only.
          const masked = new Set(boxes.flatMap((one) => [...maskedBits(layout, [one])]));
          for (let bit = 0; bit < before.length * 8; bit += 1)
            if (!masked.has(bit)) expect(bitAt(after, bit)).toBe(bitAt(before, bit));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('leaves nothing inside them: what was there before makes no difference', () => {
    fc.assert(
      fc.property(layouts, box, fc.boolean(), (layout, one, littleEndian) => {
        const bytes = Math.ceil(frameBits(layout) / 8);
        const [zeros, ones] = [new Uint8Array(bytes), new Uint8Array(bytes).fill(255)];
        maskFrame(zeros, layout, [one], options(layout, littleEndian));
        maskFrame(ones, layout, [one], options(layout, littleEndian));
        for (const bit of maskedBits(layout, [one])) expect(bitAt(zeros, bit)).toBe(bitAt(ones, bit));
      }),
      { numRuns: 300 },
    );
  });

  test('makes pixels black in their own terms', () => {
    const grey = {
      samplesPerPixel: 1,
      bitsAllocated: 16,
      bitsStored: 12,
      highBit: 11,
      planarConfiguration: 0,
    };
    const one = { left: 0, top: 0, width: 1, height: 1 };
    const masked = (layout: Partial<PixelLayout>, littleEndian = true) => {
      const whole = {
        ...grey,
        rows: 1,
        columns: 2,
        isSigned: false,
        sampleKind: 'integer',
        isWordSwapped: false,
        photometricInterpretation: 'MONOCHROME2',
        ...layout,
      } as const;
      const bytes = new Uint8Array(frameBits(whole) / 8).fill(0x55);
      maskFrame(bytes, whole, [one], options(whole, littleEndian));
      return [...bytes];
    };
    expect(masked({})).toEqual([0, 0, 0x55, 0x55]);
    expect(masked({ photometricInterpretation: 'MONOCHROME1' })).toEqual([0xff, 0x0f, 0x55, 0x55]);
    expect(masked({ photometricInterpretation: 'MONOCHROME1' }, false)).toEqual([0x0f, 0xff, 0x55, 0x55]);
    expect(masked({ isSigned: true })).toEqual([0x00, 0xf8, 0x55, 0x55]);
    const colour = { samplesPerPixel: 3, bitsAllocated: 8, bitsStored: 8, highBit: 7 };
    const ybr = { ...colour, photometricInterpretation: 'YBR_FULL', planarConfiguration: 1 };
    expect(masked(ybr)).toEqual([0, 0x55, 128, 0x55, 128, 0x55]);
    const shared = { ...colour, photometricInterpretation: 'YBR_FULL_422' };
    expect(masked(shared)).toEqual([0, 0x55, 0x55, 0x55]);
  });
});

async function collected(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

describe('masking a value frame by frame', () => {
  test('gives the bytes of masking each frame by itself, also where one-bit frames share a byte', async () => {
    const frames = fc.integer({ min: 1, max: 5 });
    await fc.assert(
      fc.asyncProperty(
        layouts,
        frames,
        fc.array(fc.option(box), { minLength: 5, maxLength: 5 }),
        async (...args) => {
          const [layout, count, boxes] = args;
          const valueBytes = Math.ceil((frameBits(layout) * count) / 8) + 1;
          const value = Uint8Array.from({ length: valueBytes }, (_, index) => (index * 89 + 31) & 255);
          const one = (frame: number) => (boxes[frame - 1] ? [boxes[frame - 1] as PixelBox] : []);
          const native: Extract<NativeFrameLayout, { kind: 'layout' }> = {
            kind: 'layout',
            frames: count,
            frameBits: frameBits(layout),
            valueBytes: valueBytes - 1,
          };
          const read = (start: number, end: number) => Promise.resolve(value.subarray(start, end));
          const masking = {
            layout,
            frames: native,
            boxesOf: one,
            options: options(layout, true),
            valueBytes,
            read,
          };
          const after = await collected(maskedNativeValue(masking));
          expect(after.length).toBe(valueBytes);
          const changed = new Set<number>();
          for (let frame = 1; frame <= count; frame += 1)
            for (const bit of maskedBits(layout, one(frame)))
              changed.add(frameBits(layout) * (frame - 1) + bit);
          for (let bit = 0; bit < valueBytes * 8; bit += 1)
            if (!changed.has(bit)) expect(bitAt(after, bit)).toBe(bitAt(value, bit));
            else if (layout.bitsAllocated === 1)
              expect(bitAt(after, bit)).toBe(layout.photometricInterpretation === 'MONOCHROME1' ? 1 : 0);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('encapsulates one fragment a frame, of even length, behind an empty offset table', async () => {
    async function* frames() {
      yield Uint8Array.of(1, 2, 3);
      await Promise.resolve();
      yield Uint8Array.of(4, 5);
    }
    expect((await collected(encapsulatedValue(frames()))).toString('hex')).toBe(
      'feff00e000000000feff00e00400000001020300feff00e0020000000405feffdde000000000',
    );
  });
});

/** Unpacks RLE as PS3.5 G.3.2 words it. */
function unpacked(segment: Uint8Array, length: number): number[] {
  const bytes: number[] = [];
  for (let at = 0; at < segment.length && bytes.length < length; ) {
    const control = new Int8Array([segment[at] ?? 0])[0] ?? 0;
    at += 1;
    if (control >= 0) {
      bytes.push(...segment.subarray(at, at + control + 1));
      at += control + 1;
    } else if (control > -128) {
      bytes.push(...new Array<number>(1 - control).fill(segment[at] ?? 0));
      at += 1;
    }
  }
  return bytes;
}

test('RLE unpacks to what was encoded', () => {
  const bytes = fc.array(fc.constantFrom(0, 0, 0, 7, 255), { minLength: 1, maxLength: 400 });
  fc.assert(
    fc.property(bytes, fc.constantFrom(8, 16), (values, bitsAllocated) => {
      const width = bitsAllocated / 8;
      const frame = Uint8Array.from(values.flatMap((value) => new Array<number>(width).fill(value)));
      const encoded = encodeRle(frame, { columns: values.length, samplesPerPixel: 1, bitsAllocated });
      const view = new DataView(encoded.buffer);
      const starts = Array.from({ length: view.getUint32(0, true) }, (_, at) =>
        view.getUint32(4 + at * 4, true),
      );
      expect(starts.length).toBe(width);
      for (const [index, start] of starts.entries())
        expect(unpacked(encoded.subarray(start, starts[index + 1]), values.length)).toEqual(values);
    }),
  );
});
