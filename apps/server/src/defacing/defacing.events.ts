import { z } from 'zod';
import { defineEvent } from '../kernel/events/index.ts';

/** What became of the face in an arrival. */
export const seriesDefaced = defineEvent({
  type: 'defacing.series.finished',
  version: 1,
  data: z.object({ seriesId: z.uuid(), intakeId: z.uuid(), state: z.string() }),
  description:
    'The face in an arrival under review was removed, could not be removed, is not there, or a reviewer decided on it.',
});
