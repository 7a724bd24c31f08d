import { z } from 'zod';
import { defineEvent } from '../kernel/events/index.ts';

/** What a series is was found by the rules, or said by a person. */
export const seriesClassified = defineEvent({
  type: 'classification.series.classified',
  version: 1,
  data: z.object({
    seriesId: z.uuid(),
    source: z.enum(['rules', 'person']),
    plane: z.string().nullable(),
    weighting: z.string().nullable(),
    contrast: z.string().nullable(),
  }),
  description: 'What a series shows was found by the rules, or corrected by a person.',
});
