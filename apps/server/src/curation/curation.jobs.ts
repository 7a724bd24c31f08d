import { z } from 'zod';
import { defineJob } from '../kernel/jobs/index.ts';

/** Makes a decision effective when the time to undo is over. */
export const takeEffectJob = defineJob({
  name: 'curation.take-effect',
  payload: z.object({ caseId: z.uuid(), version: z.number().int() }),
  maxAttempts: 25,
});
