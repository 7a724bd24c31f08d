import { z } from 'zod';

export const seriesParams = z.object({ project: z.string(), id: z.uuid() });

const volume = z.object({
  fileId: z.uuid(),
  name: z.string(),
  dimensions: z.array(z.number()),
  voxelSizesMm: z.array(z.number()),
  timePoints: z.number().int(),
  sizeBytes: z.number().int(),
  warnings: z
    .array(z.string())
    .describe(
      'mosaic-slices-counted: how many slices the volume has was told by its empty tiles; several-volumes: the series made more than one',
    ),
});

export const conversion = z
  .object({
    state: z.enum(['none', 'waiting', 'running', 'converted', 'not-convertible', 'failed', 'superseded']),
    converter: z.string().nullable(),
    reason: z.string().nullable(),
    detail: z.string().nullable().describe('In words for a person'),
    startedAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
    volumes: z.array(volume),
  })
  .meta({
    id: 'Conversion',
    description: 'How the conversion of a series to NIfTI stands, and what came of it',
  });

/** What a stored volume's properties hold. */
export const volumeProperties = z.object({
  dimensions: z.array(z.number()),
  voxelSizesMm: z.array(z.number()),
  timePoints: z.number().int(),
  warnings: z.array(z.string()).default([]),
});
