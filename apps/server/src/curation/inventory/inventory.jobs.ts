import { z } from 'zod';
import { defineJob } from '../../kernel/jobs/index.ts';

/** Takes the values of an arrival into the inventory of its project. */
export const takeInventoryJob = defineJob({
  name: 'curation.take-inventory',
  payload: z.object({ intakeId: z.uuid() }),
  maxAttempts: 10,
});

/** The time to undo decisions that were taken together is over. */
export const applyValueDecisionsJob = defineJob({
  name: 'curation.apply-value-decisions',
  payload: z.object({ decisionIds: z.array(z.uuid()) }),
  maxAttempts: 10,
});

/** Removes and replaces in an arrival what decisions in force say; `causeId` names the versions that are made. */
export const followValueDecisionsJob = defineJob({
  name: 'curation.follow-value-decisions',
  payload: z.object({ intakeId: z.uuid(), causeId: z.uuid() }),
  maxAttempts: 10,
});

/** Puts back what decisions changed in an arrival that still waits for review. */
export const restoreValuesJob = defineJob({
  name: 'curation.restore-values',
  payload: z.object({ intakeId: z.uuid(), causeId: z.uuid(), decisionIds: z.array(z.uuid()) }),
  maxAttempts: 10,
});
