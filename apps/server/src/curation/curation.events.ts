import { z } from 'zod';
import { defineEvent } from '../kernel/events/index.ts';

const ofCase = z.object({ caseId: z.uuid(), seriesId: z.uuid() });

/** A series waits for a reviewer, or waits again because more of it came. */
export const caseOpened = defineEvent({
  type: 'curation.case.opened',
  version: 1,
  data: ofCase.extend({ instanceCount: z.number().int() }),
  description: 'A series waits for review. Told again when instances came late.',
});

/** A reviewer decided, or took a decision back. */
export const caseDecided = defineEvent({
  type: 'curation.case.decided',
  version: 1,
  data: ofCase.extend({ verdict: z.enum(['approve', 'reject', 'undo']) }),
  description:
    'A reviewer decided on a series, or took the decision back. It takes effect after the time to undo.',
});

/** A series left quarantine: everybody who may read the project sees it. */
export const seriesReleased = defineEvent({
  type: 'curation.series.released',
  version: 1,
  data: ofCase.extend({ intakeId: z.uuid(), instanceCount: z.number().int() }),
  description: 'Instances of a series left quarantine and can be seen.',
});

/** A series was rejected. */
export const seriesRejected = defineEvent({
  type: 'curation.series.rejected',
  version: 1,
  data: ofCase.extend({ intakeId: z.uuid() }),
  description: 'Instances of a series were rejected and stay hidden.',
});

/** A released series went back to quarantine: nobody but reviewers sees it. */
export const seriesWithdrawn = defineEvent({
  type: 'curation.series.withdrawn',
  version: 1,
  data: ofCase.extend({ intakeId: z.uuid() }),
  description: 'Released instances of a series were sent back to quarantine: they can be seen no more.',
});

/** Something was found in a released series, or decided about it. */
export const releasedFindingsChanged = defineEvent({
  type: 'curation.released-findings.changed',
  version: 1,
  data: ofCase.extend({
    state: z.enum(['open', 'first-acknowledged', 'acknowledged', 'withdrawn', 'gone']),
  }),
  description:
    'In a released series whose images were replaced something was found that nobody saw at its release, or a reviewer decided about it.',
});
