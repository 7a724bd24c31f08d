import { z } from 'zod';
import { pageOf, pageQuery } from '../kernel/http/index.ts';
import { rejectReasons } from './verdict.ts';

const severity = z.enum(['high', 'medium', 'low']);

export const caseSummary = z
  .object({
    id: z.uuid(),
    version: z.number().int(),
    state: z.enum(['open', 'first-approved', 'approved', 'rejected', 'released', 'discarded']),
    risk: z.number().int(),
    subjectCode: z.string(),
    subjectId: z.uuid(),
    seriesId: z.uuid(),
    examId: z.uuid(),
    seriesDescription: z.string().nullable(),
    modality: z.string().nullable(),
    instanceCount: z.number().int(),
    channel: z.string(),
    callingAe: z.string().nullable(),
    importerName: z.string().nullable(),
    openedAt: z.iso.datetime(),
    decidedAt: z.iso.datetime().nullable(),
    effectiveAt: z.iso.datetime().nullable(),
    findingCount: z.number().int(),
    worstSeverity: severity.nullable(),
    assigneeId: z.uuid().nullable(),
  })
  .meta({ id: 'QuarantineCase', description: 'A series that waits, or waited, for review.' });

export const caseFinding = z.object({
  code: z.string(),
  severity,
  title: z.string(),
  detail: z.string(),
  count: z.number().int(),
  path: z.string().nullable(),
  instanceIds: z.array(z.uuid()),
  stopsRelease: z
    .boolean()
    .describe('An identifier of the patient: one person cannot release what it was found in'),
});

export const caseDetail = caseSummary
  .extend({
    findings: z.array(
      caseFinding.extend({
        answer: z
          .string()
          .nullable()
          .describe('What a person or the server did about it since it was found; null: nothing'),
      }),
    ),
    profile: z.object({ name: z.string(), version: z.number().int() }).nullable(),
    studyDate: z.string().nullable(),
    tags: z.array(z.string()),
    centre: z.string().nullable(),
    normalisedName: z.string().nullable(),
    policy: z.object({
      mayApprove: z.boolean(),
      why: z.string().nullable(),
      secondReviewer: z.boolean().describe('A release takes two persons'),
      isStopped: z.boolean().describe('The leak check found an identifier of the patient'),
      reasonNeeded: z.boolean().describe('An approval must now say why'),
      undoMs: z.number().int(),
    }),
    decisions: z.array(
      z.object({
        verdict: z.string(),
        reasonCode: z.string().nullable(),
        reason: z.string().nullable(),
        byName: z.string(),
        decidedAt: z.iso.datetime(),
      }),
    ),
    next: z.uuid().nullable(),
  })
  .meta({ id: 'QuarantineCaseDetail' });

export const queueQuery = pageQuery.extend({
  state: z.enum(['open', 'decided', 'all']).default('open'),
  sort: z.enum(['risk', 'opened', 'subject']).default('risk'),
  series: z.uuid().optional().meta({ description: 'Only the arrivals of this series.' }),
});

export const queue = pageOf(caseSummary).extend({
  counts: z.object({
    open: z.number().int(),
    firstApproved: z.number().int(),
    approved: z.number().int(),
    rejected: z.number().int(),
    released: z.number().int(),
    discarded: z.number().int(),
  }),
});

export const attributeQuery = z.object({
  instance: z.uuid().optional(),
  view: z.enum(['changed', 'kept', 'all']).default('changed'),
});

export const attributeList = z
  .object({
    instanceId: z.uuid(),
    instanceNumber: z.number().int().nullable(),
    instances: z.array(z.object({ id: z.uuid(), instanceNumber: z.number().int().nullable() })),
    rows: z.array(
      z.object({
        path: z.string(),
        tag: z.string(),
        keyword: z.string().nullable(),
        vr: z.string(),
        change: z.enum(['replaced', 'removed', 'emptied', 'shifted', 'remapped', 'cleaned', 'added', 'kept']),
        beforeMasked: z.string().nullable(),
        after: z.string().nullable(),
        rule: z.string(),
        toCheck: z.boolean(),
      }),
    ),
    counts: z.object({
      changed: z.number().int(),
      kept: z.number().int(),
      toCheck: z.number().int(),
      all: z.number().int(),
    }),
  })
  .meta({ id: 'AttributeReview' });

export const revealBody = z.object({ instanceId: z.uuid(), reason: z.string().min(3).max(1000) });
export const revealed = z.object({ rows: z.array(z.object({ path: z.string(), before: z.string() })) });

export const frameList = z
  .object({
    frames: z.array(
      z.object({
        instanceId: z.uuid(),
        frame: z.number().int(),
        instanceNumber: z.number().int().nullable(),
        flagged: z.boolean(),
        rows: z.number().int(),
        columns: z.number().int(),
      }),
    ),
    total: z.number().int(),
  })
  .meta({ id: 'ReviewFrames' });

const verdict = {
  verdict: z.enum(['approve', 'reject']),
  reasonCode: z.enum(rejectReasons).optional(),
  reason: z.string().max(2000).optional(),
};

export const decisionBody = z.object({ ...verdict, version: z.number().int() });
export const undoBody = z.object({ version: z.number().int() });
export const bulkBody = z.object({
  ...verdict,
  cases: z
    .array(z.object({ id: z.uuid(), version: z.number().int() }))
    .min(1)
    .max(500),
});
export const bulkResults = z.object({
  results: z.array(
    z.object({ id: z.uuid(), outcome: z.enum(['decided', 'refused']), detail: z.string().nullable() }),
  ),
});
