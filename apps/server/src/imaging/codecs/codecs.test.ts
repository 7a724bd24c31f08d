import { createRequire } from 'node:module';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFrame } from './codecs.ts';
import type { PixelFormat } from './pixel-format.ts';

const littleEndian = '1.2.840.10008.1.2.1';
const bigEndian = '1.2.840.10008.1.2.2';
const rle = '1.2.840.10008.1.2.5';

function format(changes: Partial<PixelFormat> = {}): PixelFormat {
  return {
    rows: 2,
    columns: 2,
    samplesPerPixel: 1,
    bitsAllocated: 16,
    bitsStored: 12,
    highBit: 11,
    isSigned: false,
    photometricInterpretation: 'MONOCHROME2',
    planarConfiguration: 0,
    sampleKind: 'integer',
    isWordSwapped: false,
    ...changes,
  };
}

async function samplesOf(
  bytes: Uint8Array,
  syntax: string,
  pixelFormat: PixelFormat,
  bitOffset = 0,
): Promise<number[]> {
  const result = await decodeFrame(bytes, syntax, pixelFormat, { bitOffset });
  if (result.kind !== 'decoded') throw new Error(result.reason);
  return [...result.samples];
}

describe('uncompressed frames', () => {
  test('sixteen bits in either byte order', async () => {
    const values = Uint16Array.of(1, 2, 4095, 300);
    const bytes = Buffer.from(values.buffer);
    expect(await samplesOf(bytes, littleEndian, format())).toEqual([1, 2, 4095, 300]);
    expect(await samplesOf(Buffer.from(bytes).swap16(), bigEndian, format())).toEqual([1, 2, 4095, 300]);
  });

  test('bits above the stored ones are not part of the value', async () => {
    const bytes = Buffer.from(Uint16Array.of(0xf001, 0x1002, 0x0fff, 0x8000).buffer);
    expect(await samplesOf(bytes, littleEndian, format())).toEqual([1, 2, 4095, 0]);
  });

  test('the sign is the stored sign bit', async () => {
    const bytes = Buffer.from(Uint16Array.of(0x0fff, 0x0800, 0x07ff, 0).buffer);
    expect(await samplesOf(bytes, littleEndian, format({ isSigned: true }))).toEqual([-1, -2048, 2047, 0]);
  });

  test('values that are stored high are moved down', async () => {
    const bytes = Buffer.from(Uint16Array.of(0x0010, 0x0020, 0xfff0, 0).buffer);
    expect(await samplesOf(bytes, littleEndian, format({ highBit: 15 }))).toEqual([1, 2, 4095, 0]);
  });

  test('one-bit pixels that begin within a byte', async () => {
    const one = format({ bitsAllocated: 1, bitsStored: 1, highBit: 0 });
    expect(await samplesOf(Uint8Array.of(0b01011000), littleEndian, one, 3)).toEqual([1, 1, 0, 1]);
  });

  test('colour by plane comes out pixel by pixel', async () => {
    const rgb = format({
      samplesPerPixel: 3,
      bitsAllocated: 8,
      bitsStored: 8,
      highBit: 7,
      planarConfiguration: 1,
      rows: 1,
    });
    expect(await samplesOf(Uint8Array.of(1, 2, 11, 12, 21, 22), littleEndian, rgb)).toEqual([
      1, 11, 21, 2, 12, 22,
    ]);
  });

  test('subsampled colour is spread over its pixels', async () => {
    const ybr = format({
      samplesPerPixel: 3,
      bitsAllocated: 8,
      bitsStored: 8,
      highBit: 7,
      rows: 1,
      photometricInterpretation: 'YBR_FULL_422',
    });
    expect(await samplesOf(Uint8Array.of(10, 20, 128, 130), littleEndian, ybr)).toEqual([
      10, 128, 130, 20, 128, 130,
    ]);
  });

  test('bytes of big-endian words are put right', async () => {
    const bytes = format({ bitsAllocated: 8, bitsStored: 8, highBit: 7, isWordSwapped: true });
    expect(await samplesOf(Uint8Array.of(2, 1, 4, 3), bigEndian, bytes)).toEqual([1, 2, 3, 4]);
  });

  test('thirty-two bit floats', async () => {
    const bytes = Buffer.from(Float32Array.of(0.5, -2, 1e6, 0).buffer);
    expect(
      await samplesOf(bytes, littleEndian, format({ bitsAllocated: 32, sampleKind: 'float32' })),
    ).toEqual([0.5, -2, 1e6, 0]);
  });

  test('a deflated frame, and one that would inflate to more than it may', async () => {
    const bytes = Buffer.from(Uint16Array.of(1, 2, 3, 4).buffer);
    const syntax = '1.2.840.10008.1.2.8.1';
    expect(await samplesOf(deflateRawSync(bytes), syntax, format())).toEqual([1, 2, 3, 4]);
    expect(await decodeFrame(deflateRawSync(Buffer.alloc(1e6)), syntax, format())).toMatchObject({
      kind: 'damaged',
    });
  });
});

/** PackBits, the plainest way: literal runs only, or repeats where `repeats`. */
function rleSegment(bytes: number[], repeats: boolean): number[] {
  const out: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    let run = 1;
    while (repeats && run < 128 && bytes[at + run] === bytes[at]) run++;
    if (run > 1) out.push(257 - run, bytes[at] as number);
    else out.push(0, bytes[at] as number);
    at += run;
  }
  return out.length % 2 === 0 ? out : [...out, 0];
}

