import type { Audit } from '../audit/index.ts';
import type { Crosswalk } from '../deidentification/index.ts';
import type { Context } from '../kernel/context/index.ts';
import { type Database, transact } from '../kernel/db/index.ts';
import type { Jobs } from '../kernel/jobs/index.ts';
import { problem } from '../kernel/problems/index.ts';
import { sealCrosswalkJob } from './identity.jobs.ts';
import { rotationRuns } from './identity.problems.ts';

export interface KeysDeps {
  db: Database;
  audit: Audit;
  jobs: Jobs;
  crosswalk: Pick<Crosswalk, 'keys'>;
}

/** Rotation of the key that wraps the crosswalk's data keys. */
export function createKeys({ db, audit, jobs, crosswalk: { keys } }: KeysDeps) {
  const recordKey = (ctx: Context, type: string, id: string) =>
    transact(db, (trx) =>
      audit.record(trx, ctx, { action: 'U', type, object: { kind: 'key-encryption-key', id } }),
    );

  const enqueue = () =>
    transact(db, (trx) => jobs.add(trx, sealCrosswalkJob, {}, { jobKey: sealCrosswalkJob.name }));

  // Each batch is a transaction of its own: killed, it goes on where it was.
  jobs.handle(sealCrosswalkJob, async (_payload, ctx) => {
    let sealed = 0;
    for (let some = await keys.sealBatch(); some > 0; some = await keys.sealBatch()) sealed += some;
    if (sealed > 0) ctx.log.info({ event: 'identity.crosswalk.sealed', rows: sealed }, 'Rows have data keys');
    while ((await keys.rewrapBatch()) > 0);
    for (const id of await keys.retire()) await recordKey(ctx, 'identity.key.retired', id);
  });

  /** Begins a rotation: a new key wraps from now on; a job wraps everything anew and retires the old one. @throws rotationRuns */
  async function rotate(ctx: Context) {
    const { keys: known } = await keys.status();
    if (known.some(({ state }) => state === 'retiring'))
      throw problem(rotationRuns, { detail: 'Wait until the key before is retired.' });
    await recordKey(ctx, 'identity.key.made', await keys.begin());
    await enqueue();
    return keys.status();
  }

  return { rotate, status: keys.status, start: enqueue };
}

export type Keys = ReturnType<typeof createKeys>;
