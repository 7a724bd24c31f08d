import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  createDeidentifier,
  type DeidentificationProfile,
  deidentifyFile,
  researchProfile,
} from '@pesscara/deidentification';
import { concatBytes, DicomReadError, firstText, parsePart10 } from '@pesscara/dicom';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readNiftiHeader } from '../imaging/index.ts';
import { convertSeries } from './convert-series.ts';
import { createWasmConverter } from './dcm2niix.ts';
import { isUncountedMosaic } from './mosaic.ts';

const folder =
  process.env['PESSCARA_TEST_DATA'] ?? resolve(import.meta.dirname, '../../../../../shared/data');
const isPresent = existsSync(folder);
let workDirectory = '';
beforeAll(() => {
  workDirectory = mkdtempSync(join(tmpdir(), 'pesscara-conversion-'));
});
afterAll(() => rmSync(workDirectory, { recursive: true, force: true }));

/** Four private numbers without which mosaics and Philips perfusion cannot be put together with certainty. */
const keptForGeometry = [
  '0019[SIEMENS MR HEADER]0A',
  '2001[Philips Imaging DD 001]08',
  '2005[Philips MR Imaging DD 001]0E',
  '2005[Philips MR Imaging DD 005]29',
];
const plain: DeidentificationProfile = { ...researchProfile(), overrides: [] };
const withGeometry: DeidentificationProfile = {
  ...plain,
  id: 'research-geometry',
  overrides: keptForGeometry.map((path) => ({
    path,
    action: 'K',
    why: 'Needed to put the slices of a volume together.',
  })),
};

/** De-identifies the files of a series into the work directory. */
function deidentified(
  input: string,
  number: string,
  profile: DeidentificationProfile,
): { inputs: string[]; isMosaic: boolean } {
  const deidentifier = createDeidentifier({
    profile,
    uidKey: new Uint8Array(32).fill(7),
    engineVersion: 'test',
  });
  if (!('deidentify' in deidentifier)) throw new Error('the profile is not valid');
  const target = mkdtempSync(join(workDirectory, 'in-'));
  const inputs: string[] = [];
  let isMosaic = false;
  for (const file of (readdirSync(join(folder, input), { recursive: true }) as string[]).sort()) {
    const bytes = file.endsWith('.dcm') ? new Uint8Array(readFileSync(join(folder, input, file))) : undefined;
    const parsed = bytes && parsePart10(bytes, { stopBeforePixelData: true });
    if (
      !bytes ||
      !parsed ||
      parsed instanceof DicomReadError ||
      firstText(parsed.dataSet, 'SeriesNumber') !== number
    )
      continue;
    const result = deidentifyFile(deidentifier, bytes, { subject: { code: 'S-1', dateShiftDays: -100 } });
    if (result.kind !== 'deidentified') throw new Error(result.reason);
    isMosaic = isUncountedMosaic(result.dataSet);
    inputs.push(join(target, `${inputs.length}-${basename(file)}`));
    writeFileSync(inputs.at(-1) ?? '', concatBytes(result.file));
  }
  return { inputs, isMosaic };
}

function imageOf(bytes: Buffer) {
  const header = readNiftiHeader(bytes);
  if (typeof header === 'string') throw new Error(header);
  const { dimensions, timePoints, voxelOffset, bytesPerVoxel } = header;
  const size = dimensions[0] * dimensions[1] * dimensions[2] * timePoints * bytesPerVoxel;
  return { header, voxels: bytes.subarray(voxelOffset, voxelOffset + size) };
}

async function convert(input: string, number: string, profile: DeidentificationProfile) {
  const { inputs, isMosaic } = deidentified(input, number, profile);
  const request = {
    inputs,
    workDirectory,
    name: 'series',
    hasDates: true,
    isUncountedMosaic: isMosaic,
    timeoutMs: 60_000,
  };
  return convertSeries(createWasmConverter(), request, async (result) => {
    if (result.kind !== 'converted') throw new Error(result.message);
    return Promise.all(
      result.volumes.map(async ({ chunks, sidecar, warnings }) => ({
        ...imageOf(await buffer(Readable.from(chunks()))),
        sidecar,
        warnings,
      })),
    );
  });
}

