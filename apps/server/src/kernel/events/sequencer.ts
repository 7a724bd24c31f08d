import { sql } from 'kysely';
import type pg from 'pg';
import type { Database } from '../db/index.ts';
import type { Logger } from '../log/index.ts';

/** What numbers rows behind the fence: the feed of facts, the chain of the audit trail. Returns how many rows it placed. */
export type SequencerTask = { name: string; run(): Promise<number> };

const advisoryLock = 7_337_271; // any constant: one sequencer at a time in a database
const batchSize = 2000;

/**
 * Gives facts their positions. A pending fact is seen only once its transaction is committed, and it is numbered after all
 * that was seen before: numbers never fill in behind a reader, as those of a serial would for a transaction that commits
 * late. Nothing depends on transaction ids, which begin anew when a dump is restored into another cluster.
 */
async function placeEvents(db: Database): Promise<number> {
  // Which facts have no position yet, oldest first? Served by the primary keys; ids begin with their time (RFC 9562 5.7).
  const { numAffectedRows } = await sql`
    with placed as (
      delete from kernel.event_pending
      where event_id in (select event_id from kernel.event_pending order by event_id limit ${batchSize})
      returning event_id
    )
    insert into kernel.event_position (position, event_id)
    select coalesce((select max(position) from kernel.event_position), 0) + row_number() over (order by event_id), event_id
    from placed`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/** One loop in the whole installation, woken by NOTIFY and every second, that runs the numbering tasks. */
export function createSequencer({ db, pool, log }: { db: Database; pool: pg.Pool; log: Logger }) {
  const tasks: SequencerTask[] = [{ name: 'feed', run: () => placeEvents(db) }];
  const listeners = new Set<() => void>();
  let client: pg.PoolClient | undefined;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  // The lock is held by this connection for as long as it lives; another process takes over when it is gone.
  async function holdsLock(): Promise<boolean> {
    if (client === undefined) return false;
    const { rows } = await client.query<{ held: boolean }>(
      `select case when exists (select from pg_locks where locktype = 'advisory' and objid = $1::bigint::oid and pid = pg_backend_pid())
        then true else pg_try_advisory_lock($1::bigint) end as held`,
      [advisoryLock],
    );
    return rows[0]?.held === true;
  }

  async function pass(): Promise<void> {
    if (!(await holdsLock())) return;
    for (const task of tasks) {
      let placed: number;
      do {
        placed = await task.run();
        if (placed > 0) for (const listener of listeners) listener();
      } while (placed >= batchSize && !stopped);
    }
  }

  function wake(): void {
    if (stopped) return;
    if (running !== undefined) {
      again = true;
      return;
    }
    running = pass()
      .catch((error: unknown) => {
        log.warn(
          {
            event: 'kernel.sequencer.failed',
            error: { name: (error as Error).name, message: (error as Error).message },
          },
          'Numbering failed; it is tried again',
        );
      })
      .finally(() => {
        running = undefined;
        if (again) {
          again = false;
          wake();
        }
      });
  }

  async function start(): Promise<void> {
    client = await pool.connect();
    client.on('notification', wake);
    await client.query('listen pesscara_feed');
    timer = setInterval(wake, 1000);
    wake();
  }

  async function stop(): Promise<void> {
    stopped = true;
    clearInterval(timer);
    await running;
    await client?.query('select pg_advisory_unlock_all()');
    await client?.query('unlisten *');
    client?.release();
  }

  return {
    start,
    stop,
    wake,
    /** Adds a numbering task, e.g. the audit chain. */
    addTask(task: SequencerTask): void {
      tasks.push(task);
    },
    /** Called after rows were placed; returns the function that ends it. */
    onPlaced(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Runs every task now, to the end: for shutdown and tests. */
    async settle(): Promise<void> {
      await running;
      await pass();
    },
  };
}

export type Sequencer = ReturnType<typeof createSequencer>;
