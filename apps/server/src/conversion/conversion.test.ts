import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SeriesAttributes } from '../classification/index.ts';
import { readNiftiHeader } from '../imaging/index.ts';
import { volumeName } from './conversion.service.ts';
import { convertSeries } from './convert-series.ts';
import { judgeConvertible } from './convertible.ts';
import { type ConverterOutcome, chooseConverter, createWasmConverter } from './dcm2niix.ts';
import {
  countEmptySlices,
  type NiftiFile,
  readNiftiFile,
  scrubbedNifti,
  scrubNiftiHeader,
} from './nifti-file.ts';
import { cleanSidecar } from './sidecar.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'pesscara-conversion-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function nifti(
  [nx, ny, nz, nt]: readonly [number, number, number, number],
  voxel: (slice: number, time: number) => number,
): Buffer {
  const file = Buffer.alloc(352 + nx * ny * nz * nt * 2);
  file.writeInt32LE(348, 0);
  [4, nx, ny, nz, nt, 1, 1, 1].forEach((count, index) => file.writeInt16LE(count, 40 + index * 2));
  [1, 1, 1, 1].forEach((size, index) => file.writeFloatLE(size, 76 + index * 4));
  file.writeInt16LE(4, 70);
  file.writeFloatLE(352, 108);
  file.write('TE=30;Time=101112.5', 148, 'latin1');
  file.write('/home/j.doe/in', 228, 'latin1');
  file.write('DOE^JANE', 14, 'latin1');
  for (let time = 0; time < nt; time++)
    for (let slice = 0; slice < nz; slice++)
      for (let at = 0; at < nx * ny; at++)
        file.writeInt16LE(voxel(slice, time), 352 + ((time * nz + slice) * nx * ny + at) * 2);
  return file;
}

async function opened(name: string, bytes: Buffer): Promise<NiftiFile> {
  const path = join(directory, name);
  writeFileSync(path, bytes);
  const file = await readNiftiFile(path);
  if (typeof file === 'string') throw new Error(file);
  return file;
}

