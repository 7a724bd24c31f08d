import { z } from 'zod';
import { defineEvent } from '../kernel/events/index.ts';

/** A released series was converted, or it was found that it cannot be. */
export const seriesConverted = defineEvent({
  type: 'conversion.series.converted',
  version: 1,
  data: z.object({
    seriesId: z.uuid(),
    conversionId: z.uuid(),
    state: z.enum(['converted', 'not-convertible', 'failed']),
    volumeCount: z.number().int(),
  }),
  description: 'The conversion of a released series to volumes ended.',
});
