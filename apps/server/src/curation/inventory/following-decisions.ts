import { eachInstance, type Rewrite, type StoredInstance } from '../../archive/index.ts';
import type { Context } from '../../kernel/context/index.ts';
import { transact } from '../../kernel/db/index.ts';
import { newId, type ProjectId } from '../../kernel/ids/index.ts';
import { applyValueDecisionsJob, followValueDecisionsJob, restoreValuesJob } from './inventory.jobs.ts';
import { type InventoryDeps, valueQueue } from './inventory.service.ts';
import { restoreValues, rewriteOf } from './rewriting-values.ts';
import { createSealedTexts } from './sealed-texts.ts';
import {
  deleteChanges,
  findReviewedIntake,
  moveUsesToChanges,
  type ReviewedIntake,
  selectChanges,
  selectDue,
  selectHolders,
  stayInForce,
  type ValueChange,
} from './value-decisions.repository.ts';

/** Carries decisions on values out, in one new version of each arrival, and takes them back in another. */
export function followDecisions(deps: InventoryDeps): void {
  const { db, audit, jobs, archive } = deps;
  const { versions, reader } = archive;
  const texts = createSealedTexts(deps.vault);
  const keyOf = (projectId: string) => ({ key: texts.hashKey, projectId });

  const withText = <T extends { hash: Buffer; path: string; sealedReplacement: Buffer | null }>(
    projectId: string,
    values: readonly T[],
  ) =>
    values.map((one) => ({
      ...one,
      replacement: texts.openReplacement(projectId, one.hash, one.sealedReplacement),
    }));

  /** Stages new versions of an arrival. */
  async function stage(
    ctx: Context,
    { intakeId, projectId, seriesId }: ReviewedIntake,
    causeId: string,
    rewrite: (instance: StoredInstance) => Promise<Rewrite | undefined>,
  ): Promise<string> {
    const cause = { kind: 'value-decision', id: causeId } as const;
    const batch = { projectId: projectId as ProjectId, seriesId, cause };
    // What a killed process staged was made of what was in force then.
    await versions.abandonOpen(batch);
    const batchId = await versions.begin(ctx, batch);
    for await (const instance of eachInstance(db, { kind: 'intake', projectId, intakeId }, { intakeId })) {
      const made = await rewrite(instance);
      if (made !== undefined) await versions.stage(batchId, instance.id, made);
    }
    return batchId;
  }

  jobs.handle(applyValueDecisionsJob, async ({ decisionIds }) => {
    await transact(db, async (trx) => {
      const taken = await trx
        .updateTable('curation.value_decision')
        .set({ state: 'applied' })
        .where('id', 'in', decisionIds)
        .where('state', '=', 'waiting')
        .returning('id')
        .execute();
      if (taken.length === 0) return;
      const holders = await selectHolders(
        trx,
        taken.map(({ id }) => id),
      );
      for (const { intakeId, projectId } of holders)
        await jobs.add(trx, followValueDecisionsJob, { intakeId, causeId: newId() }, valueQueue(projectId));
    });
  });

  jobs.handle(followValueDecisionsJob, async ({ intakeId, causeId }, ctx) => {
    const intake = await findReviewedIntake(db, intakeId, { lock: false });
    const due = intake === undefined ? [] : await selectDue(db, intakeId);
    if (intake === undefined || due.length === 0) return;
    const { projectId } = intake;
    const rewrite = rewriteOf(keyOf(projectId), withText(projectId, due));
    const batchId = await stage(ctx, intake, causeId, () => Promise.resolve(rewrite));
    const isDone = await transact(db, async (trx) => {
      const isReviewed = (await findReviewedIntake(trx, intakeId, { lock: true })) !== undefined;
      const ids = due.map(({ decisionId }) => decisionId);
      if (!isReviewed || !(await stayInForce(trx, ids))) {
        // Taken back while it was prepared: the rest is done by itself. Decided or grown: nothing is, or the next look tells.
        if (isReviewed)
          await jobs.add(trx, followValueDecisionsJob, { intakeId, causeId: newId() }, valueQueue(projectId));
        return false;
      }
      await versions.commit(trx, ctx, batchId, { previous: 'keep' });
      await moveUsesToChanges(trx, { intakeId, causeId, due });
      return true;
    });
    if (!isDone) await versions.abandon(batchId);
  });

  /** The header before these changes; undefined when it is not kept, or the image was de-identified anew since. */
  async function headerBefore({ id }: StoredInstance, causeId: string) {
    const lineage = await versions.lineage(id);
    const at = lineage.findIndex(({ cause }) => cause?.id === causeId);
    const before = at < 1 ? undefined : lineage[at - 1];
    if (before === undefined || lineage.slice(at).some(({ cause }) => cause?.kind === 're-run'))
      return undefined;
    const earlier = await versions.find(id, before.version);
    return earlier === undefined ? undefined : (await reader.header(earlier)).dataSet;
  }

  async function restoring(projectId: string, instance: StoredInstance, changes: readonly ValueChange[]) {
    const byCause = Map.groupBy(withText(projectId, changes), ({ causeId }) => causeId);
    const befores: Parameters<typeof restoreValues>[2]['before'][] = [];
    const sets: ReturnType<typeof withText<ValueChange>>[] = [];
    for (const [causeId, some] of byCause) {
      const before = await headerBefore(instance, causeId);
      if (before === undefined) continue;
      befores.push(before);
      sets.push(some);
    }
    if (befores.length === 0) return undefined;
    const rewrite: Rewrite = ({ header: now }) => {
      const restored = befores.map((before, at) =>
        restoreValues(keyOf(projectId), sets[at] ?? [], { before, now }),
      );
      return Promise.resolve(
        restored.some((count) => count > 0) ? { header: now, pixelData: 'same' } : 'unchanged',
      );
    };
    return rewrite;
  }

  jobs.handle(restoreValuesJob, async ({ intakeId, causeId, decisionIds }, ctx) => {
    const intake = await findReviewedIntake(db, intakeId, { lock: false });
    if (intake === undefined) return;
    const { projectId } = intake;
    const changes = await selectChanges(db, intakeId, decisionIds);
    if (changes.length === 0) return;
    const batchId = await stage(ctx, intake, causeId, (instance) => restoring(projectId, instance, changes));
    const isDone = await transact(db, async (trx) => {
      if ((await findReviewedIntake(trx, intakeId, { lock: true })) === undefined) return false;
      await versions.commit(trx, ctx, batchId, { previous: 'keep' });
      await deleteChanges(trx, intakeId, decisionIds);
      await audit.record(trx, ctx, {
        action: 'U',
        type: 'curation.values.restored',
        projectId,
        object: { kind: 'intake', id: intakeId },
        after: { decisions: changes.map(({ decisionId }) => decisionId) },
      });
      return true;
    });
    if (!isDone) await versions.abandon(batchId);
  });
}
