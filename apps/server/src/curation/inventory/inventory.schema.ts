import { z } from 'zod';
import { pageOf, pageQuery } from '../../kernel/http/index.ts';
import { valueFlags } from './value-flags.ts';

const action = z.enum(['accept', 'remove', 'replace']);

export const inventoryQuery = pageQuery.extend({
  case: z.uuid().optional().meta({ description: 'Only of this case.' }),
  subject: z.string().max(100).optional().meta({ description: 'Only of the subject with this code.' }),
  profile: z.uuid().optional().meta({ description: 'Only of what was treated by this profile.' }),
  upload: z.uuid().optional().meta({ description: 'Only of series that this upload brought images to.' }),
  association: z
    .uuid()
    .optional()
    .meta({ description: 'Only of series that this connection of a sender brought images to.' }),
  flag: z.enum(valueFlags).optional(),
  vr: z.string().length(2).optional(),
  q: z.string().max(100).optional().meta({ description: 'Part of a keyword or of a path.' }),
  state: z.enum(['undecided', 'decided', 'all']).default('all'),
});

export const inventoryPage = pageOf(
  z
    .object({
      id: z.uuid(),
      path: z.string(),
      keyword: z.string().nullable(),
      vr: z.string(),
      value: z.string().nullable().describe('Null: they stand together'),
      standsTogether: z
        .boolean()
        .describe('Values of this attribute are numbers, times, UIDs or bytes, and are one row'),
      rule: z.string(),
      flags: z.array(z.string()),
      isNew: z.boolean().describe('The project had not seen it before this batch'),
      isChanged: z.boolean().describe('A decision was carried out on it, and can be taken back'),
      instanceCount: z.number().int(),
      seriesCount: z.number().int(),
      sample: z.object({ caseId: z.uuid(), instanceId: z.uuid() }),
      decision: z
        .object({
          id: z.uuid(),
          action,
          replacement: z.string().nullable(),
          state: z.enum(['waiting', 'applied']),
          byName: z.string(),
        })
        .nullable(),
    })
    .meta({ id: 'InventoryValue', description: 'An attribute and a value of what waits for review, once.' }),
).extend({
  counts: z.object({
    distinct: z.number().int(),
    undecided: z.number().int().describe('Flagged, and nobody decided'),
    series: z.number().int(),
    instances: z.number().int(),
    gathering: z.number().int().describe('Series whose values are being gathered'),
  }),
});

export const valueDecisionBody = z
  .object({
    values: z.array(z.uuid()).min(1).max(500),
    action,
    replacement: z
      .string()
      .regex(/^[\x20-\x7e]{0,64}$/, 'takes at most 64 printable ASCII characters')
      .optional(),
  })
  .refine(({ action: chosen, replacement }) => (chosen === 'replace') === (replacement !== undefined), {
    path: ['replacement'],
    message: 'is needed to replace, and only then',
  });
export const valueDecisionResult = z.object({ decisions: z.array(z.uuid()), undoMs: z.number().int() });
export const valueUndoBody = z.object({ decisions: z.array(z.uuid()).min(1).max(500) });
export const valueUndoResult = z.object({
  restoring: z.number().int().describe('Series in which what was changed comes back'),
});

export const rulePlace = z
  .object({
    path: z.string().describe('The attribute as profiles name it'),
    base: z
      .object({
        id: z.uuid(),
        name: z.string(),
        version: z.number().int(),
        document: z.record(z.string(), z.unknown()),
      })
      .describe('The profile that the project uses'),
    chosen: z
      .uuid()
      .nullable()
      .describe('What the project chose, for `use.replaces` of POST /profiles; null: it uses the default'),
    saveAs: z
      .object({ name: z.string(), version: z.number().int() })
      .describe('The version that a rule would make: of the same profile, or of one of the project’s own'),
  })
  .meta({ id: 'ValueRulePlace', description: 'Where a rule for a value’s attribute is to be written.' });
