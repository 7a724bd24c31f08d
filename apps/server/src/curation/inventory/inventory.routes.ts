import { z } from 'zod';
import { profileIsScript } from '../../deidentification/index.ts';
import type { Http } from '../../kernel/http/index.ts';
import { noRuleForValue, notUndoable, valueFixed, valueNotFound } from '../curation.problems.ts';
import {
  inventoryPage,
  inventoryQuery,
  rulePlace,
  valueDecisionBody,
  valueDecisionResult,
  valueUndoBody,
  valueUndoResult,
} from './inventory.schema.ts';
import type { Inventory } from './inventory.service.ts';
import type { ValueDecisions } from './value-decisions.service.ts';
import type { ValueRules } from './value-rules.service.ts';

const permission = { project: 'quarantine:review' } as const;
const tag = 'curation';
const params = z.object({ project: z.string() });

interface InventoryReview {
  readonly inventory: Inventory;
  readonly valueDecisions: ValueDecisions;
  readonly valueRules: ValueRules;
  /** How long a decision can be taken back. */
  readonly undoMs: number;
}

/** The distinct values of what waits for review, over HTTP. */
export function inventoryRoutes(
  http: Http,
  { inventory, valueDecisions, valueRules, undoMs }: InventoryReview,
): void {
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/quarantine-values',
      operationId: 'listInventory',
      tag,
      summary: 'Every distinct value of what waits for review, flagged ones first',
      permission,
      params,
      query: inventoryQuery,
      response: inventoryPage,
    },
    async ({ project, query, reply }) => {
      reply.header('cache-control', 'no-store');
      return inventory.list({ projectId: project.id, ...query });
    },
  );
  http.route(
    {
      method: 'POST',
      url: '/projects/:project/quarantine-values/decisions',
      operationId: 'decideValues',
      tag,
      summary: 'Accept, remove or replace values',
      description:
        'Removing and replacing is carried out after the time to undo, in everything that waits for review, and in whatever arrives later with the same value.',
      permission,
      params,
      body: valueDecisionBody,
      response: valueDecisionResult,
      problems: [valueNotFound, valueFixed],
    },
    async ({ ctx, project, body }) => ({
      decisions: await valueDecisions.decide(ctx, project, body),
      undoMs,
    }),
  );
  http.route(
    {
      method: 'POST',
      url: '/projects/:project/quarantine-values/undo',
      operationId: 'undoValueDecisions',
      tag,
      summary: 'Take decisions on values back',
      description:
        'At any time: they are not followed any more. What they changed comes back in series that still wait for review, unless those were de-identified anew since.',
      permission,
      params,
      body: valueUndoBody,
      response: valueUndoResult,
      problems: [notUndoable],
    },
    async ({ ctx, project, body }) => ({
      restoring: await valueDecisions.undo(ctx, project, body.decisions),
    }),
  );
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/quarantine-values/:value/rule',
      operationId: 'getValueRulePlace',
      tag,
      summary: 'Where a rule for the attribute of a value is to be written',
      description:
        'Add an override of this path to the document, look at it with POST /profile-judgements, and save it with POST /profiles, whose `use` has the project use it.',
      permission,
      params: params.extend({ value: z.uuid() }),
      response: rulePlace,
      problems: [valueNotFound, noRuleForValue, profileIsScript],
    },
    ({ project, params: { value } }) => valueRules.placeOf(project, value),
  );
}
