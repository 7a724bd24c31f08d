import { z } from 'zod';
import { defineEvent } from '../kernel/events/index.ts';

/** An arrival was searched for identifiers of its patient: it can be reviewed. */
export const intakeChecked = defineEvent({
  type: 'leaks.intake.checked',
  version: 1,
  data: z.object({
    intakeId: z.uuid(),
    seriesId: z.uuid(),
    state: z.enum(['done', 'failed']),
    high: z.number().int(),
    medium: z.number().int(),
    low: z.number().int(),
  }),
  description:
    'An arrival was searched for identifiers of its patient, after it went quiet or after its instances were replaced.',
});
