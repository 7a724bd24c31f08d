import { z } from 'zod';
import { imageFormats } from './render/render.ts';
import { slicePlanes } from './volume/volume-slice.ts';

/** `center,width`, in the values that the header's rescaling gives. */
const window = z
  .string()
  .max(64)
  .regex(/^-?[\d.]+(?:e[+-]?\d+)?,[\d.]+(?:e[+-]?\d+)?$/i, 'takes center,width, e.g. 40,400')
  .transform((text) => {
    const [center = 0, width = 1] = text.split(',').map(Number);
    return { center, width };
  })
  .refine(({ center, width }) => Number.isFinite(center) && width > 0, 'takes a width greater than 0')
  .describe('Window as center,width; absent: what the header says, else what the values need');

const size = z.coerce
  .number()
  .int()
  .min(16)
  .max(4096)
  .describe('Longest side in pixels; pictures are never enlarged');

export const seriesParams = z.object({ project: z.string(), id: z.uuid() });
export const frameParams = seriesParams.extend({ frame: z.coerce.number().int().min(1) });
export const sliceParams = seriesParams.extend({
  plane: z.enum(slicePlanes),
  index: z.coerce.number().int().min(0).max(65_535),
});

export const thumbnailQuery = z.object({ size: size.default(128) });
export const renderedQuery = z.object({
  size: size.optional(),
  window: window.optional(),
  format: z.enum(imageFormats).default('webp'),
});
export const volumeQuery = z.object({
  file: z.uuid().optional().describe('Which of the series’ volumes; absent: the first'),
});
export const sliceQuery = volumeQuery.extend({
  window: window.optional(),
  time: z.coerce.number().int().min(0).max(65_535).default(0),
  size: size.optional(),
});

export const seriesFrames = z
  .object({
    frames: z.array(
      z.object({
        instanceId: z.uuid(),
        frame: z.number().int(),
        instanceNumber: z.number().int().nullable(),
      }),
    ),
    total: z.number().int(),
  })
  .meta({ id: 'SeriesFrames', description: 'The frames of a series in order; at most 20,000 are listed.' });

const triple = z.array(z.number()).length(3);

export const volume = z
  .discriminatedUnion('available', [
    z.object({
      available: z.literal(true),
      fileId: z.uuid(),
      dimensions: triple,
      voxelSizesMm: triple,
      timePoints: z.number().int(),
      planes: z.object({ axial: z.number().int(), coronal: z.number().int(), sagittal: z.number().int() }),
      window: z.object({ center: z.number(), width: z.number() }),
    }),
    z.object({ available: z.literal(false), reason: z.string() }),
  ])
  .meta({ id: 'Volume', description: 'The converted volume of a series, for viewers that ask for slices.' });
