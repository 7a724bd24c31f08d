import { z } from 'zod';
import { defineJob } from '../kernel/jobs/index.ts';

/** Searches some instances of an arrival for text, and goes on with another job until all are searched. */
export const searchTextJob = defineJob({
  name: 'pixels.search-text',
  payload: z.object({ intakeId: z.uuid(), version: z.number().int() }),
  maxAttempts: 10,
});

/** Makes the boxes of a mask black when the time to take it back is over. */
export const applyMaskJob = defineJob({
  name: 'pixels.apply-mask',
  payload: z.object({ maskId: z.uuid() }),
  maxAttempts: 10,
});