function rleFrame(samples: number[], repeats: boolean): Uint8Array {
  const segments = [samples.map((value) => value >> 8), samples.map((value) => value & 255)].map((plane) =>
    rleSegment(plane, repeats),
  );
  const header = Buffer.alloc(64);
  header.writeUInt32LE(segments.length, 0);
  let start = 64;
  segments.forEach((segment, index) => {
    header.writeUInt32LE(start, 4 + index * 4);
    start += segment.length;
  });
  return Buffer.concat([header, ...segments.map((segment) => Buffer.from(segment))]);
}

describe('RLE', () => {
  test('what is packed comes out again', async () => {
    const images = fc.array(fc.integer({ min: 0, max: 65535 }), { minLength: 4, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(images, fc.boolean(), async (samples, repeats) => {
        const whole = format({ bitsStored: 16, highBit: 15 });
        expect(await samplesOf(rleFrame(samples, repeats), rle, whole)).toEqual(samples);
      }),
    );
  });

  test('any bytes are decoded or refused, never more than a frame', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const result = await decodeFrame(bytes, rle, format());
        if (result.kind === 'decoded') expect(result.samples.length).toBe(4);
      }),
    );
  });
});

type Encoder = {
  getDecodedBuffer(info: object): Uint8Array;
  getEncodedBuffer(): Uint8Array;
  encode(): void;
  setTLMMarker?: unknown;
};
const require = createRequire(import.meta.url);

async function encode(
  library: string,
  encoder: string,
  values: Int16Array | Uint16Array,
  isSigned: boolean,
): Promise<Uint8Array> {
  const factory = require(`${library}/wasmjs`) as (
    options: object,
  ) => Promise<Record<string, new () => Encoder>>;
  const module = await factory({
    locateFile: () => require.resolve(`${library}/wasm`),
    print: () => undefined,
  });
  const instance = new (module[encoder] as new () => Encoder)();
  const size = Math.sqrt(values.length);
  const info = {
    width: size,
    height: size,
    bitsPerSample: 16,
    componentCount: 1,
    isSigned,
    isUsingColorTransform: false,
  };
  instance.getDecodedBuffer(info).set(new Uint8Array(values.buffer));
  instance.encode();
  return instance.getEncodedBuffer().slice();
}

describe('JPEG 2000 and its kin', () => {
  const big = format({ rows: 64, columns: 64, bitsStored: 16, highBit: 15 });
  const unsignedValues = Uint16Array.from({ length: 4096 }, (_, index) => (index * 37) % 65536);
  const signedValues = Int16Array.from({ length: 4096 }, (_, index) => ((index * 37) % 4096) - 2048);

  test.each(['201', '202', '203'])('high-throughput JPEG 2000 (.%s)', async (end) => {
    const syntax = `1.2.840.10008.1.2.4.${end}`;
    const plain = await encode('@cornerstonejs/codec-openjph', 'HTJ2KEncoder', unsignedValues, false);
    expect(await samplesOf(plain, syntax, big)).toEqual([...unsignedValues]);
    const signed = await encode('@cornerstonejs/codec-openjph', 'HTJ2KEncoder', signedValues, true);
    expect(await samplesOf(signed, syntax, { ...big, isSigned: true })).toEqual([...signedValues]);
  });

  test('JPEG-LS', async () => {
    const stream = await encode('@cornerstonejs/codec-charls', 'JpegLSEncoder', unsignedValues, false);
    expect(await samplesOf(stream, '1.2.840.10008.1.2.4.80', big)).toEqual([...unsignedValues]);
  });

  test('a stream of another size than the header states is damaged', async () => {
    const stream = await encode('@cornerstonejs/codec-openjph', 'HTJ2KEncoder', unsignedValues, false);
    expect(await decodeFrame(stream, '1.2.840.10008.1.2.4.201', { ...big, rows: 32 })).toMatchObject({
      kind: 'damaged',
    });
  });
});

describe('what cannot be decoded', () => {
  test('a transfer syntax without a decoder says so by name', async () => {
    const result = await decodeFrame(new Uint8Array(8), '1.2.840.10008.1.2.4.100', format());
    expect(result).toEqual({
      kind: 'unsupported',
      reason: 'There is no decoder for MPEG2 Main Profile / Main Level',
    });
  });

  test('a frame larger than the limit is refused before anything is allocated', async () => {
    const huge = format({ rows: 65535, columns: 65535 });
    expect(await decodeFrame(new Uint8Array(8), littleEndian, huge)).toMatchObject({ kind: 'unsupported' });
  });

  test('a truncated frame is damaged', async () => {
    expect(await decodeFrame(new Uint8Array(7), littleEndian, format())).toMatchObject({ kind: 'damaged' });
  });

  test.each(['4.50', '4.51', '4.57', '4.70', '4.80', '4.90', '4.201', '5', '8.1'])(
    'random bytes as %s never crash',
    async (end) => {
      const starts = fc.constantFrom<number[]>(
        [],
        [0xff, 0xd8, 0xff],
        [0xff, 0x4f, 0xff, 0x51],
        [0xff, 0xd8, 0xff, 0xc1, 0, 11, 12, 0, 2, 0, 2, 1, 1, 0x11, 0],
      );
      await fc.assert(
        fc.asyncProperty(starts, fc.uint8Array({ maxLength: 300 }), async (start, rest) => {
          const result = await decodeFrame(
            Uint8Array.from([...start, ...rest]),
            `1.2.840.10008.1.2.${end}`,
            format(),
          );
          if (result.kind === 'decoded') expect(result.samples.length).toBe(4);
        }),
        { numRuns: 200 },
      );
    },
  );
});
