import { z } from 'zod';
import { defineEvent } from '../kernel/events/index.ts';

/** A clinical table was attached to subjects, or rows of one found their patients. */
export const tableAttached = defineEvent({
  type: 'identity.table.attached',
  version: 1,
  data: z.object({ tableId: z.uuid(), matchedCount: z.number().int() }),
  description:
    'Rows of a clinical table were put under subjects: at its upload, or when their patients arrived.',
});

/** Stored objects follow what was found out about who is who. */
export const subjectsReassigned = defineEvent({
  type: 'identity.subjects.reassigned',
  version: 1,
  data: z.object({ factId: z.uuid() }),
  description:
    'Exams, series, files and tables stand under the subjects that a finding says; the subject is the finding.',
});

/** A person withdrew consent, and everything of theirs is destroyed. */
export const consentWithdrawn = defineEvent({
  type: 'identity.consent.withdrawn',
  version: 1,
  data: z.object({ factId: z.uuid() }),
  description:
    'Images, files, table rows and keys of a person who withdrew consent are destroyed; the subject is the finding. Once more when more of theirs turned up.',
});
