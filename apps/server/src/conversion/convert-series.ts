import { mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Affine } from '../imaging/index.ts';
import type { NotConvertible } from './convertible.ts';
import type { Converter, ConverterOutcome } from './dcm2niix.ts';
import {
  countEmptySlices,
  type NiftiFile,
  readNiftiFile,
  scrubbedHead,
  scrubbedNifti,
} from './nifti-file.ts';
import { cleanSidecar, type Sidecar } from './sidecar.ts';

/** What a reader of the volume must know about it. */
export type VolumeWarning = 'mosaic-slices-counted' | 'several-volumes';

/** A volume as the converter made it, before it is stored. */
export interface ConvertedVolume {
  /** Without extension: the name asked for, and what dcm2niix adds for echoes, phases and parts. */
  readonly name: string;
  readonly dimensions: readonly [number, number, number];
  readonly timePoints: number;
  readonly voxelSizesMm: readonly [number, number, number];
  readonly affine: Affine;
  readonly warnings: readonly VolumeWarning[];
  /** The scrubbed file, uncompressed, in chunks. To be read before the conversion's folder goes. */
  readonly chunks: () => AsyncIterable<Uint8Array>;
  /** The scrubbed file up to its voxels. */
  readonly head: () => Promise<Uint8Array>;
  readonly sidecar: Sidecar;
  /** Gradient table of diffusion series (FSL's bval and bvec). */
  readonly gradients: { readonly bval: string; readonly bvec: string } | undefined;
}

export type ConversionResult =
  | { readonly kind: 'converted'; readonly volumes: readonly ConvertedVolume[] }
  | NotConvertible
  | {
      readonly kind: 'failed';
      readonly reason: 'timeout' | 'cancelled' | 'crashed' | 'identifier-found';
      readonly message: string;
    };

export interface ConvertSeriesRequest {
  /** De-identified Part 10 files of one series. */
  readonly inputs: readonly string[];
  /** A folder for temporary files; what is made in it is removed. */
  readonly workDirectory: string;
  /** Name of the volumes, without extension. */
  readonly name: string;
  /** The images' dates were kept or shifted, so that times of acquisition may be kept too. */
  readonly hasDates: boolean;
  /** Siemens mosaics whose number of tiles was removed with the private elements. */
  readonly isUncountedMosaic: boolean;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

const programName = 'volume';

/** What dcm2niix says when it leaves a series out, in words for a person. */
const explanations: readonly (readonly [RegExp, string])[] = [
  [
    /Unsupported transfer syntax|unable to decode|Unable to decode|not supported/i,
    'The images are compressed in a way that the converter does not know.',
  ],
  [
    /slices? not stacked|Slice(s)? .*not stacked|slice orientation varies/i,
    'The slices do not fit on each other.',
  ],
  [/unable to find|No valid DICOM/i, 'The converter found no image that it can read.'],
];

function explain(log: string): string {
  const known = explanations.find(([pattern]) => pattern.test(log));
  return known?.[1] ?? 'The converter made no volume of these images.';
}

// A single slice with several echoes is several files of one slice; more than this is a volume that fell apart.
const maxSingleSlices = 8;

function fellApart(count: number): string {
  return `The series falls apart into ${count} single slices: what orders them stands in private elements of the vendor that de-identification removed.`;
}

async function textBeside(file: string, extension: string): Promise<string | undefined> {
  try {
    return await readFile(file.replace(/\.nii$/, extension), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function readVolume(
  file: NiftiFile,
  request: ConvertSeriesRequest,
  isOneOfSeveral: boolean,
): Promise<ConvertedVolume> {
  const { header } = file;
  const emptySlices = request.isUncountedMosaic ? await countEmptySlices(file) : 0;
  const suffix = path.basename(file.path, '.nii').slice(programName.length);
  const sidecar = cleanSidecar((await textBeside(file.path, '.json')) ?? '{}', request.hasDates) ?? {};
  const bval = await textBeside(file.path, '.bval');
  const bvec = await textBeside(file.path, '.bvec');
  const [nx, ny, nz] = header.dimensions;
  return {
    name: `${request.name}${suffix}`,
    dimensions: [nx, ny, nz - emptySlices],
    timePoints: header.timePoints,
    voxelSizesMm: header.voxelSizesMm,
    affine: header.affine,
    warnings: [
      ...(request.isUncountedMosaic ? (['mosaic-slices-counted'] as const) : []),
      ...(isOneOfSeveral ? (['several-volumes'] as const) : []),
    ],
    chunks: () => scrubbedNifti(file, emptySlices),
    head: () => scrubbedHead(file),
    sidecar,
    gradients: bval !== undefined && bvec !== undefined ? { bval, bvec } : undefined,
  };
}

async function resultOf(outcome: ConverterOutcome, request: ConvertSeriesRequest): Promise<ConversionResult> {
  if (outcome.kind === 'failed') return { kind: 'failed', reason: outcome.reason, message: outcome.detail };
  const read = await Promise.all(outcome.files.filter((file) => file.endsWith('.nii')).map(readNiftiFile));
  const files = read.filter((file) => typeof file !== 'string');
  if (files.length === 0)
    return { kind: 'notConvertible', reason: 'converter-failed', message: explain(outcome.log) };
  if (
    files.length > maxSingleSlices &&
    files.every(({ header }) => header.dimensions[2] * header.timePoints === 1)
  )
    return { kind: 'notConvertible', reason: 'slices-not-stacked', message: fellApart(files.length) };
  const volumes: ConvertedVolume[] = [];
  for (const file of files) volumes.push(await readVolume(file, request, files.length > 1));
  return { kind: 'converted', volumes };
}

/**
 * Converts a series and hands the result to `keep` while its files are there. Nothing is left in the work directory.
 * @throws when files cannot be read or written; what the converter could not do is a result
 */
export async function convertSeries<Kept>(
  converter: Converter,
  request: ConvertSeriesRequest,
  keep: (result: ConversionResult) => Promise<Kept>,
): Promise<Kept> {
  const directory = await mkdtemp(path.join(request.workDirectory, 'conversion-'));
  try {
    const outcome = await converter.convert({
      inputs: request.inputs,
      outputDirectory: path.join(directory, 'out'),
      timeoutMs: request.timeoutMs,
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    });
    return await keep(await resultOf(outcome, request));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
