import { z } from 'zod';
import type { Http } from '../../kernel/http/index.ts';
import type { ProjectId } from '../../kernel/ids/index.ts';
import { problem } from '../../kernel/problems/index.ts';
import { integersInvalid, noSuchProject } from '../deidentification.problems.ts';
import type { Deidentification } from '../deidentification.service.ts';

/** Longest text of a table. */
const mostLetters = 16 * 1024 * 1024;

const order = z
  .object({
    projectId: z.uuid(),
    table: z
      .string()
      .min(1)
      .max(mostLetters)
      .optional()
      .describe('CSV of key type, text, integer; or lines `keytype/text = integer`'),
    database: z
      .object({
        db: z.base64().max(mostLetters).describe('`integers.db`, compressed by gzip, in base64'),
        lg: z.base64().max(mostLetters).optional().describe('`integers.lg`, likewise'),
      })
      .optional()
      .describe('The files of the database instead, as CTP keeps them'),
    trial: z.boolean().default(false).describe('Only say what it would do'),
    reason: z.string().max(1000).optional(),
  })
  .refine(({ table, database }) => (table === undefined) !== (database === undefined), {
    error: 'Give a table or a database.',
  })
  .meta({ id: 'CtpIntegerImport', description: 'Integers of a CTP installation, for a project.' });

const importedKeyType = z
  .object({
    keyType: z.string(),
    added: z.number().int(),
    unchanged: z.number().int().describe('They were there, with the same integer'),
    next: z.number().int().describe('What the next new text gets'),
  })
  .meta({ id: 'CtpImportedKeyType', description: 'What an import of integers does to one key type.' });

/** Integers of a CTP installation, over HTTP. */
export function ctpIntegersRoutes(
  http: Http,
  { importCtpIntegers, hasProject }: Pick<Deidentification, 'importCtpIntegers' | 'hasProject'>,
): void {
  http.route(
    {
      method: 'POST',
      url: '/ctp-integers/import',
      operationId: 'importCtpIntegers',
      tag: 'deidentification',
      summary: 'Take over the integers that a CTP installation handed out, into a project',
      description:
        'All of a table or nothing. Only keyed hashes of its texts are kept. New texts get the integers after the highest.',
      permission: { system: 'profiles:manage' },
      body: order,
      response: z.object({ items: z.array(importedKeyType) }),
      problems: [integersInvalid, noSuchProject],
    },
    async ({ ctx, body: { projectId, table, database, trial, reason } }) => {
      if (!(await hasProject(projectId))) throw problem(noSuchProject);
      const source = database ?? { table: table ?? '' };
      const items = await importCtpIntegers(ctx, {
        projectId: projectId as ProjectId,
        source,
        reason,
        isTrial: trial,
      });
      return { items };
    },
  );
}
