import { z } from 'zod';
import { defineEvent } from '../kernel/events/index.ts';

/** A run went on, was cancelled or came to its end. */
export const runProgressed = defineEvent({
  type: 'rerun.run.progressed',
  version: 1,
  data: z.object({
    runId: z.uuid(),
    state: z.enum(['running', 'cancelled', 'finished']),
    done: z.number().int(),
    total: z.number().int(),
  }),
  description: 'A profile is being applied again to archived series: how far it is.',
});
