import { z } from 'zod';
import { defineEvent } from '../kernel/events/index.ts';

const intake = z.object({
  intakeId: z.uuid(),
  seriesId: z.uuid(),
  examId: z.uuid(),
  subjectId: z.uuid(),
});

/** Instances of a series began to arrive. */
export const intakeOpened = defineEvent({
  type: 'archive.intake.opened',
  version: 1,
  data: intake,
  description: 'Instances of a series began to arrive.',
});

/** A series went quiet: it waits for review. Told again when late instances have joined it. */
export const intakeQuarantined = defineEvent({
  type: 'archive.intake.quarantined',
  version: 1,
  data: intake.extend({ instanceCount: z.number().int() }),
  description:
    'No more instances came for a while: the arrival waits for review. Told again when late instances joined it.',
});

/** Something came that no route matches or that could not be understood. */
export const objectHeld = defineEvent({
  type: 'archive.object.held',
  version: 1,
  data: z.object({ heldId: z.uuid(), reason: z.string() }),
  description: 'An object was put into the held area.',
});

/** A derived file of a series (NIfTI, sidecar) was added. */
export const seriesFileAdded = defineEvent({
  type: 'archive.series-file.added',
  version: 1,
  data: z.object({ seriesId: z.uuid(), fileId: z.uuid(), format: z.string() }),
  description: 'A derived file of a series was added.',
});

/** Instances of a series have new versions: what was derived from the old ones is out of date. */
export const seriesReplaced = defineEvent({
  type: 'archive.series.replaced',
  version: 1,
  data: z.object({
    seriesId: z.uuid(),
    batchId: z.uuid(),
    cause: z.object({
      kind: z.enum(['pixel-mask', 'value-decision', 're-run', 'identity', 'defacing']),
      id: z.uuid(),
    }),
    instanceCount: z.number().int(),
    /** Some of the instances are released. */
    released: z.boolean(),
    /** The arrival under review that others of them are in. */
    intakeId: z.uuid().nullable(),
    /** The old versions are removed, and so must be all that was made of them. */
    discarded: z.boolean(),
  }),
  description:
    'Instances of a series were replaced by new versions, all at once. What was derived from the old ones is out of date.',
});
