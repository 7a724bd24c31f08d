import { z } from 'zod';
import { defineEvent } from '../kernel/events/index.ts';

/** A clinical table was attached to subjects, or rows of one found their patients. */
export const tableAttached = defineEvent({
  type: 'identity.table.attached',
  version: 1,
  data: z.object({ tableId: z.uuid(), matchedCount: z.number().int() }),
  description:
    'Rows of a clinical table were put under subjects: at its upload, or when their patients arrived.',
});
