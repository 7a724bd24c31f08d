import { EventEmitter } from 'node:events';
import { Logger as QueueLogger, type Runner, run, type WorkerEvents } from 'graphile-worker';
import { type Kysely, sql, type Transaction } from 'kysely';
import type pg from 'pg';
import type { z } from 'zod';
import { type Clock, later } from '../clock/index.ts';
import { type Context, systemContext } from '../context/index.ts';
import { type DB, transact } from '../db/index.ts';
import type { Logger } from '../log/index.ts';
import { lifeOf, nameOfProcess, parseProcessName, thisProcess } from '../process/index.ts';

/** A kind of background work: seconds long and repeatable. Waiting for the world is rows, never a job. */
export interface JobKind<Payload extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly payload: Payload;
  readonly maxAttempts: number;
}

export function defineJob<Payload extends z.ZodType>(kind: JobKind<Payload>): JobKind<Payload> {
  return kind;
}

export interface AddJobOptions {
  /** Replaces a waiting job with the same key: a debounce. */
  jobKey?: string;
  /** With `jobKey`: a waiting job keeps its time, for what is to be done regularly and is asked for at each start. */
  keepsEarlier?: boolean;
  runAt?: Date;
  /** Jobs of one queue run one after another. */
  queueName?: string;
}

type JobHandler<Payload> = (payload: Payload, ctx: Context) => Promise<void>;

export interface JobsOptions {
  pool: pg.Pool;
  db: Kysely<DB>;
  clock: Clock;
  log: Logger;
  concurrency: number;
  heartbeatMs: number;
  /** A worker of another machine or container without a heartbeat for this long is dead: its jobs are given to others. */
  deadAfterMs: number;
  /** No other process runs jobs of this database: whatever is under way at the start was a dead one's. */
  isAlone?: boolean;
}

// The queue's own lines, as fields of ours: never a payload.
function queueLogger(log: Logger): QueueLogger {
  return new QueueLogger(() => (level, message) => {
    // `runOne` has said it already, without the error's message.
    if (message.startsWith('Failed task')) return;
    if (level === 'error') log.error({ event: 'kernel.jobs.queue' }, message);
    else if (level === 'warning') log.warn({ event: 'kernel.jobs.queue' }, message);
    else log.debug({ event: 'kernel.jobs.queue' }, message);
  });
}

