import { z } from 'zod';

const pixel = z.number().int();
const box = { left: pixel, top: pixel, width: pixel.min(1), height: pixel.min(1) };

const maskBox = z
  .object({
    ...box,
    instanceId: z.uuid().nullable().describe('Null: every image of the case with these rows and columns'),
    rows: pixel.nullable(),
    columns: pixel.nullable(),
    frame: z.number().int().min(1).nullable().describe('From 1; null: every frame'),
  })
  .meta({ id: 'PixelMaskBox', description: 'Pixels to be made black, from the left upper corner.' });

export const casePixels = z
  .object({
    search: z.object({
      state: z.enum(['waiting', 'scanning', 'cleaning', 'finished', 'not-needed', 'failed']),
      instanceCount: z.number().int(),
      instancesDone: z.number().int(),
      detail: z.string().nullable(),
    }),
    boxes: z.array(
      z.object({
        ...box,
        id: z.uuid(),
        instanceId: z.uuid(),
        frames: z.array(z.number().int()).describe('From 1; empty: every frame'),
        origin: z
          .enum(['text', 'device-signature', 'ultrasound-regions', 'overlay'])
          .describe('overlay: graphics over the image (60xx); masking removes the whole of it'),
        overlayGroup: z.number().int().nullable().describe('Of an overlay: 24576 is group 6000'),
        unreadFrames: z.number().int().describe('Frames of an overlay that were not searched for text'),
        kind: z
          .enum(['identity', 'unknown', 'harmless', 'region'])
          .describe('identity: the patient’s own; harmless: a mark that identifies nobody'),
        confidence: z.number(),
        state: z.enum(['proposed', 'dismissed', 'masked']),
        label: z
          .object({ role: z.enum(['fetus', 'twin', 'triplet']), designation: z.enum(['A', 'B', 'C', 'D']) })
          .nullable()
          .describe('The child among several that the text names; to be confirmed'),
      }),
    ),
    masks: z.array(
      z.object({
        id: z.uuid(),
        state: z.enum(['waiting', 'applying', 'applied', 'undone', 'failed']),
        isAutomatic: z.boolean().describe('Asked for by the profile'),
        instanceCount: z.number().int(),
        instancesDone: z.number().int(),
        detail: z.string().nullable(),
        boxes: z.array(maskBox),
        overlays: z
          .array(z.uuid())
          .describe('Overlays, among the boxes that were found, that are removed whole'),
        effectiveAt: z.iso.datetime(),
      }),
    ),
  })
  .meta({
    id: 'CasePixels',
    description: 'Text found in the pixels of a case, without its words, and masks.',
  });

export const maskBody = z.object({
  boxes: z.array(maskBox).max(1000).default([]),
  accepted: z.array(z.uuid()).max(10_000).default([]).describe('Found boxes that are to be masked'),
});
export const judgementBody = z.object({
  boxes: z.array(z.uuid()).min(1).max(10_000),
  dismissed: z.boolean(),
});
export const textRevealBody = z.object({ reason: z.string().min(3).max(1000) });
export const readTexts = z.object({ rows: z.array(z.object({ id: z.uuid(), text: z.string() })) });
