import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type NiftiHeader, niftiHeaderBytes, readNiftiHeader } from './nifti-header.ts';

/** Voxels in memory that render workers share with the main thread: slices are cut out without copying the volume. */
export interface Volume {
  readonly header: NiftiHeader;
  /** The time point that `voxels` begins with. */
  readonly firstTimePoint: number;
  readonly timePoints: number;
  readonly voxels: SharedArrayBuffer;
}

export type VolumeResult =
  | { readonly kind: 'volume'; readonly volume: Volume }
  | { readonly kind: 'unsupported'; readonly reason: string };

/** Bytes of one time point. */
export function volumeBytes({ dimensions, bytesPerVoxel }: NiftiHeader): number {
  return dimensions[0] * dimensions[1] * dimensions[2] * bytesPerVoxel;
}

async function* chunksOf(stream: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of stream) yield chunk as Buffer;
}

interface Reading {
  header: NiftiHeader;
  first: number;
  count: number;
  voxels: Uint8Array;
}

function plan(header: NiftiHeader, timePoint: number, maxBytes: number): Reading | string {
  const one = volumeBytes(header);
  if (timePoint < 0 || timePoint >= header.timePoints) return `There are ${header.timePoints} time points`;
  if (one > maxBytes) return `A volume of ${one} bytes is larger than the limit of ${maxBytes}`;
  // All time points when they fit, so that going through them costs one decompression; else the one asked for.
  const isWhole = one * header.timePoints <= maxBytes;
  const [first, count] = isWhole ? [0, header.timePoints] : [timePoint, 1];
  return { header, first, count, voxels: new Uint8Array(new SharedArrayBuffer(one * count)) };
}

/** Takes the decompressed file chunk by chunk; done when `wanted` bytes of voxels are there, or with the reason why not. */
function createVolumeFiller(timePoint: number, maxBytes: number) {
  let head = Buffer.alloc(0);
  let reading: Reading | undefined;
  let position = 0; // of the next byte in the decompressed file
  let filled = 0;

  function copy({ header, first, voxels }: Reading, bytes: Buffer): void {
    const begin = header.voxelOffset + first * volumeBytes(header);
    const from = Math.max(0, begin - position);
    if (from < bytes.length) {
      const part = bytes.subarray(from, from + voxels.length - filled);
      voxels.set(part, filled);
      filled += part.length;
    }
    position += bytes.length;
  }

  return {
    /** @returns a reason to stop: 'full', or why the file cannot be shown */
    add(chunk: Buffer): 'full' | { reason: string } | undefined {
      if (reading === undefined) {
        head = Buffer.concat([head, chunk]);
        if (head.length < niftiHeaderBytes) return undefined;
        const header = readNiftiHeader(head);
        const planned = typeof header === 'string' ? header : plan(header, timePoint, maxBytes);
        if (typeof planned === 'string') return { reason: planned };
        reading = planned;
        copy(reading, head);
      } else copy(reading, chunk);
      return filled === reading.voxels.length ? 'full' : undefined;
    },
    volume(): VolumeResult {
      if (reading === undefined || filled < reading.voxels.length)
        return { kind: 'unsupported', reason: 'The file ends before its voxels do' };
      const { header, first: firstTimePoint, count: timePoints, voxels } = reading;
      return {
        kind: 'volume',
        volume: { header, firstTimePoint, timePoints, voxels: voxels.buffer as SharedArrayBuffer },
      };
    },
  };
}

/**
 * Reads a NIfTI volume from a stream, gzip or not, holding no more than the voxels asked for.
 * @param maxBytes of voxels that may be held
 */
export async function readVolume(
  file: Readable,
  isGzip: boolean,
  timePoint: number,
  maxBytes: number,
): Promise<VolumeResult> {
  const stream = isGzip ? file.pipe(createGunzip()) : file;
  file.once('error', (error) => stream.destroy(error));
  const filler = createVolumeFiller(timePoint, maxBytes);
  try {
    for await (const chunk of chunksOf(stream)) {
      const stop = filler.add(chunk);
      if (stop === 'full') break;
      if (stop !== undefined) return { kind: 'unsupported', reason: stop.reason };
    }
    return filler.volume();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_') !== true) throw error;
    return { kind: 'unsupported', reason: 'The file is not a sound gzip stream' };
  } finally {
    stream.destroy();
    file.destroy();
  }
}
