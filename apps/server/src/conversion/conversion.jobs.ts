import { z } from 'zod';
import { defineJob } from '../kernel/jobs/index.ts';

/** Converts the released instances of a series. */
export const convertSeriesJob = defineJob({
  name: 'conversion.convert-series',
  payload: z.object({ conversionId: z.uuid(), projectId: z.uuid(), seriesId: z.uuid() }),
  maxAttempts: 5,
});
