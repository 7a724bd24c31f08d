import { setting, wholeNumber } from '../kernel/config/index.ts';

const mebibyte = 1024 * 1024;

/** How pixels are rendered, and how much memory that may take. */
export const imagingSettings = {
  renderThreads: setting({
    variable: 'PESSCARA_RENDER_THREADS',
    schema: wholeNumber(0, 0, 256),
    description: 'Threads that decode and render images. 0: one less than there are cores, at least one.',
  }),
  renderQueueLength: setting({
    variable: 'PESSCARA_RENDER_QUEUE_LENGTH',
    schema: wholeNumber(512, 1, 100_000),
    description: 'Images that wait for a thread at most; more are refused with “busy”.',
  }),
  renderTimeoutMs: setting({
    variable: 'PESSCARA_RENDER_TIMEOUT_MS',
    schema: wholeNumber(30_000, 100),
    description: 'An image whose rendering takes longer is given up, with its thread.',
  }),
  maxFrameSamples: setting({
    variable: 'PESSCARA_MAX_FRAME_SAMPLES',
    schema: wholeNumber(100_000_000, 1000),
    description: 'Largest frame that is decoded, as rows × columns × samples per pixel.',
  }),
  pictureCacheBytes: setting({
    variable: 'PESSCARA_PICTURE_CACHE_BYTES',
    schema: wholeNumber(64 * mebibyte, 0),
    description: 'Memory for rendered pictures that were asked for lately.',
  }),
  volumeCacheBytes: setting({
    variable: 'PESSCARA_VOLUME_CACHE_BYTES',
    schema: wholeNumber(512 * mebibyte, mebibyte),
    description:
      'Memory for decompressed volumes of which slices were asked for lately. A volume larger than half of it cannot be shown in slices.',
  }),
};
