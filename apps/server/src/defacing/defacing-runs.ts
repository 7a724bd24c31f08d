import type { Rewrite } from '../archive/index.ts';
import type { Context } from '../kernel/context/index.ts';
import { type Trx, transact } from '../kernel/db/index.ts';
import type { ProjectId } from '../kernel/ids/index.ts';
import type { createDefaceSeries, SeriesResult } from './deface-series.ts';
import type { DefacingDeps } from './defacing.deps.ts';
import { seriesDefaced } from './defacing.events.ts';
import { defaceJob, restoreJob } from './defacing.jobs.ts';
import { type Ending, endTask, findIntake, findTask, type TaskRow } from './defacing.repository.ts';
import type { Originals } from './originals.ts';
import { sealPictures } from './pictures.ts';

interface RunDeps extends DefacingDeps {
  originals: Originals;
  defaceSeries: ReturnType<typeof createDefaceSeries>;
}

/** The work behind a task: removing a face, and bringing it back. Both can be killed at any moment and go on. */
export function runDefaceJobs(deps: RunDeps): void {
  const { db, clock, audit, events, jobs, archive, originals, defaceSeries } = deps;
  const { versions } = archive;

  const begin = (ctx: Context, { projectId, seriesId }: TaskRow, runId: string) =>
    versions.begin(ctx, {
      projectId: projectId as ProjectId,
      seriesId,
      cause: { kind: 'defacing', id: runId },
    });

  /** The task, when this run is still the one that it waits for. */
  async function current(intakeId: string, runId: string, state: TaskRow['state'], trx?: Trx) {
    const task = await findTask(trx ?? db, intakeId, { lock: trx !== undefined });
    if (task === undefined || task.runId !== runId || task.state !== state) return undefined;
    const intake = await findIntake(trx ?? db, intakeId);
    return intake?.state === 'quarantined' ? task : undefined;
  }

  async function endingOf(task: TaskRow, result: SeriesResult): Promise<Ending> {
    if (result.kind !== 'staged')
      return {
        state: result.kind,
        reason: result.reason,
        measures: result.kind === 'not-defaced' ? result.measures : {},
      };
    const sealedPictures = await sealPictures(deps.vault, task.intakeId, result.before, result.after);
    return { state: 'defaced', reason: null, measures: result.measures, sealedPictures };
  }

  /** Ends a run in one transaction: the new versions, the state, the record and the fact; or nothing, when it is overtaken. */
  async function end(ctx: Context, task: TaskRow, batchId: string, ending: Ending): Promise<boolean> {
    return transact(db, async (trx) => {
      const { intakeId, runId, projectId, seriesId } = task;
      if ((await current(intakeId, runId, task.state, trx)) === undefined) return false;
      const isReplaced = ending.state === 'defaced' || ending.state === 'restored';
      if (isReplaced) await versions.commit(trx, ctx, batchId, { previous: 'discard' });
      await endTask(trx, intakeId, ending, clock.now());
      const subject = { kind: 'series', id: seriesId };
      await audit.record(trx, ctx, {
        action: 'E',
        type: 'defacing.series.finished',
        projectId,
        object: subject,
        related: [{ kind: 'intake', id: intakeId }],
        outcome: ending.state === 'not-defaced' ? 4 : 0,
        after: { state: ending.state, reason: ending.reason, measures: ending.measures ?? null },
      });
      const data = { seriesId, intakeId, state: ending.state };
      await events.publish(trx, seriesDefaced, { ctx, projectId, subject, data });
      return isReplaced;
    });
  }

  async function resultOf(ctx: Context, task: TaskRow, batchId: string): Promise<SeriesResult> {
    const project = await deps.projects.findProject(task.projectId);
    try {
      return await defaceSeries(task, batchId, { keepsOriginals: project?.settings.originals !== 'none' });
    } catch (error) {
      // What an object of this series makes impossible stays so: a person decides. Anything else is tried again.
      if (!(error instanceof RangeError)) throw error;
      ctx.log.warn(
        { event: 'defacing.failed', error: { name: error.name, stack: error.stack } },
        'No face was removed',
      );
      return { kind: 'not-defaced', reason: 'internal' };
    }
  }

  jobs.handle(defaceJob, async ({ intakeId, runId, previousRunId }, ctx) => {
    const task = await current(intakeId, runId, 'waiting');
    if (task === undefined) return;
    const { seriesId } = task;
    if (previousRunId !== null)
      await versions.abandonOpen({ seriesId, cause: { kind: 'defacing', id: previousRunId } });
    const batchId = await begin(ctx, task, runId);
    const ending = await endingOf(task, await resultOf(ctx, task, batchId));
    if (!(await end(ctx, task, batchId, ending))) await versions.abandon(batchId);
  });

  /** An instance as it was before; undefined when something else changed it since its face was removed. */
  async function stageOriginals(batchId: string, task: TaskRow): Promise<boolean> {
    for (const [instanceId, row] of await originals.list(task.intakeId)) {
      const now = (await versions.lineage(instanceId)).find(({ state }) => state === 'current');
      if (now !== undefined && now.cause?.kind !== 'defacing') return false;
      const rewrite: Rewrite = async () => {
        const { header, pixelData, transferSyntaxUid } = await originals.open(row);
        return { header, pixelData, transferSyntaxUid };
      };
      await versions.stage(batchId, instanceId, rewrite);
    }
    return true;
  }

  jobs.handle(restoreJob, async ({ intakeId, runId }, ctx) => {
    const task = await current(intakeId, runId, 'restoring');
    if (task === undefined) return;
    const batchId = await begin(ctx, task, runId);
    const isWhole = await stageOriginals(batchId, task);
    const ending: Ending = isWhole
      ? { state: 'restored', reason: null }
      : { state: 'defaced', reason: 'changed-since' };
    if (!(isWhole && (await end(ctx, task, batchId, ending)))) {
      await versions.abandon(batchId);
      if (!isWhole) await transact(db, (trx) => endTask(trx, intakeId, ending, clock.now()));
    }
  });
}