async function joined(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

describe('NIfTI files', () => {
  test('lose every text of their header, and keep the voxels', async () => {
    const before = nifti([3, 3, 2, 2], (slice, time) => slice + 10 * time + 1);
    const after = await joined(scrubbedNifti(await opened('text.nii', before)));
    expect(after.toString('latin1')).not.toMatch(/DOE|home|Time/);
    expect(after.subarray(352).equals(before.subarray(352))).toBe(true);
    expect(readNiftiHeader(after)).toEqual(readNiftiHeader(before));
  });

  test('lose what stands in extensions behind the header', () => {
    const header = Buffer.alloc(400, 'DOE^JANE ');
    scrubNiftiHeader(header);
    expect(header.subarray(348).every((byte) => byte === 0)).toBe(true);
  });

  test('padded with empty tiles are cut to their slices', async () => {
    const file = await opened(
      'mosaic.nii',
      nifti([2, 2, 4, 3], (slice, time) => (slice < 3 && !(slice === 2 && time === 0) ? slice + 1 : 0)),
    );
    // Slice 2 is empty at one time only: it is a slice, not padding.
    expect(await countEmptySlices(file)).toBe(1);
    const cut = await joined(scrubbedNifti(file, 1));
    expect(readNiftiHeader(cut)).toMatchObject({ dimensions: [2, 2, 3], timePoints: 3 });
    expect(cut.length).toBe(352 + 2 * 2 * 3 * 3 * 2);
    expect(cut.readInt16LE(352 + 2 * 2 * 3 * 2)).toBe(1);
  });

  test('that are empty throughout keep a slice', async () => {
    expect(
      await countEmptySlices(
        await opened(
          'empty.nii',
          nifti([2, 2, 3, 1], () => 0),
        ),
      ),
    ).toBe(2);
  });
});

describe('sidecars', () => {
  const text = JSON.stringify({
    EchoTime: 0.03,
    SliceTiming: [0, 1],
    PatientName: 'DOE^JANE',
    DeviceSerialNumber: '1234',
    InstitutionName: 'Hospital',
    StationName: 'MR1',
    SeriesInstanceUID: '1.2.3',
    AcquisitionTime: '10:11:12',
    ProcedureStepDescription: 'Jane Doe',
    SomethingNew: 'unknown',
  });

  test('say what is on the list and nothing else', () => {
    expect(cleanSidecar(text, false)).toEqual({ EchoTime: 0.03, SliceTiming: [0, 1] });
  });

  test('keep times where dates were kept', () => {
    expect(cleanSidecar(text, true)).toHaveProperty('AcquisitionTime');
  });

  test.each(['', '[]', 'null', '{'])('that are no object (%j) are left out', (broken) => {
    expect(cleanSidecar(broken, true)).toBeUndefined();
  });
});

describe('what has no volume says why', () => {
  const attributes = (
    modality: string,
    orientations: number[][],
    changes: Partial<SeriesAttributes['numbers']> = {},
  ): SeriesAttributes => ({
    text: { Modality: [modality] },
    numbers: { OrientationGroups: [orientations.length], Images: [3], ...changes },
    orientations,
  });
  const axial = [1, 0, 0, 0, 1, 0];
  const sagittal = [0, 1, 0, 0, 0, -1];

  test.each([
    ['a report', attributes('SR', []), false, 'structured-report'],
    ['a segmentation', attributes('SEG', [axial]), true, 'segmentation'],
    ['raw data', attributes('MR', []), false, 'no-pixels'],
    ['an ultrasound', attributes('US', []), true, 'no-geometry'],
    ['a three-plane localizer', attributes('MR', [axial, sagittal]), true, 'localizer-mixed-orientation'],
    [
      'many slices every way',
      attributes('MR', [axial, sagittal], { Images: [500] }),
      true,
      'mixed-orientation',
    ],
    ['an axial stack', attributes('MR', [axial]), true, undefined],
  ] as const)('%s', (_, given, hasPixels, reason) => {
    const refusal = judgeConvertible(given, hasPixels);
    expect(refusal?.reason).toBe(reason);
    if (reason !== undefined) expect(refusal?.message).toMatch(/^[A-Z].*\.$/);
  });
});

describe('the converter', () => {
  const request = () => ({
    inputs: [] as string[],
    workDirectory: directory,
    name: 'x',
    hasDates: false,
    isUncountedMosaic: false,
    timeoutMs: 30_000,
  });
  const answering = (outcome: ConverterOutcome) => ({
    name: 'test',
    convert: () => Promise.resolve(outcome),
  });

  test('says in words when it found nothing, and leaves nothing behind', async () => {
    const junk = join(directory, 'junk.dcm');
    writeFileSync(junk, Buffer.alloc(1000, 1));
    const result = await convertSeries(createWasmConverter(), { ...request(), inputs: [junk] }, (found) =>
      Promise.resolve(found),
    );
    expect(result).toMatchObject({ kind: 'notConvertible', reason: 'converter-failed' });
    expect(readdirSync(directory).filter((name) => name.startsWith('conversion-'))).toEqual([]);
  });

  test('is ended when it takes too long', async () => {
    const result = await convertSeries(createWasmConverter(), { ...request(), timeoutMs: 1 }, (found) =>
      Promise.resolve(found),
    );
    expect(result).toMatchObject({ kind: 'failed', reason: 'timeout' });
  });

  test('is ended when nobody wants it any more', async () => {
    const signal = AbortSignal.abort();
    const result = await convertSeries(createWasmConverter(), { ...request(), signal }, (found) =>
      Promise.resolve(found),
    );
    expect(result).toMatchObject({ kind: 'failed', reason: 'cancelled' });
  });

  test('that crashes is a failure, not an exception', async () => {
    const crashed = answering({ kind: 'failed', reason: 'crashed', detail: 'ERR_WORKER_OUT_OF_MEMORY' });
    expect(await convertSeries(crashed, request(), (found) => Promise.resolve(found))).toMatchObject({
      kind: 'failed',
      reason: 'crashed',
    });
  });

  test('is the WebAssembly build where no program is installed', async () => {
    const chosen = await chooseConverter('native', '/nowhere/dcm2niix');
    expect(chosen.name).toContain('WebAssembly');
  });
});

describe('names of volumes', () => {
  test.each([
    [
      { seriesNumber: 3, normalisedName: 'Axial T1 post-contrast', modality: 'MR' },
      '003_Axial_T1_post-contrast',
    ],
    [{ seriesNumber: null, normalisedName: 'Axial T2*', modality: 'MR' }, 'Axial_T2star'],
    [{ seriesNumber: 1201, normalisedName: null, modality: 'CT' }, '1201_CT'],
    [{ seriesNumber: 1, normalisedName: '../../etc/passwd', modality: null }, '001_.._.._etc_passwd'],
  ])('%j is %s', (names, expected) => {
    expect(volumeName(names)).toBe(expected);
  });
});
