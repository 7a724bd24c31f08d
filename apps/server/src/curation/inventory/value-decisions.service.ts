import { later } from '../../kernel/clock/index.ts';
import type { Context } from '../../kernel/context/index.ts';
import { type Trx, transact } from '../../kernel/db/index.ts';
import type { RouteProject } from '../../kernel/http/index.ts';
import { newId } from '../../kernel/ids/index.ts';
import { problem } from '../../kernel/problems/index.ts';
import { notUndoable, valueFixed, valueNotFound } from '../curation.problems.ts';
import { valueHash } from './collecting.ts';
import { applyValueDecisionsJob, restoreValuesJob } from './inventory.jobs.ts';
import type { ValueAction } from './inventory.repository.ts';
import { type InventoryDeps, valueQueue } from './inventory.service.ts';
import { normalReplacement, replacementProblem } from './replacement.ts';
import { whyFixed } from './rewriting-values.ts';
import { createSealedTexts } from './sealed-texts.ts';
import { selectChangedIntakes, selectDecidedAway, supersede } from './value-decisions.repository.ts';

export interface ValueDecisionInput {
  values: readonly string[];
  action: ValueAction;
  replacement?: string | undefined;
}

interface DecidableValue {
  id: string;
  hash: Buffer;
  path: string;
  vr: string;
  standsTogether: boolean;
}

const pastTense = { accept: 'accepted', remove: 'removed', replace: 'replaced' } as const;

/** Decisions on values: taken for many at once, carried out after the time to undo, and followed by whatever arrives later. */
export function createValueDecisions(deps: InventoryDeps) {
  const { db, clock, audit, jobs, config } = deps;
  const texts = createSealedTexts(deps.vault);

  async function valuesOf(projectId: string, ids: readonly string[]): Promise<DecidableValue[]> {
    const rows = await db
      .selectFrom('curation.inventory_value')
      .select(['id', 'value_hash as hash', 'path', 'vr', 'stands_together as standsTogether'])
      .where('project_id', '=', projectId)
      .where('id', 'in', [...ids])
      .orderBy('id')
      .execute();
    if (rows.length < new Set(ids).size) throw problem(valueNotFound);
    return rows;
  }

  /** @throws valueFixed */
  async function requireReplaceable(
    trx: Trx,
    projectId: string,
    values: readonly DecidableValue[],
    replacement: string,
  ): Promise<void> {
    const becomes = values.map(({ path, vr }) => valueHash(texts.hashKey, projectId, path, vr, replacement));
    const same = values.find(({ hash }, at) => becomes[at]?.equals(hash) === true);
    if (same !== undefined) throw problem(valueFixed, { detail: `${same.path}: It is that already.` });
    // Else two decisions could turn a value into each other's for ever.
    if ((await selectDecidedAway(trx, projectId, becomes)).length > 0)
      throw problem(valueFixed, {
        detail:
          'Another decision removes or replaces the new value. Take that one back first, or choose another.',
      });
  }

  /** @throws valueFixed */
  function requireDecidable(
    values: readonly DecidableValue[],
    action: ValueAction,
    replacement: string | null,
  ): void {
    if (action === 'accept') return;
    for (const value of values) {
      const why =
        whyFixed(value, action) ??
        (replacement === null ? undefined : replacementProblem(value.vr, replacement));
      if (why !== undefined) throw problem(valueFixed, { detail: `${value.path}: ${why}` });
    }
  }

  /** What these decisions changed in arrivals that still wait comes back. */
  async function restore(trx: Trx, projectId: string, decisionIds: readonly string[]): Promise<number> {
    if (decisionIds.length === 0) return 0;
    const intakes = await selectChangedIntakes(trx, decisionIds);
    for (const intakeId of intakes)
      await jobs.add(
        trx,
        restoreValuesJob,
        { intakeId, causeId: newId(), decisionIds: [...decisionIds] },
        valueQueue(projectId),
      );
    return intakes.length;
  }

  async function insert(
    trx: Trx,
    ctx: Context,
    projectId: string,
    values: readonly DecidableValue[],
    { action, replacement }: { action: ValueAction; replacement: string | null },
  ): Promise<string[]> {
    const now = clock.now();
    const isAccept = action === 'accept';
    const effectiveAt = isAccept ? now : later(now, config.undoMs);
    const rows = values.map(({ id: valueId, hash }) => ({
      id: newId(),
      project_id: projectId,
      value_id: valueId,
      action,
      sealed_replacement: replacement === null ? null : texts.sealReplacement(projectId, hash, replacement),
      state: isAccept ? 'applied' : 'waiting',
      decided_by: ctx.actor.id,
      decided_at: now,
      effective_at: effectiveAt,
    }));
    await trx.insertInto('curation.value_decision').values(rows).execute();
    const decisionIds = rows.map(({ id }) => id);
    if (!isAccept)
      await jobs.add(
        trx,
        applyValueDecisionsJob,
        { decisionIds },
        { ...valueQueue(projectId), runAt: effectiveAt },
      );
    return decisionIds;
  }

  /** Decides on values; a decision before on one of them gives way. @throws valueNotFound, valueFixed */
  async function decide(ctx: Context, project: RouteProject, input: ValueDecisionInput): Promise<string[]> {
    const { action } = input;
    const replacement = action === 'replace' ? normalReplacement(input.replacement ?? '') : null;
    const values = await valuesOf(project.id, input.values);
    requireDecidable(values, action, replacement);
    return transact(db, async (trx) => {
      if (replacement !== null) await requireReplaceable(trx, project.id, values, replacement);
      const superseded = await supersede(
        trx,
        values.map(({ id }) => id),
      );
      await restore(trx, project.id, superseded);
      const decisions = await insert(trx, ctx, project.id, values, { action, replacement });
      await audit.record(trx, ctx, {
        action: 'U',
        type: `curation.values.${pastTense[action]}`,
        projectId: project.id,
        object: { kind: 'project', id: project.id },
        after: {
          decisions: values.map(({ id, path }, at) => ({
            decision: decisions[at],
            value: id,
            attribute: path,
          })),
          superseded,
        },
      });
      return decisions;
    });
  }

  /**
   * Takes decisions back, at any time: they are not followed any more, and what they changed comes back in arrivals that still
   * wait for review. Gives how many those are. @throws notUndoable
   */
  async function undo(ctx: Context, project: RouteProject, ids: readonly string[]): Promise<number> {
    return transact(db, async (trx) => {
      const undone = await trx
        .updateTable('curation.value_decision')
        .set({ state: 'undone' })
        .where('project_id', '=', project.id)
        .where('id', 'in', [...ids])
        .where('state', '<>', 'undone')
        .returning('id')
        .execute();
      if (undone.length < new Set(ids).size)
        throw problem(notUndoable, { detail: 'There is no such decision in force. Load the page again.' });
      const restoring = await restore(trx, project.id, ids);
      await audit.record(trx, ctx, {
        action: 'U',
        type: 'curation.values.undone',
        projectId: project.id,
        object: { kind: 'project', id: project.id },
        after: { decisions: ids, restoring },
      });
      return restoring;
    });
  }

  return { decide, undo };
}

export type ValueDecisions = ReturnType<typeof createValueDecisions>;
