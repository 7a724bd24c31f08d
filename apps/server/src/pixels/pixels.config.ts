import { harmlessMarks, textModalities } from '@pesscara/pixel-cleaning';
import { z } from 'zod';
import { setting, wholeNumber } from '../kernel/config/index.ts';

const words = (fallback: readonly string[]) =>
  z
    .string()
    .default(fallback.join(' '))
    .transform((text) =>
      text
        .toUpperCase()
        .split(/[\s]+/)
        .filter((word) => word !== ''),
    );

/** How text in pixels is looked for, and what a mask waits for. */
export const pixelsSettings = {
  textModalities: setting({
    variable: 'PESSCARA_TEXT_MODALITIES',
    schema: words(textModalities),
    description: 'Modalities whose images are searched for text when they arrive, separated by spaces.',
  }),
  harmlessMarks: setting({
    variable: 'PESSCARA_HARMLESS_MARKS',
    schema: words(harmlessMarks),
    description: 'Words in pixels that identify nobody, separated by spaces: sides, units, scales.',
  }),
  textThreads: setting({
    variable: 'PESSCARA_TEXT_THREADS',
    schema: wholeNumber(1, 1, 64),
    description: 'Threads that read text in pixels. Each needs about 300 MB while it reads.',
  }),
  textTimeoutMs: setting({
    variable: 'PESSCARA_TEXT_TIMEOUT_MS',
    schema: wholeNumber(120_000, 1000),
    description: 'A frame whose text takes longer to read is given up, with its thread.',
  }),
  textFramesRead: setting({
    variable: 'PESSCARA_TEXT_FRAMES_READ',
    schema: wholeNumber(24, 1, 10_000),
    description:
      'Frames of an instance up to which every different one is read. Of longer ones those whose border changed are.',
  }),
  overlayFramesRead: setting({
    variable: 'PESSCARA_OVERLAY_FRAMES_READ',
    schema: wholeNumber(200, 1, 10_000),
    description:
      'Different frames of an overlay that are read. What is beyond is told as not searched, and takes two persons to release.',
  }),
  maskUndoMs: setting({
    variable: 'PESSCARA_MASK_UNDO_MS',
    schema: wholeNumber(10_000, 0, 3_600_000),
    description: 'A mask can be taken back for this long before pixels are changed.',
  }),
};
