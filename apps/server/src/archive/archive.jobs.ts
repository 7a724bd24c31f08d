import { z } from 'zod';
import { defineJob } from '../kernel/jobs/index.ts';

/** Ends a series' arrival when it has been quiet long enough. */
export const closeIntakeJob = defineJob({
  name: 'archive.close-intake',
  payload: z.object({ intakeId: z.uuid() }),
  maxAttempts: 25,
});

/** Removes blobs that no row names. */
export const sweepBlobsJob = defineJob({
  name: 'archive.sweep-blobs',
  payload: z.object({}),
  maxAttempts: 25,
});

/** Sends a held object through the receiver again, into the project that a person chose. */
export const routeHeldJob = defineJob({
  name: 'archive.route-held',
  payload: z.object({
    heldId: z.uuid(),
    projectId: z.uuid(),
    profileId: z.uuid().nullable(),
    tags: z.array(z.string()),
    centre: z.string().nullable(),
  }),
  maxAttempts: 10,
});

/** Removes blobs that were versions of instances and must not stay. */
export const discardBlobsJob = defineJob({
  name: 'archive.discard-blobs',
  payload: z.object({ sha256s: z.array(z.string()), step: z.enum(['set-aside', 'remove']) }),
  maxAttempts: 25,
});

/** Removes blobs at once, with what they left behind: of a person who withdrew consent. */
export const eraseBlobsJob = defineJob({
  name: 'archive.erase-blobs',
  payload: z.object({ sha256s: z.array(z.string()) }),
  maxAttempts: 25,
});

/** Removes the sealed bytes of a held object that was given up. */
export const removeHeldBytesJob = defineJob({
  name: 'archive.remove-held-bytes',
  payload: z.object({ vaultName: z.string() }),
  maxAttempts: 25,
});
