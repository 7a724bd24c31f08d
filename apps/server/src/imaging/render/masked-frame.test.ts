import {
  DataSet,
  DicomReadError,
  encapsulatedFrames,
  nativeFrameLayout,
  nativeFrameRange,
  parsePart10,
} from '@pesscara/dicom';
import {
  blackOf,
  jpegLsLossless,
  maskFrame,
  type PixelBox,
  planMask,
  rleLossless,
} from '@pesscara/pixel-cleaning';
import { describe, expect, test } from 'vitest';
import {
  dicomFolders,
  isSharedDataPresent,
  sharedFiles,
} from '../../../../../packages/dicom/test/shared-data.ts';
import { decodeFrame } from '../codecs/codecs.ts';
import { readPixelFormat } from '../codecs/image-pixel-module.ts';
import type { DecodedFrame, PixelFormat } from '../codecs/pixel-format.ts';
import { maskedFrame } from './masked-frame.ts';

const maxFrameSamples = 4_000_000;
const largestFile = 8_000_000;

/** The first frame of a file, as stored; undefined when it has none. */
function firstFrame(bytes: Uint8Array) {
  const parsed = parsePart10(bytes);
  if (parsed instanceof DicomReadError) return undefined;
  const { dataSet } = parsed;
  const { littleEndian, explicitVr } = dataSet.encoding;
  const fallback = `1.2.840.10008.1.2${littleEndian ? (explicitVr ? '.1' : '') : '.2'}`;
  const transferSyntaxUid = parsed.transferSyntaxUid ?? fallback;
  const pixels = dataSet.get('PixelData');
  if (pixels?.kind === 'fragments') {
    const parts = encapsulatedFrames(dataSet)?.[0];
    return parts && { dataSet, transferSyntaxUid, bytes: Buffer.concat(parts), bitOffset: 0 };
  }
  const layout = nativeFrameLayout(dataSet);
  if (pixels?.kind !== 'value' || layout.kind !== 'layout') return undefined;
  const range = nativeFrameRange(layout, 0);
  if (range === undefined || range.end > pixels.bytes.length) return undefined;
  return {
    dataSet,
    transferSyntaxUid,
    bytes: pixels.bytes.slice(range.start, range.end),
    bitOffset: range.bitOffset,
  };
}

function boxOf({ columns, rows }: PixelFormat): PixelBox {
  const width = Math.max(1, Math.floor(columns / 3));
  return {
    left: Math.floor(columns / 4),
    top: Math.floor(rows / 5),
    width,
    height: Math.max(1, Math.floor(rows / 4)),
  };
}

/** How many samples outside the box differ between two decoded frames, and how many values are in it. */
function compared(before: DecodedFrame, after: DecodedFrame, box: PixelBox) {
  let changed = 0;
  const inside = new Set<number>();
  const { columns, samplesPerPixel } = before;
  for (let index = 0; index < before.samples.length; index += 1) {
    const pixel = Math.floor(index / samplesPerPixel);
    const x = pixel % columns;
    const y = Math.floor(pixel / columns);
    const isIn = x >= box.left && x < box.left + box.width && y >= box.top && y < box.top + box.height;
    if (isIn) inside.add((after.samples[index] as number) * samplesPerPixel + (index % samplesPerPixel));
    else if (before.samples[index] !== after.samples[index]) changed += 1;
  }
  return { changed, inside: inside.size };
}

async function decoded(
  bytes: Uint8Array,
  syntax: string,
  format: PixelFormat,
  bitOffset = 0,
): Promise<DecodedFrame | undefined> {
  const result = await decodeFrame(bytes, syntax, format, { maxFrameSamples, bitOffset });
  return result.kind === 'decoded' ? result : undefined;
}

describe.skipIf(!isSharedDataPresent)('masking the frames of real files', () => {
  const tally = { 'in-place': 0, 're-encode': 0, impossible: 0, undecodable: 0 };

  async function maskFile(bytes: Uint8Array): Promise<void> {
    const frame = firstFrame(bytes);
    if (frame === undefined) return;
    const format = readPixelFormat(frame.dataSet);
    const before = await decoded(frame.bytes, frame.transferSyntaxUid, format, frame.bitOffset);
    if (before === undefined) {
      tally.undecodable += 1;
      return;
    }
    const plan = planMask(frame.transferSyntaxUid, format);
    tally[plan.kind] += 1;
    const box = boxOf(format);
    if (plan.kind === 'impossible') return;
    const { photometricInterpretation } = before;
    const target = { ...format, photometricInterpretation, planarConfiguration: 0 };
    let after: DecodedFrame | undefined;
    if (plan.kind === 'in-place') {
      const black = blackOf(frame.dataSet, format);
      maskFrame(frame.bytes, format, [box], {
        black,
        littleEndian: plan.littleEndian,
        bitOffset: frame.bitOffset,
      });
      after = await decoded(frame.bytes, frame.transferSyntaxUid, format, frame.bitOffset);
    } else {
      const black = blackOf(frame.dataSet, target);
      const input = { ...frame, format, maxFrameSamples };
      const masked = await maskedFrame(input, { boxes: [box], black, codec: plan.codec });
      if (masked.kind !== 'masked') throw new Error(masked.reason);
      after = await decoded(masked.bytes, plan.transferSyntaxUid, target);
    }
    if (after === undefined) throw new Error('What was masked cannot be decoded');
    const { changed, inside } = compared(before, after, box);
    expect(changed).toBe(0);
    // Shared colour of a pair at the edge of the box belongs to its neighbour.
    if (photometricInterpretation !== 'YBR_FULL') expect(inside).toBe(before.samplesPerPixel);
  }

  test('leaves every sample outside the box as it was decoded before, in every transfer syntax', async () => {
    for (const file of sharedFiles(...dicomFolders)) {
      const bytes = file.read();
      if (bytes.length > largestFile) continue;
      try {
        await maskFile(bytes);
      } catch (error) {
        throw new Error(`${file.name}: ${(error as Error).message}`, { cause: error });
      }
    }
    expect(tally['in-place']).toBeGreaterThan(50);
    expect(tally['re-encode']).toBeGreaterThan(30);
  }, 300_000);
});

test('a frame that cannot be decoded is not masked, and says why', async () => {
  const format = {
    ...readPixelFormat(new DataSet()),
    rows: 4,
    columns: 4,
    bitsAllocated: 8,
    bitsStored: 8,
    highBit: 7,
  };
  const input = {
    bytes: Buffer.from('no image'),
    bitOffset: 0,
    transferSyntaxUid: rleLossless,
    format,
    maxFrameSamples,
  };
  const result = await maskedFrame(input, { boxes: [], black: [0], codec: 'rle' });
  expect(result).toMatchObject({ kind: 'unsupported', reason: expect.stringMatching(/RLE/) });
  expect(planMask(jpegLsLossless, format)).toMatchObject({ codec: 'jpeg-ls', copiesOthers: true });
});
