import { z } from 'zod';
import { defineJob } from '../kernel/jobs/index.ts';

/** Classifies a series: by the instances of an arrival under review, or by the released ones. */
export const classifySeriesJob = defineJob({
  name: 'classification.classify-series',
  payload: z.object({ projectId: z.uuid(), seriesId: z.uuid(), intakeId: z.uuid().nullable() }),
  maxAttempts: 10,
});
