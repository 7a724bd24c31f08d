import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import type { ScannedVolume } from '@pesscara/defacing';

/** The parts of a NIfTI-1 file that a volume needs: real values in a patient's millimetres as DICOM counts them. */
export type NiftiVolume = Pick<ScannedVolume, 'dimensions' | 'toPatientMm'> & {
  readonly samples: Float32Array;
};

const readers: Readonly<Record<number, (view: DataView, at: number) => number>> = {
  2: (view, at) => view.getUint8(at),
  4: (view, at) => view.getInt16(at, true),
  8: (view, at) => view.getInt32(at, true),
  16: (view, at) => view.getFloat32(at, true),
  64: (view, at) => view.getFloat64(at, true),
  512: (view, at) => view.getUint16(at, true),
};

/**
 * Reads a little-endian single-file NIfTI-1 with an `sform`. NIfTI counts to the right and to the front, DICOM to the left
 * and to the back.
 * @throws Error for what the volumes of this benchmark do not have
 */
export async function readNifti(path: string): Promise<NiftiVolume> {
  const bytes = gunzipSync(await readFile(path));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const readSample = readers[view.getInt16(70, true)];
  if (view.getInt32(0, true) !== 348 || readSample === undefined || view.getInt16(254, true) === 0)
    throw new Error(`${path} is no NIfTI-1 file that can be read here`);
  const dimensions = [42, 44, 46].map((at) => view.getInt16(at, true)) as [number, number, number];
  const sampleBytes = view.getInt16(72, true) / 8;
  const first = view.getFloat32(108, true);
  const [slope, intercept] = [view.getFloat32(112, true) || 1, view.getFloat32(116, true)];
  const samples = new Float32Array(dimensions[0] * dimensions[1] * dimensions[2]);
  for (let at = 0; at < samples.length; at += 1)
    samples[at] = readSample(view, first + at * sampleBytes) * slope + intercept;
  const row = (from: number, sign: 1 | -1) =>
    [0, 4, 8, 12].map((at) => sign * view.getFloat32(from + at, true)) as [number, number, number, number];
  return { dimensions, samples, toPatientMm: [row(280, -1), row(296, -1), row(312, 1)] };
}
