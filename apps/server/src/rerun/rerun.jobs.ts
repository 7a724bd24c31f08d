import { z } from 'zod';
import { defineJob } from '../kernel/jobs/index.ts';

/** Works on the next series of a run, some seconds long, and enqueues itself again. */
export const advanceRunJob = defineJob({
  name: 'rerun.advance',
  payload: z.object({ runId: z.uuid() }),
  maxAttempts: 25,
});
