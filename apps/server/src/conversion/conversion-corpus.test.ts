import {
  createReadStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import { DicomReadError, firstText, parsePart10 } from '@pesscara/dicom';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readNiftiHeader } from '../imaging/index.ts';
import { type ConversionResult, convertSeries } from './convert-series.ts';
import { type Converter, createNativeConverter, createWasmConverter, nativeVersion } from './dcm2niix.ts';

const folder =
  process.env['PESSCARA_TEST_DATA'] ?? resolve(import.meta.dirname, '../../../../../shared/data');
const isPresent = existsSync(folder);

const known = new Map<string, Map<string, string[]>>();

/** The DICOM files below a folder by the number of their series; looked through once. */
function seriesBelow(name: string): Map<string, string[]> {
  const before = known.get(name);
  if (before !== undefined) return before;
  const found = new Map<string, string[]>();
  known.set(name, found);
  for (const file of (readdirSync(join(folder, name), { recursive: true }) as string[]).sort()) {
    const path = join(folder, name, file);
    if (!file.endsWith('.dcm') || !statSync(path).isFile()) continue;
    const parsed = parsePart10(readFileSync(path), { stopBeforePixelData: true });
    if (parsed instanceof DicomReadError) continue;
    const key = `${firstText(parsed.dataSet, 'SeriesNumber')}`;
    found.set(key, [...(found.get(key) ?? []), path]);
  }
  return found;
}

interface Image {
  affine: readonly (readonly number[])[];
  dimensions: readonly number[];
  slope: number;
  intercept: number;
  voxels: Buffer;
}

function imageOf(bytes: Buffer): Image {
  const header = readNiftiHeader(bytes);
  if (typeof header === 'string') throw new Error(header);
  const { affine, dimensions, timePoints, slope, intercept, voxelOffset, bytesPerVoxel } = header;
  const size = dimensions[0] * dimensions[1] * dimensions[2] * timePoints * bytesPerVoxel;
  return {
    affine,
    dimensions: [...dimensions, timePoints],
    slope,
    intercept,
    voxels: bytes.subarray(voxelOffset, voxelOffset + size),
  };
}

async function reference(name: string): Promise<Image> {
  const stream = createReadStream(join(folder, name));
  return imageOf(await buffer(name.endsWith('.gz') ? stream.pipe(createGunzip()) : stream));
}

function greatestDifference(
  one: readonly (readonly number[])[],
  other: readonly (readonly number[])[],
): number {
  return Math.max(
    ...one.flatMap((row, r) => row.map((value, c) => Math.abs(value - (other[r]?.[c] ?? Number.NaN)))),
  );
}

let workDirectory = '';
beforeAll(() => {
  workDirectory = mkdtempSync(join(tmpdir(), 'pesscara-conversion-'));
});
afterAll(() => rmSync(workDirectory, { recursive: true, force: true }));

async function convert(converter: Converter, inputs: readonly string[]): Promise<Image[]> {
  const request = {
    inputs,
    workDirectory,
    name: 'series',
    hasDates: false,
    isUncountedMosaic: false,
    timeoutMs: 60_000,
  };
  return convertSeries(converter, request, async (result: ConversionResult) => {
    if (result.kind !== 'converted') throw new Error(result.message);
    return Promise.all(
      result.volumes.map(async ({ chunks }) => imageOf(await buffer(Readable.from(chunks())))),
    );
  });
}

/** Series by number, and the volume that dcm2niix's own regression tests have for it. */
const references: readonly (readonly [string, string, string])[] = [
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map(
    (number) => ['dcm_qa_ts/In', `${number}`, `dcm_qa_ts/Ref/${number}.nii`] as const,
  ),
  ...[4, 5, 6, 7].map(
    (number) =>
      [
        'dcm_qa_nih/In/20180918GE',
        `${number}`,
        `dcm_qa_nih/Ref/DCM2NIIX_regression_test_${number}.nii`,
      ] as const,
  ),
  ['dcm_qa_nih/In/20180918Si', '3', 'dcm_qa_nih/Ref/EPI_PE=AP_3.nii'],
  ['dcm_qa_nih/In/20180918Si', '4', 'dcm_qa_nih/Ref/EPI_PE=PA_4.nii'],
  ['dcm_qa_nih/In/20180918Si', '5', 'dcm_qa_nih/Ref/EPI_PE=RL_5.nii'],
  ['dcm_qa_nih/In/20180918Si', '6', 'dcm_qa_nih/Ref/EPI_PE=LR_6.nii'],
  ['dcm_qa_philips_asl/In', '201', 'dcm_qa_philips_asl/Ref/201_pCASL_classic.nii'],
  ['dcm_qa_philips_asl/In', '301', 'dcm_qa_philips_asl/Ref/301_ASL_MultiPhase_classic.nii'],
  ['dcm_qa_philips_asl/In', '401', 'dcm_qa_philips_asl/Ref/401_3D_pCASL_6mm_classic.nii'],
];

