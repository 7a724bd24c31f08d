import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { BlobStore } from '../kernel/blobs/index.ts';
import type { ConvertedVolume } from './convert-series.ts';

/** A file to be registered with its series. */
export interface KeptFile {
  readonly format: 'nifti' | 'nifti-sidecar';
  readonly name: string;
  readonly blobSha256: Buffer;
  readonly sizeBytes: number;
  readonly properties: Record<string, unknown>;
  readonly madeBy: string;
}

// Voxels of 16 bits compress to about half; more effort than this gains little and costs much time.
const gzipLevel = 4;

async function sealInto(blobs: BlobStore, chunks: AsyncIterable<Uint8Array>) {
  const writer = blobs.createWriter();
  try {
    for await (const chunk of chunks) await writer.write(chunk);
    return await writer.seal();
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

async function sealGzip(blobs: BlobStore, volume: ConvertedVolume) {
  const gzip = createGzip({ level: gzipLevel });
  const [sealed] = await Promise.all([sealInto(blobs, gzip), pipeline(Readable.from(volume.chunks()), gzip)]);
  return sealed;
}

async function keepText(
  blobs: BlobStore,
  volume: ConvertedVolume,
  extension: string,
  text: string,
  madeBy: string,
): Promise<KeptFile> {
  const sealed = await sealInto(blobs, Readable.from([Buffer.from(text, 'utf8')]));
  return {
    format: 'nifti-sidecar',
    name: `${volume.name}${extension}`,
    blobSha256: sealed.sha256,
    sizeBytes: sealed.sizeBytes,
    properties: { of: `${volume.name}.nii.gz` },
    madeBy,
  };
}

/** Stores a volume, compressed, with its sidecar and gradient table. Files are durable when it resolves. */
export async function keepVolume(
  blobs: BlobStore,
  volume: ConvertedVolume,
  madeBy: string,
): Promise<KeptFile[]> {
  const { name, dimensions, timePoints, voxelSizesMm, affine, warnings, gradients } = volume;
  const sealed = await sealGzip(blobs, volume);
  const nifti: KeptFile = {
    format: 'nifti',
    name: `${name}.nii.gz`,
    blobSha256: sealed.sha256,
    sizeBytes: sealed.sizeBytes,
    properties: { dimensions, timePoints, voxelSizesMm, affine, warnings },
    madeBy,
  };
  const texts: [string, string][] = [['.json', `${JSON.stringify(volume.sidecar, null, 2)}\n`]];
  if (gradients) texts.push(['.bval', gradients.bval], ['.bvec', gradients.bvec]);
  const kept = [nifti];
  for (const [extension, text] of texts) kept.push(await keepText(blobs, volume, extension, text, madeBy));
  return kept;
}
