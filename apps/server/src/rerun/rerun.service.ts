import { diffProfiles } from '@pesscara/deidentification';
import { readFilter } from '../catalogue/index.ts';
import type { Context } from '../kernel/context/index.ts';
import { type Trx, transact } from '../kernel/db/index.ts';
import { encodeCursor } from '../kernel/http/index.ts';
import { newId, type ProjectId } from '../kernel/ids/index.ts';
import { problem } from '../kernel/problems/index.ts';
import { createProgress, nothingCounted, type RerunDeps } from './progress.ts';
import { nothingToRun, runEnded, runGoing, runNotFound } from './rerun.problems.ts';
import {
  countByProfile,
  countRuns,
  findRun,
  insertRun,
  type RunRow,
  selectResults,
  selectRuns,
  updateRunState,
} from './rerun.repository.ts';
import type { Plan, Run, Scope } from './rerun.schema.ts';
import { createWorker } from './worker.ts';

export interface RunOrder {
  profileId: string;
  scope: Scope;
  previous: 'keep' | 'discard';
  reason: string;
}

/** Profiles applied again to what is archived: planned, started, cancelled, resumed, and told of. */
export function createRerun(deps: RerunDeps) {
  const { db, clock, audit, catalogue } = deps;
  const { profiles } = deps.deidentification;
  const { tell, enqueue } = createProgress(deps);
  createWorker(deps);

  const seriesOf = (projectId: string, { seriesIds, filter }: Scope) =>
    catalogue.selectReleasedOf(projectId, seriesIds ?? readFilter(filter ?? {}));

  async function versionOf(profileId: string) {
    const { id, name, version } = await profiles.find(profileId);
    return { id, name, version };
  }

  async function wire(rows: readonly RunRow[]): Promise<Run[]> {
    const counted = await countRuns(
      db,
      rows.map(({ id }) => id),
    );
    return Promise.all(
      rows.map(async (row) => {
        const { replacedInstances, fromOriginals, ...series } = counted.get(row.id) ?? nothingCounted;
        const total = series.waiting + series.replaced + series.unchanged + series.kept;
        return {
          id: row.id,
          profile: await versionOf(row.profileId),
          scope: row.scope,
          previous: row.previous,
          reason: row.reason,
          state: row.state,
          startedAt: row.startedAt.toISOString(),
          startedBy: row.startedByName,
          endedAt: row.endedAt?.toISOString() ?? null,
          series: { total, ...series },
          instances: { replaced: replacedInstances, fromOriginals },
        };
      }),
    );
  }

  async function find(projectId: string, id: string): Promise<RunRow> {
    const found = await findRun(db, id, { projectId });
    if (found === undefined) throw problem(runNotFound);
    return found;
  }

  /** @throws rerun/not-found */
  async function get(projectId: string, id: string): Promise<Run> {
    const [one] = await wire([await find(projectId, id)]);
    return one as Run;
  }

  /** What a run would be about. @throws deidentification/profile-not-found */
  async function plan(
    projectId: string,
    { profileId, scope }: Pick<RunOrder, 'profileId' | 'scope'>,
  ): Promise<Plan> {
    const after = await profiles.find(profileId);
    const seriesIds = await seriesOf(projectId, scope);
    const madeBy = await countByProfile(db, seriesIds);
    const isRules = (document: object) => !('kind' in document);
    const groups = await Promise.all(
      madeBy.map(async ({ profileId: beforeId, ...counts }) => {
        const before = await profiles.find(beforeId);
        const compares = isRules(before.document) && isRules(after.document);
        const diff = compares ? diffProfiles(before.document, after.document) : null;
        return {
          profile: await versionOf(beforeId),
          ...counts,
          diff: diff as Plan['groups'][number]['diff'],
        };
      }),
    );
    const sum = (of: 'instances' | 'withOriginals') => madeBy.reduce((total, one) => total + one[of], 0);
    return {
      profile: await versionOf(profileId),
      series: seriesIds.length,
      instances: sum('instances'),
      withOriginals: sum('withOriginals'),
      groups,
    };
  }

  async function record(
    trx: Trx,
    ctx: Context,
    run: Pick<RunRow, 'id' | 'projectId'>,
    what: string,
    more = {},
  ) {
    await audit.record(trx, ctx, {
      action: 'E',
      type: `rerun.run.${what}`,
      projectId: run.projectId,
      object: { kind: 're-run', id: run.id },
      ...more,
    });
  }

  /** Starts a run over the series that are meant now. @throws rerun/nothing-to-do, rerun/another-is-running */
  async function start(ctx: Context, projectId: ProjectId, order: RunOrder): Promise<Run> {
    const profile = await versionOf(order.profileId);
    const seriesIds = await seriesOf(projectId, order.scope);
    if (seriesIds.length === 0) throw problem(nothingToRun, { detail: 'Choose others, or all.' });
    const id = newId();
    await transact(db, async (trx) => {
      const isFree = await insertRun(trx, ctx, { ...order, id, projectId }, { seriesIds, now: clock.now() });
      if (!isFree) throw problem(runGoing, { detail: 'Wait until it has ended, or cancel it.' });
      const { reason, previous } = order;
      await record(trx, ctx, { id, projectId }, 'started', {
        related: [{ kind: 'profile', id: profile.id }],
        after: { profile: `${profile.name} ${profile.version}`, series: seriesIds.length, previous },
        reason,
      });
      await enqueue(trx, id);
    });
    return get(projectId, id);
  }

  async function change(
    ctx: Context,
    projectId: string,
    id: string,
    to: { from: RunRow['state']; state: 'running' | 'cancelled'; what: string; otherwise: string },
  ): Promise<Run> {
    await transact(db, async (trx) => {
      const run = await findRun(trx, id, { projectId, lock: true });
      if (run === undefined) throw problem(runNotFound);
      if (run.state !== to.from) throw problem(runEnded, { detail: to.otherwise });
      const isRunning = to.state === 'running';
      if (!(await updateRunState(trx, id, to.state, isRunning ? null : clock.now())))
        throw problem(runGoing, { detail: 'Wait until it has ended, or cancel it.' });
      await record(trx, ctx, run, to.what);
      await tell(trx, ctx, run, to.state);
      if (isRunning) await enqueue(trx, id);
    });
    return get(projectId, id);
  }

  return {
    plan,
    start,
    get,

    async list(projectId: string, page: { cursor?: string | undefined; limit: number }) {
      const rows = await selectRuns(db, projectId, { ...page, limit: page.limit + 1 });
      const items = await wire(rows.slice(0, page.limit));
      const last = items.at(-1);
      const hasMore = rows.length > page.limit && last !== undefined;
      return { items, nextCursor: hasMore ? encodeCursor([last.id]) : null };
    },

    /** What became of each series. @throws rerun/not-found */
    async results(
      projectId: string,
      id: string,
      page: { state?: string | undefined; cursor?: string | undefined; limit: number },
    ) {
      await find(projectId, id);
      return selectResults(db, id, page);
    },

    /** Stops a run. Series that it has done stay done. @throws rerun/not-found, rerun/ended */
    cancel: (ctx: Context, projectId: string, id: string): Promise<Run> =>
      change(ctx, projectId, id, {
        from: 'running',
        state: 'cancelled',
        what: 'cancelled',
        otherwise: 'It is not running.',
      }),

    /** Goes on with a run that was cancelled. @throws rerun/not-found, rerun/ended, rerun/another-is-running */
    resume: (ctx: Context, projectId: string, id: string): Promise<Run> =>
      change(ctx, projectId, id, {
        from: 'cancelled',
        state: 'running',
        what: 'resumed',
        otherwise: 'Only a run that was cancelled can go on.',
      }),
  };
}

export type Rerun = ReturnType<typeof createRerun>;