const native = isPresent ? await nativeVersion('dcm2niix') : undefined;

describe.skipIf(!isPresent)('conversion of series with a reference volume', () => {
  test.each(references)('%s series %s gives the voxels and the affine of %s', async (input, number, name) => {
    const inputs = seriesBelow(input).get(number) ?? [];
    const [image, ...more] = await convert(createWasmConverter(), inputs);
    const expected = await reference(name);
    expect(more).toEqual([]);
    expect(image?.dimensions).toEqual(expected.dimensions);
    expect(image?.voxels.equals(expected.voxels)).toBe(true);
    expect([image?.slope, image?.intercept]).toEqual([expected.slope, expected.intercept]);
    expect(greatestDifference(image?.affine ?? [], expected.affine)).toBeLessThan(1e-3);
  });

  test.skipIf(native === undefined)('the native program gives the same', async () => {
    const inputs = seriesBelow('dcm_qa_nih/In/20180918Si').get('3') ?? [];
    const [image] = await convert(createNativeConverter('dcm2niix', native ?? ''), inputs);
    const expected = await reference('dcm_qa_nih/Ref/EPI_PE=AP_3.nii');
    expect(image?.voxels.equals(expected.voxels)).toBe(true);
  });
});

/**
 * The NIfTI files of nitest-balls1 were written by the scanner itself (Philips Achieva 3.2.3), not by a converter: rows run
 * the other way, values have the scanner's display scale, and the origin is half a voxel off the DICOM positions in the
 * image plane. The voxels are the same. Its fieldmap file mixes five magnitude with five phase slices: no reference.
 */
describe.skipIf(!isPresent)('conversion of series whose reference the scanner wrote', () => {
  function samples({ voxels }: Image): Int16Array {
    return new Int16Array(voxels.buffer.slice(voxels.byteOffset, voxels.byteOffset + voxels.length));
  }

  test.each([
    ['T1', '601'],
    ['T2', '701'],
    ['T2_', '901'],
    ['T2-interleaved', '801'],
    ['T2_-interleaved', '1001'],
  ])('%s: equal voxels once rows and columns run the same way', async (name, number) => {
    const inputs = seriesBelow('nitest-balls1/DICOM').get(number) ?? [];
    const [image] = await convert(createWasmConverter(), inputs);
    const expected = await reference(`nitest-balls1/NIFTI/${name}.nii.gz`);
    if (image === undefined) throw new Error('nothing was converted');
    expect(image.dimensions).toEqual(expected.dimensions);
    const [nx = 1, ny = 1] = image.dimensions;
    const isFlipped = (axis: number) =>
      Math.sign(image.affine[axis]?.[axis] ?? 1) !== Math.sign(expected.affine[axis]?.[axis] ?? 1);
    const ours = samples(image);
    const theirs = samples(expected);
    let differing = 0;
    for (let index = 0; index < ours.length; index++) {
      const x = index % nx;
      const y = Math.floor(index / nx) % ny;
      const plane = index - y * nx - x;
      const at = plane + (isFlipped(1) ? ny - 1 - y : y) * nx + (isFlipped(0) ? nx - 1 - x : x);
      if (ours[index] !== theirs[at]) differing++;
    }
    expect(differing).toBe(0);
    // The directions agree; the origin differs by half a pixel along rows and columns.
    const lengths = (affine: Image['affine'], axis: number) =>
      Math.hypot(...affine.map((row) => row[axis] ?? 0));
    for (const axis of [0, 1, 2])
      expect(lengths(image.affine, axis)).toBeCloseTo(lengths(expected.affine, axis), 3);
  });
});
