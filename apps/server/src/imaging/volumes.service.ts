import type { Archive } from '../archive/index.ts';
import type { BlobStore } from '../kernel/blobs/index.ts';
import type { ProjectId } from '../kernel/ids/index.ts';
import { problem } from '../kernel/problems/index.ts';
import { nothingToShow, notRenderable } from './imaging.problems.ts';
import type { Window } from './presentation/presentation.ts';
import { createByteCache } from './render/byte-cache.ts';
import { settled } from './render/pool-answer.ts';
import type { RenderedImage } from './render/render.ts';
import type { RenderPool } from './render/render-pool.ts';
import { readVolume, type VolumeResult } from './volume/volume.ts';
import { type SlicePlane, sliceCounts, volumeWindow } from './volume/volume-slice.ts';

export interface VolumesDeps {
  blobs: BlobStore;
  downloads: Archive['downloads'];
  pool: RenderPool;
  cacheBytes: number;
}

export interface SliceRequest {
  readonly plane: SlicePlane;
  /** From 0. */
  readonly index: number;
  readonly timePoint: number;
  readonly window: Window | undefined;
  readonly sizePx: number | undefined;
  readonly fileId: string | undefined;
}

type Loaded = VolumeResult & { readonly window?: Window };

/** Orthogonal slices of converted volumes, for viewers without WebGL and for the inspector. */
export function createVolumes({ blobs, downloads, pool, cacheBytes }: VolumesDeps) {
  const maxVolumeBytes = Math.floor(cacheBytes / 2);
  const cache = createByteCache<Loaded>({
    maxBytes: cacheBytes,
    sizeOf: (loaded) => (loaded.kind === 'volume' ? loaded.volume.voxels.byteLength : 64),
  });

  async function findFile(projectId: ProjectId, seriesId: string, fileId: string | undefined) {
    const { items } = await downloads.fileList(projectId, seriesId);
    return items.find(({ id, format }) => format === 'nifti' && (fileId === undefined || id === fileId));
  }

  type File = NonNullable<Awaited<ReturnType<typeof findFile>>>;

  async function read(file: File, timePoint: number): Promise<Loaded> {
    const result = await readVolume(
      blobs.read(file.blobSha256),
      file.name.endsWith('.gz'),
      timePoint,
      maxVolumeBytes,
    );
    return result.kind === 'volume' ? { ...result, window: volumeWindow(result.volume) } : result;
  }

  // A volume that fits as a whole is kept once for all its time points.
  async function load(file: File, timePoint: number): Promise<Loaded> {
    const key = file.blobSha256.toString('hex');
    const first = await cache.get(`${key}:0`, () => read(file, 0));
    if (first.kind !== 'volume' || timePoint < first.volume.timePoints) return first;
    return cache.get(`${key}:${timePoint}`, () => read(file, timePoint));
  }

  /** What a viewer needs to know before it asks for slices. */
  async function describe(projectId: ProjectId, seriesId: string, fileId: string | undefined) {
    const file = await findFile(projectId, seriesId, fileId);
    if (file === undefined)
      return { available: false as const, reason: 'The series has not been converted to a volume.' };
    const loaded = await load(file, 0);
    if (loaded.kind === 'unsupported') return { available: false as const, reason: loaded.reason };
    const { header } = loaded.volume;
    return {
      available: true as const,
      fileId: file.id,
      dimensions: [...header.dimensions],
      voxelSizesMm: [...header.voxelSizesMm],
      timePoints: header.timePoints,
      planes: sliceCounts(header),
      window: loaded.window ?? { center: 0, width: 1 },
    };
  }

  /** A slice as webp. @throws imaging/nothing-to-show, imaging/not-renderable */
  async function renderSlice(
    projectId: ProjectId,
    seriesId: string,
    request: SliceRequest,
    signal?: AbortSignal,
  ): Promise<RenderedImage> {
    const file = await findFile(projectId, seriesId, request.fileId);
    if (file === undefined)
      throw problem(nothingToShow, { detail: 'The series has not been converted to a volume.' });
    const loaded = await load(file, request.timePoint);
    if (loaded.kind === 'unsupported') throw problem(notRenderable, { detail: loaded.reason });
    const { header } = loaded.volume;
    const count = sliceCounts(header)[request.plane];
    if (request.index >= count || request.timePoint >= header.timePoints)
      throw problem(nothingToShow, {
        detail: `There are ${count} ${request.plane} slices and ${header.timePoints} time points, numbered from 0.`,
      });
    const { plane, index, timePoint, sizePx } = request;
    const window = request.window ?? loaded.window ?? { center: 0, width: 1 };
    const options = { format: 'webp', ...(sizePx === undefined ? {} : { sizePx }) } as const;
    const task = { kind: 'slice', volume: loaded.volume, plane, index, timePoint, window, options } as const;
    const picture = settled(await pool.run(task, signal));
    if (picture.kind === 'unsupported') throw problem(notRenderable, { detail: picture.reason });
    return picture;
  }

  return { describe, renderSlice };
}