/** The queue on PostgreSQL (graphile-worker): enqueued in the caller's transaction, run by whoever has the role `worker`. */
export function createJobs(options: JobsOptions) {
  const { pool, db, clock, log, concurrency, heartbeatMs, deadAfterMs, isAlone = false } = options;
  const me = thisProcess();
  const handlers = new Map<string, { kind: JobKind; handle: JobHandler<unknown> }>();
  const poolIds = new Set<string>();
  let runner: Runner | undefined;
  let heartbeat: NodeJS.Timeout | undefined;
  let isStopping = false;

  /** Enqueues; with a transaction, the job exists only if that commits. */
  async function add<Payload extends z.ZodType>(
    trx: Transaction<DB>,
    kind: JobKind<Payload>,
    payload: z.input<Payload>,
    options: AddJobOptions = {},
  ): Promise<void> {
    const body = JSON.stringify(kind.payload.parse(payload));
    const keyMode = options.keepsEarlier === true ? 'preserve_run_at' : 'replace';
    await sql`select graphile_worker.add_job(
      identifier => ${kind.name}, payload => ${body}::json, queue_name => ${options.queueName ?? null}::text,
      run_at => ${options.runAt ?? null}::timestamptz, max_attempts => ${kind.maxAttempts}::int,
      job_key => ${options.jobKey ?? null}::text, job_key_mode => ${keyMode}::text)`.execute(trx);
  }

  /** Registers the one handler of a kind. @throws Error when it has one already */
  function handle<Payload extends z.ZodType>(
    kind: JobKind<Payload>,
    handler: JobHandler<z.output<Payload>>,
  ): void {
    if (handlers.has(kind.name)) throw new Error(`Job ${kind.name} has two handlers`);
    handlers.set(kind.name, { kind, handle: handler as JobHandler<unknown> });
  }

  async function runOne(name: string, payload: unknown): Promise<void> {
    const entry = handlers.get(name);
    if (entry === undefined) throw new Error(`Job ${name} has no handler`);
    const ctx = systemContext(`job ${name}`, log.child({ job: name }));
    try {
      await entry.handle(entry.kind.payload.parse(payload), ctx);
    } catch (error) {
      const { name: errorName, stack } = error as Error;
      if (isStopping) ctx.log.info({ event: 'kernel.jobs.interrupted' }, 'Job interrupted; it is begun anew');
      else
        ctx.log.error(
          { event: 'kernel.jobs.failed', error: { name: errorName, stack } },
          'Job failed; it is tried again',
        );
      throw error;
    }
  }

  function isDead(worker: { process: string; heartbeat_at: Date }, longAgo: Date): boolean {
    const process = parseProcessName(worker.process);
    return worker.heartbeat_at < longAgo || (process !== undefined && lifeOf(process, me) === 'dead');
  }

  // graphile-worker keeps a killed worker's jobs locked for hours. Liveness is ours: a row for every worker, with its process
  // and a heartbeat. A lock is taken away when its holder's process is gone, or when it is not among the living for long.
  async function freeOrphans(trx: Transaction<DB>, { all }: { all: boolean }): Promise<void> {
    const longAgo = later(clock.now(), -deadAfterMs);
    const workers = await trx.selectFrom('kernel.worker').select(['id', 'process', 'heartbeat_at']).execute();
    const others = workers.filter(({ id }) => !poolIds.has(id));
    const dead = others.filter((worker) => all || isDead(worker, longAgo)).map(({ id }) => id);
    await sql`delete from kernel.worker where id = any(${dead})`.execute(trx);
    const { rows } = await sql<{ locked_by: string }>`
      select distinct locked_by from graphile_worker.jobs where locked_by is not null
        and (${all} or locked_by = any(${dead}) or (locked_at < ${longAgo}
          and not exists (select from kernel.worker w where w.id = locked_by)))`.execute(trx);
    if (rows.length === 0) return;
    log.warn({ event: 'kernel.jobs.unlocked', workers: rows.length }, 'Jobs of dead workers are free again');
    const holders = rows.map((row) => row.locked_by);
    await sql`select graphile_worker.force_unlock_workers(${holders}::text[])`.execute(trx);
  }

  async function beat(): Promise<void> {
    const now = clock.now();
    const process = nameOfProcess(me);
    if (poolIds.size > 0)
      await db
        .insertInto('kernel.worker')
        .values([...poolIds].map((id) => ({ id, process, started_at: now, heartbeat_at: now })))
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ heartbeat_at: now }))
        .execute();
    await transact(db, (trx) => freeOrphans(trx, { all: false }));
  }

  async function start(): Promise<void> {
    isStopping = false;
    const events: WorkerEvents = new EventEmitter();
    // Its pool of workers, not each of them, is what holds a job.
    events.on('pool:create', ({ workerPool }) => poolIds.add(workerPool.id));
    const taskList = Object.fromEntries(
      [...handlers.keys()].map((name) => [name, (payload: unknown) => runOne(name, payload)]),
    );
    // Before the first job is taken, so that what was under way when a predecessor died is among the first.
    await transact(db, (trx) => freeOrphans(trx, { all: isAlone }));
    runner = await run({
      pgPool: pool,
      concurrency,
      noHandleSignals: true,
      pollInterval: 1000,
      taskList,
      events,
      logger: queueLogger(log),
    });
    await beat();
    heartbeat = setInterval(() => {
      beat().catch((error: unknown) => {
        log.warn(
          { event: 'kernel.jobs.heartbeatFailed', error: { name: (error as Error).name } },
          'Heartbeat failed',
        );
      });
    }, heartbeatMs);
  }

  async function stop(): Promise<void> {
    isStopping = true;
    clearInterval(heartbeat);
    await runner?.stop();
    if (poolIds.size > 0)
      await db
        .deleteFrom('kernel.worker')
        .where('id', 'in', [...poolIds])
        .execute();
  }

  return {
    add,
    handle,
    start,
    stop,
    /** Whether handlers should leave their work to the next start, where that is long: `stop` waits for them. */
    isStopping: () => isStopping,
    kinds: () => [...handlers.values()].map((entry) => entry.kind),
  };
}

export type Jobs = ReturnType<typeof createJobs>;
