import type { Archive } from '../archive/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { Deidentification } from '../deidentification/index.ts';
import type { Clock } from '../kernel/clock/index.ts';
import type { Context } from '../kernel/context/index.ts';
import type { Database, Trx } from '../kernel/db/index.ts';
import type { Events } from '../kernel/events/index.ts';
import type { Jobs } from '../kernel/jobs/index.ts';
import { runProgressed } from './rerun.events.ts';
import { advanceRunJob } from './rerun.jobs.ts';
import { countRuns, type RunCounts, type RunRow } from './rerun.repository.ts';

export interface RerunDeps {
  db: Database;
  clock: Clock;
  audit: Audit;
  events: Events;
  jobs: Jobs;
  catalogue: Pick<Catalogue, 'selectReleasedOf'>;
  archive: Pick<Archive, 'versions' | 'reader'>;
  deidentification: Pick<Deidentification, 'deidentifyAgain' | 'profiles'>;
}

export const nothingCounted: RunCounts = {
  waiting: 0,
  replaced: 0,
  unchanged: 0,
  kept: 0,
  replacedInstances: 0,
  fromOriginals: 0,
};

/** Tells how far a run is, and has the job go on when it is running. */
export function createProgress({ events, jobs }: Pick<RerunDeps, 'events' | 'jobs'>) {
  return {
    async tell(trx: Trx, ctx: Context, run: RunRow, state: RunRow['state']): Promise<void> {
      const { waiting, replaced, unchanged, kept } =
        (await countRuns(trx, [run.id])).get(run.id) ?? nothingCounted;
      const done = replaced + unchanged + kept;
      await events.publish(trx, runProgressed, {
        ctx,
        projectId: run.projectId,
        subject: { kind: 're-run', id: run.id },
        data: { runId: run.id, state, done, total: done + waiting },
      });
    },
    // One series after another, over all runs: a run must not take the machine from those who look at images.
    enqueue: (trx: Trx, runId: string) =>
      jobs.add(trx, advanceRunJob, { runId }, { jobKey: `rerun:${runId}`, queueName: 'rerun' }),
  };
}
