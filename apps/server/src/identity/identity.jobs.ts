import { z } from 'zod';
import { defineJob } from '../kernel/jobs/index.ts';

/** Puts rows of clinical tables under patients who are known by now. */
export const matchRowsJob = defineJob({
  name: 'identity.match-rows',
  payload: z.object({ projectId: z.uuid() }),
  maxAttempts: 25,
});

/** Removes rows that waited too long for their patient; once a day. */
export const purgeRowsJob = defineJob({
  name: 'identity.purge-rows',
  payload: z.object({}),
  maxAttempts: 25,
});

/** Gives data keys to what was sealed before there were any, wraps data keys of retiring keys anew, and retires those keys. */
export const sealCrosswalkJob = defineJob({
  name: 'identity.seal-crosswalk',
  payload: z.object({}),
  maxAttempts: 25,
});

/** Destroys everything of those in a project who withdrew consent, when the time to undo is over. */
export const withdrawJob = defineJob({
  name: 'identity.withdraw',
  payload: z.object({ projectId: z.uuid() }),
  maxAttempts: 25,
});

/** Brings the stored objects of a project to what is known of who is who; with an exam, looks through that one as well. */
export const reassignJob = defineJob({
  name: 'identity.reassign',
  payload: z.object({ projectId: z.uuid(), examId: z.uuid().optional() }),
  maxAttempts: 25,
});