type Expectation = 'equal' | 'counted' | 'rescaled' | 'split';
const references: readonly (readonly [string, string, string, Expectation])[] = [
  ...[1, 8].map((number) => ['dcm_qa_ts/In', `${number}`, `dcm_qa_ts/Ref/${number}.nii`, 'counted'] as const),
  ...[5].map(
    (number) =>
      [
        'dcm_qa_nih/In/20180918GE',
        `${number}`,
        `dcm_qa_nih/Ref/DCM2NIIX_regression_test_${number}.nii`,
        'equal',
      ] as const,
  ),
  ['dcm_qa_nih/In/20180918Si', '3', 'dcm_qa_nih/Ref/EPI_PE=AP_3.nii', 'counted'],
  ['dcm_qa_nih/In/20180918Si', '6', 'dcm_qa_nih/Ref/EPI_PE=LR_6.nii', 'counted'],
  ['dcm_qa_philips_asl/In', '201', 'dcm_qa_philips_asl/Ref/201_pCASL_classic.nii', 'rescaled'],
  ['dcm_qa_philips_asl/In', '301', 'dcm_qa_philips_asl/Ref/301_ASL_MultiPhase_classic.nii', 'split'],
  ['dcm_qa_philips_asl/In', '401', 'dcm_qa_philips_asl/Ref/401_3D_pCASL_6mm_classic.nii', 'equal'],
];

function expectEqual(
  image: Awaited<ReturnType<typeof convert>>[number] | undefined,
  name: string,
  slopeDigits: number,
): void {
  const expected = imageOf(readFileSync(join(folder, name)));
  expect(image?.header.dimensions).toEqual(expected.header.dimensions);
  expect(image?.header.timePoints).toBe(expected.header.timePoints);
  expect(image?.voxels.equals(expected.voxels)).toBe(true);
  expect(image?.header.slope).toBeCloseTo(expected.header.slope, slopeDigits);
  const [ours, theirs] = [image?.header.affine.flat() ?? [], expected.header.affine.flat()];
  expect(
    Math.max(...ours.map((value, index) => Math.abs(value - (theirs[index] ?? Number.NaN)))),
  ).toBeLessThan(1e-3);
}

describe.skipIf(!isPresent)('conversion of what de-identification leaves', () => {
  test.each(references)(
    '%s series %s, all private elements removed, against %s: %s',
    async (input, number, name, expectation) => {
      // A multi-phase run whose phase numbers are private falls apart into its slices.
      if (expectation === 'split')
        return expect(convert(input, number, plain)).rejects.toThrow('falls apart');
      const volumes = await convert(input, number, plain);
      expect(volumes).toHaveLength(1);
      expect(volumes[0]?.warnings).toEqual(expectation === 'counted' ? ['mosaic-slices-counted'] : []);
      // Without the private scale, Rescale Slope serves, which the scanner rounded.
      expectEqual(volumes[0], name, expectation === 'rescaled' ? 3 : 9);
    },
  );

  test.each(references)('%s series %s, four private numbers kept, is %s', async (input, number, name) => {
    const volumes = await convert(input, number, withGeometry);
    expect(volumes).toHaveLength(1);
    expect(volumes[0]?.warnings).toEqual([]);
    expectEqual(volumes[0], name, 9);
  });

  test('the sidecar tells how, not who, when or where', async () => {
    const [volume] = await convert('dcm_qa_nih/In/20180918Si', '3', withGeometry);
    expect(volume?.sidecar).toMatchObject({ Modality: 'MR', EchoTime: 0.05, Manufacturer: 'Siemens' });
    const forbidden =
      /Patient(?!Position)|Institution|Station|Serial|Uid|UID|Physician|Operator|Accession|Procedure|StudyID/;
    expect(
      Object.keys(volume?.sidecar ?? {}).filter(
        (key) => forbidden.test(key) && key !== 'ImageOrientationPatientDICOM',
      ),
    ).toEqual([]);
  });
});
