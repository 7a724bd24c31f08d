import { z } from 'zod';
import { defineJob } from '../kernel/jobs/index.ts';

/** Makes a decision effective when the time to undo is over. */
export const takeEffectJob = defineJob({
  name: 'curation.take-effect',
  payload: z.object({ caseId: z.uuid(), version: z.number().int() }),
  maxAttempts: 25,
});

/** Removes what was rejected when the time to change one's mind is over. */
export const removeRejectedJob = defineJob({
  name: 'curation.remove-rejected',
  payload: z.object({ caseId: z.uuid(), version: z.number().int() }),
  maxAttempts: 25,
});

const blobs = z.object({ sha256s: z.array(z.string()) });

/** Sets blobs aside that nothing names any more. */
export const setBlobsAsideJob = defineJob({
  name: 'curation.set-blobs-aside',
  payload: blobs,
  maxAttempts: 25,
});

/** Removes blobs that were set aside, or takes those back that something named meanwhile. */
export const removeBlobsJob = defineJob({ name: 'curation.remove-blobs', payload: blobs, maxAttempts: 25 });
