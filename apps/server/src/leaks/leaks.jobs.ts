import { z } from 'zod';
import { defineJob } from '../kernel/jobs/index.ts';

/** Searches an arrival for identifiers of its patient. */
export const checkIntakeJob = defineJob({
  name: 'leaks.check-intake',
  payload: z.object({ intakeId: z.uuid() }),
  maxAttempts: 5,
});
