import { z } from 'zod';
import { filterQuery } from '../catalogue/index.ts';
import { profileDiff } from '../deidentification/index.ts';
import { pageOf, pageQuery } from '../kernel/http/index.ts';

export const runParams = z.object({ project: z.string(), run: z.uuid() });
const count = z.number().int();

export const scope = z
  .object({
    seriesIds: z.array(z.uuid()).min(1).max(10_000).optional().describe('These released series'),
    filter: filterQuery
      .optional()
      .describe('Or those that a filter of browse means; empty: all released series'),
  })
  .refine(({ seriesIds, filter }) => (seriesIds === undefined) !== (filter === undefined), {
    message: 'give seriesIds or filter',
  })
  .meta({ id: 'RerunScope' });
export type Scope = z.output<typeof scope>;

export const planBody = z.object({ profileId: z.uuid(), scope }).meta({ id: 'RerunPlanRequest' });
export const startBody = z
  .object({
    profileId: z.uuid(),
    scope,
    previous: z
      .enum(['keep', 'discard'])
      .default('keep')
      .describe('What becomes of the versions before: kept as lineage, or their bytes removed'),
    reason: z.string().trim().min(3).max(2000),
  })
  .meta({ id: 'RerunRequest' });

const version = z.object({ id: z.uuid(), name: z.string(), version: count });

export const plan = z
  .object({
    profile: version,
    series: count,
    instances: count,
    withOriginals: count.describe(
      'Instances whose original values are kept: for the others nothing can come back',
    ),
    groups: z
      .array(
        z.object({
          profile: version.describe('The profile that made them'),
          series: count,
          instances: count,
          withOriginals: count,
          diff: profileDiff
            .nullable()
            .describe('What changes for them; null when one of the two is a CTP script'),
        }),
      )
      .describe('By the profile that the instances were made by'),
  })
  .meta({ id: 'RerunPlan' });
export type Plan = z.input<typeof plan>;

export const run = z
  .object({
    id: z.uuid(),
    profile: version,
    scope,
    previous: z.enum(['keep', 'discard']),
    reason: z.string(),
    state: z.enum(['running', 'cancelled', 'finished']),
    startedAt: z.iso.datetime(),
    startedBy: z.string(),
    endedAt: z.iso.datetime().nullable(),
    series: z.object({ total: count, waiting: count, replaced: count, unchanged: count, kept: count }),
    instances: z.object({ replaced: count, fromOriginals: count }),
  })
  .meta({ id: 'Rerun', description: 'A profile applied again to archived series' });
export type Run = z.input<typeof run>;
export const runPage = pageOf(run).meta({ id: 'RerunPage' });

export const seriesStates = ['waiting', 'replaced', 'unchanged', 'kept'] as const;
export const resultQuery = pageQuery.extend({
  state: z.enum(seriesStates).optional().describe('Only series in this state'),
});
export const runSeries = z
  .object({
    seriesId: z.uuid(),
    subjectCode: z.string(),
    modality: z.string().nullable(),
    seriesNumber: count.nullable(),
    state: z.enum(seriesStates),
    reasonCode: z.string().nullable(),
    reason: z.string().nullable().describe('Why the series stays as it was, in words'),
    replacedCount: count,
    fromOriginalsCount: count.describe('The others were made from the archived version'),
    endedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'RerunSeries' });
export const runSeriesPage = pageOf(runSeries).meta({ id: 'RerunSeriesPage' });
