import type { Context } from '../kernel/context/index.ts';
import { type Trx, transact } from '../kernel/db/index.ts';
import { createProgress, type RerunDeps } from './progress.ts';
import { createRenewSeries } from './renew-series.ts';
import { advanceRunJob } from './rerun.jobs.ts';
import {
  countFailure,
  endSeries,
  findRun,
  nextSeries,
  type RunRow,
  type SeriesEnding,
  updateRunState,
} from './rerun.repository.ts';

const jobMs = 5000;
const maxFailures = 3;

/** The job that works through a run. Whatever ends it, the next one goes on at the series that was under way. */
export function createWorker(deps: RerunDeps): void {
  const { db, clock, jobs, audit } = deps;
  const { tell, enqueue } = createProgress(deps);
  const renewSeries = createRenewSeries(deps);

  const isRunning = async (runId: string) => (await findRun(db, runId))?.state === 'running';

  async function note(trx: Trx, ctx: Context, run: RunRow, seriesId: string, ending: SeriesEnding) {
    // Locked: a cancellation comes before this series' end or after it.
    if ((await findRun(trx, run.id, { lock: true }))?.state !== 'running') return false;
    await endSeries(trx, run.id, seriesId, ending, clock.now());
    await tell(trx, ctx, run, 'running');
    return true;
  }

  async function work(
    ctx: Context,
    run: RunRow,
    next: { seriesId: string; failures: number },
  ): Promise<void> {
    const { seriesId, failures } = next;
    const end = (trx: Trx, ending: SeriesEnding) => note(trx, ctx, run, seriesId, ending);
    try {
      await renewSeries(ctx, { run, seriesId, goesOn: () => isRunning(run.id), end });
    } catch (error) {
      const { name, stack } = error as Error;
      ctx.log.error(
        { event: 'rerun.series.failed', seriesId, error: { name, stack } },
        'A series could not be de-identified anew',
      );
      await countFailure(db, run.id, seriesId);
      if (failures + 1 < maxFailures) return;
      const reason = 'The server could not do it; its log says why.';
      await transact(db, (trx) => end(trx, { state: 'kept', reasonCode: 'failure', reason }));
    }
  }

  async function finish(ctx: Context, run: RunRow): Promise<void> {
    await transact(db, async (trx) => {
      if ((await findRun(trx, run.id, { lock: true }))?.state !== 'running') return;
      await updateRunState(trx, run.id, 'finished', clock.now());
      await audit.record(trx, ctx, {
        action: 'E',
        type: 'rerun.run.finished',
        projectId: run.projectId,
        object: { kind: 're-run', id: run.id },
      });
      await tell(trx, ctx, run, 'finished');
    });
  }

  jobs.handle(advanceRunJob, async ({ runId }, jobCtx) => {
    const run = await findRun(db, runId);
    if (run?.state !== 'running') return;
    const { startedBy: id, startedByName: name } = run;
    // What the run does is done by whoever started it.
    const ctx: Context = { ...jobCtx, actor: { kind: 'account', id, name, systemRoles: [] } };
    const until = clock.now().getTime() + jobMs;
    while (clock.now().getTime() < until) {
      if (!(await isRunning(runId))) return;
      const next = await nextSeries(db, runId);
      if (next === undefined) return finish(ctx, run);
      await work(ctx, run, next);
    }
    await transact(db, (trx) => enqueue(trx, runId));
  });
}
