import { z } from 'zod';
import { defineEvent } from '../kernel/events/index.ts';

export const seriesTagged = defineEvent({
  type: 'catalogue.series.tagged',
  version: 1,
  data: z.object({
    seriesCount: z.number().int(),
    /** The first hundred. */
    seriesIds: z.array(z.uuid()),
  }),
  description: 'Tags of series were set or changed, by one request; the subject is the project.',
});
