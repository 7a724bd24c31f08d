import type { Archive, Frames, StoredInstance } from '../archive/index.ts';
import { findInstance } from '../archive/index.ts';
import type { BlobStore } from '../kernel/blobs/index.ts';
import type { Database } from '../kernel/db/index.ts';
import { problem } from '../kernel/problems/index.ts';
import type { TaskFailure } from './codecs/frame-input.ts';
import { readPixelFormat } from './codecs/image-pixel-module.ts';
import { nothingToShow } from './imaging.problems.ts';
import { selectInstanceFrames, selectMiddleInstanceId } from './imaging.repository.ts';
import { overlaysOver } from './presentation/overlay-drawing.ts';
import { readPresentation } from './presentation/presentation.ts';
import { createByteCache } from './render/byte-cache.ts';
import type { MaskedFrame, MaskOrder } from './render/masked-frame.ts';
import { settled } from './render/pool-answer.ts';
import type { RenderedImage, RenderOptions } from './render/render.ts';
import type { RenderPool } from './render/render-pool.ts';
import type { DecodedBytes } from './render/render-task.ts';
import { createVolumes } from './volumes.service.ts';

export interface ImagingDeps {
  db: Database;
  blobs: BlobStore;
  archive: Pick<Archive, 'frames' | 'downloads'>;
  pool: RenderPool;
  config: { maxFrameSamples: number; pictureCacheBytes: number; volumeCacheBytes: number };
}

const maxFramesListed = 20_000;
// Pictures up to this side are kept: thumbnails and montages, which are asked for again and again.
const keptPicturePx = 512;
const rememberedHeaders = 16;

/** Pictures of frames and volumes. Decoding and encoding happen on the pool's threads. */
export function createImaging({ db, blobs, archive, pool, config }: ImagingDeps) {
  const pictures = createByteCache<RenderedImage | TaskFailure>({
    maxBytes: config.pictureCacheBytes,
    sizeOf: (picture) => (picture.kind === 'rendered' ? picture.bytes.byteLength + 512 : 512),
  });
  const volumes = createVolumes({
    blobs,
    downloads: archive.downloads,
    pool,
    cacheBytes: config.volumeCacheBytes,
  });
  // Headers of multi-frame objects are large, and their frames are asked for one after the other.
  const opened = new Map<string, Promise<Frames>>();

  function open(instance: StoredInstance): Promise<Frames> {
    if (instance.frameCount <= 1) return archive.frames(instance);
    const key = instance.blobSha256.toString('hex');
    const known = opened.get(key);
    opened.delete(key);
    const frames = known ?? archive.frames(instance);
    opened.set(key, frames);
    frames.catch(() => opened.delete(key));
    if (opened.size > rememberedHeaders) opened.delete(opened.keys().next().value as string);
    return frames;
  }

  async function frameOf(instance: StoredInstance, number: number) {
    const frames = await open(instance);
    if (frames.kind === 'none') return { kind: 'unsupported', reason: frames.reason } as const;
    const stored = await frames.read(number);
    if (stored === undefined)
      return { kind: 'unsupported', reason: `Frames go from 1 to ${frames.count}.` } as const;
    return {
      kind: 'frame',
      header: frames.header,
      frame: {
        ...stored,
        transferSyntaxUid: frames.transferSyntaxUid,
        format: readPixelFormat(frames.header),
        maxFrameSamples: config.maxFrameSamples,
      },
    } as const;
  }

  async function renderNow(
    instance: StoredInstance,
    number: number,
    options: RenderOptions,
    signal?: AbortSignal,
  ) {
    const found = await frameOf(instance, number);
    if (found.kind === 'unsupported') return found;
    const presentation = readPresentation(found.header, number - 1);
    const overlays = options.showsOverlays === true ? overlaysOver(found.header, number) : [];
    const task = { kind: 'render', frame: found.frame, presentation, options, overlays } as const;
    return settled(await pool.run(task, signal));
  }

  /**
   * A picture of a frame, numbered from 1. What cannot be shown is an answer, with the reason.
   * @throws kernel/unavailable when too much is being rendered
   */
  async function renderFrame(
    instance: StoredInstance,
    number: number,
    options: RenderOptions,
    signal?: AbortSignal,
  ): Promise<RenderedImage | TaskFailure> {
    const { sizePx, window, format, quality, showsOverlays = false } = options;
    if (sizePx === undefined || sizePx > keptPicturePx) return renderNow(instance, number, options, signal);
    const shown = [number, format, sizePx, quality, window?.center, window?.width, showsOverlays].join();
    // Shared by all who ask for it at once: nobody's leaving may cancel it.
    return pictures.get(`${instance.blobSha256.toString('hex')}:${shown}`, () =>
      renderNow(instance, number, options),
    );
  }

  /** A frame decoded to its native form: little endian, Planar Configuration as its header states. */
  async function decodeFrame(
    instance: StoredInstance,
    number: number,
    signal?: AbortSignal,
  ): Promise<DecodedBytes | TaskFailure> {
    const found = await frameOf(instance, number);
    if (found.kind === 'unsupported') return found;
    return settled(await pool.run({ kind: 'decode', frame: found.frame }, signal));
  }

  /** A compressed frame with boxes made black, encoded anew without loss. */
  async function maskFrame(
    instance: StoredInstance,
    number: number,
    order: MaskOrder,
  ): Promise<MaskedFrame | TaskFailure> {
    const found = await frameOf(instance, number);
    if (found.kind === 'unsupported') return found;
    return settled(await pool.run({ kind: 'mask', frame: found.frame, order }));
  }

  /** A released instance of the project, which a picture may be made of. @throws imaging/nothing-to-show */
  async function visibleInstance(projectId: string, instanceId: string): Promise<StoredInstance> {
    const instance = await findInstance(db, { kind: 'released', projectId }, instanceId);
    if (instance === undefined)
      throw problem(nothingToShow, { detail: 'The instance does not exist, or is not released.' });
    return instance;
  }

  /** The instance, and the frame of it, that stand for a series. @throws imaging/nothing-to-show */
  async function seriesPicture(
    projectId: string,
    seriesId: string,
  ): Promise<{ instance: StoredInstance; frame: number }> {
    const id = await selectMiddleInstanceId(db, projectId, seriesId);
    if (id === undefined)
      throw problem(nothingToShow, {
        detail: 'The series does not exist, is not released, or has no pixels.',
      });
    const instance = await visibleInstance(projectId, id);
    return { instance, frame: Math.floor(instance.frameCount / 2) + 1 };
  }

  /** The frames of a released series in order. */
  async function seriesFrames(projectId: string, seriesId: string) {
    const instances = await selectInstanceFrames(db, projectId, seriesId, maxFramesListed);
    const frames: { instanceId: string; frame: number; instanceNumber: number | null }[] = [];
    for (const { instanceId, instanceNumber, frameCount } of instances)
      for (let frame = 1; frame <= frameCount && frames.length < maxFramesListed; frame++)
        frames.push({ instanceId, frame, instanceNumber });
    return { frames, total: instances.reduce((sum, { frameCount }) => sum + frameCount, 0) };
  }

  return {
    renderFrame,
    decodeFrame,
    maskFrame,
    visibleInstance,
    seriesPicture,
    seriesFrames,
    volumes,
    close: () => pool.close(),
  };
}

export type Imaging = ReturnType<typeof createImaging>;
