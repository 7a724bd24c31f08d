import { z } from 'zod';
import { defineJob } from '../kernel/jobs/index.ts';

const payload = z.object({ intakeId: z.uuid(), runId: z.uuid() });

/** Removes the face from the instances of an arrival, or says why it did not. */
export const defaceJob = defineJob({
  name: 'defacing.deface',
  // The run that this one takes the place of may have left something half made.
  payload: payload.extend({ previousRunId: z.uuid().nullable() }),
  maxAttempts: 25,
});

/** Brings back what was there before, because a person asked for it. */
export const restoreJob = defineJob({ name: 'defacing.restore', payload, maxAttempts: 25 });

/** Removes the originals and pictures of a decided arrival. */
export const forgetJob = defineJob({
  name: 'defacing.forget',
  payload: z.object({ intakeId: z.uuid() }),
  maxAttempts: 25,
});
