import { z } from 'zod';
import { pageOf, pageQuery } from '../../kernel/http/index.ts';
import { caseFinding } from '../curation.schema.ts';
import { releasedVerdicts } from './released-verdict.ts';

export const releasedFindings = z
  .object({
    caseId: z.uuid(),
    version: z.number().int(),
    state: z.enum(['open', 'first-acknowledged', 'acknowledged', 'withdrawn', 'gone']),
    seriesId: z.uuid(),
    subjectCode: z.string(),
    seriesDescription: z.string().nullable(),
    modality: z.string().nullable(),
    instanceCount: z.number().int(),
    foundAt: z.iso.datetime(),
    findings: z.array(caseFinding),
    takesTwo: z.boolean().describe('An identifier of the patient: two persons must say that it may stay'),
    why: z.string().nullable().describe('Why you may not acknowledge it; null: you may'),
    whyNotWithdraw: z.string().nullable().describe('Why it cannot be sent back now; null: it can'),
    waitingCaseId: z
      .uuid()
      .nullable()
      .describe('The case of more of this series, to be decided on before it can be sent back'),
    firstByName: z.string().nullable(),
    decidedByName: z.string().nullable(),
    decidedAt: z.iso.datetime().nullable(),
    reason: z.string().nullable(),
  })
  .meta({
    id: 'ReleasedFindings',
    description: 'What was found in a released series after its images were replaced.',
  });

export const releasedQuery = pageQuery.extend({ state: z.enum(['open', 'decided']).default('open') });
export const releasedPage = pageOf(releasedFindings).extend({ openCount: z.number().int() });
export const releasedBody = z.object({
  verdict: z.enum(releasedVerdicts),
  version: z.number().int(),
  reason: z.string().trim().max(2000).optional(),
});
