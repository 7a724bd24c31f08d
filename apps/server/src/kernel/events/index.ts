import { sql } from 'kysely';
import type pg from 'pg';
import { z } from 'zod';
import type { Clock } from '../clock/index.ts';
import { type Context, systemContext } from '../context/index.ts';
import { type Database, type Trx, transact } from '../db/index.ts';
import { newId } from '../ids/index.ts';
import { defineJob, type Jobs } from '../jobs/index.ts';
import type { Logger } from '../log/index.ts';
import { createSequencer } from './sequencer.ts';

/** A kind of fact that a slice publishes. Its data never holds a patient's identity. */
export interface EventKind<Data extends z.ZodType = z.ZodType> {
  readonly type: string;
  readonly version: number;
  readonly data: Data;
  readonly description: string;
}

const eventKinds = new Map<string, EventKind>();

/** Adds a kind to the catalogue. @throws Error when the type is taken */
export function defineEvent<Data extends z.ZodType>(kind: EventKind<Data>): EventKind<Data> {
  if (eventKinds.has(kind.type)) throw new Error(`Event ${kind.type} is defined twice`);
  eventKinds.set(kind.type, kind);
  return kind;
}

/** Every defined kind, by type. */
export function eventCatalogue(): EventKind[] {
  return [...eventKinds.values()].sort((a, b) => (a.type < b.type ? -1 : 1));
}

export interface PublishedEvent<Data = unknown> {
  readonly id: string;
  readonly type: string;
  readonly projectId: string | null;
  readonly subject: { kind: string; id: string };
  readonly occurredAt: Date;
  readonly correlationId: string;
  readonly data: Data;
}

export interface Publication<Data> {
  ctx: Context;
  projectId: string | null;
  subject: { kind: string; id: string };
  data: Data;
}

const deliverJob = defineJob({
  name: 'kernel.deliver',
  payload: z.object({ eventId: z.uuid(), subscriber: z.string() }),
  maxAttempts: 25,
});

// Deliveries of one subject go in order; eight lanes a subscriber, because a lane for each subject would be too many queues.
function laneOf(subscriber: string, subjectId: string): string {
  let hash = 0;
  for (let index = 0; index < subjectId.length; index++) hash = (hash * 31 + subjectId.charCodeAt(index)) | 0;
  return `${subscriber}:${Math.abs(hash) % 8}`;
}

export interface EventsOptions {
  db: Database;
  pool: pg.Pool;
  jobs: Jobs;
  clock: Clock;
  log: Logger;
}

type Handler = (trx: Trx, event: PublishedEvent, ctx: Context) => Promise<void>;

/** The outbox: facts written with the change, delivered once to each subscriber, numbered for readers of the feed. */
export function createEvents({ db, pool, jobs, clock, log }: EventsOptions) {
  const subscribers = new Map<string, { kind: EventKind; handle: Handler }>();
  const sequencer = createSequencer({ db, pool, log });

  async function publish<Data extends z.ZodType>(
    trx: Trx,
    kind: EventKind<Data>,
    { ctx, projectId, subject, data }: Publication<z.input<Data>>,
  ): Promise<void> {
    const id = newId();
    const row = {
      id,
      type: kind.type,
      version: kind.version,
      project_id: projectId,
      subject_kind: subject.kind,
      subject_id: subject.id,
      actor_id: ctx.actor.id,
      correlation_id: ctx.correlationId,
      occurred_at: clock.now(),
      data: JSON.stringify(kind.data.parse(data)),
    };
    await trx
      .with('written', (query) => query.insertInto('kernel.event').values(row).returning('id'))
      .insertInto('kernel.event_pending')
      .columns(['event_id'])
      .expression((builder) => builder.selectFrom('written').select('id'))
      .execute();
    for (const [subscriber, entry] of subscribers)
      if (entry.kind.type === kind.type)
        await jobs.add(
          trx,
          deliverJob,
          { eventId: id, subscriber },
          { queueName: laneOf(subscriber, subject.id) },
        );
    await sql`select pg_notify('pesscara_feed', '')`.execute(trx);
  }

  /** Hears a kind of fact. The handler's database effects happen once, though delivery may be tried again. */
  function subscribe<Data extends z.ZodType>(
    kind: EventKind<Data>,
    subscriber: string,
    handle: (trx: Trx, event: PublishedEvent<z.output<Data>>, ctx: Context) => Promise<void>,
  ): void {
    if (subscribers.has(subscriber)) throw new Error(`Two subscribers are named ${subscriber}`);
    subscribers.set(subscriber, { kind, handle: handle as Handler });
  }

  async function load(eventId: string): Promise<PublishedEvent> {
    const row = await db
      .selectFrom('kernel.event')
      .selectAll()
      .where('id', '=', eventId)
      .executeTakeFirstOrThrow();
    return {
      id: row.id,
      type: row.type,
      projectId: row.project_id,
      subject: { kind: row.subject_kind, id: row.subject_id },
      occurredAt: row.occurred_at,
      correlationId: row.correlation_id,
      data: row.data,
    };
  }

  jobs.handle(deliverJob, async ({ eventId, subscriber }) => {
    const entry = subscribers.get(subscriber);
    if (entry === undefined) return; // A subscriber of an older version: nobody listens any more.
    const event = await load(eventId);
    const ctx = { ...systemContext(subscriber, log), correlationId: event.correlationId };
    await transact(db, async (trx) => {
      const first = await trx
        .insertInto('kernel.delivery')
        .values({ subscriber, event_id: eventId, delivered_at: clock.now() })
        .onConflict((conflict) => conflict.doNothing())
        .returning('event_id')
        .executeTakeFirst();
      if (first !== undefined)
        await entry.handle(trx, { ...event, data: entry.kind.data.parse(event.data) }, ctx);
    });
  });

  return { publish, subscribe, sequencer };
}

export type Events = ReturnType<typeof createEvents>;
