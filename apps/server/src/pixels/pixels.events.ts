import { z } from 'zod';
import { defineEvent } from '../kernel/events/index.ts';

/** The search for text in an arrival's pixels, or a mask of it, went on. */
export const pixelsChanged = defineEvent({
  type: 'pixels.intake.changed',
  version: 1,
  data: z.object({ intakeId: z.uuid(), seriesId: z.uuid(), state: z.string() }),
  description:
    'The search for text in the pixels of an arrival, or a mask on it, went on, ended or was asked for.',
});
