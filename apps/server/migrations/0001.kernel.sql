-- The kernel's own tables: the outbox of facts, its numbering, deliveries, blobs' bookkeeping, settings made at first start.
create schema kernel;

-- A fact, written in the transaction of the change that it reports. Never updated.
create table kernel.event (
  id uuid primary key,
  transaction_id xid8 not null default pg_current_xact_id(),
  type text not null,
  version integer not null default 1,
  project_id uuid,
  subject_kind text not null,
  subject_id text not null,
  actor_id text not null,
  correlation_id text not null,
  occurred_at timestamptz not null,
  data jsonb not null
);

-- The position that readers of the feed see. Filled by the sequencer, behind the xmin fence, so that numbers never fill in behind a reader.
create table kernel.event_position (
  position bigint primary key,
  event_id uuid not null unique references kernel.event (id)
);
-- Serves the sequencer: facts without a position yet, oldest transaction first.
create index event_transaction_id on kernel.event (transaction_id, id);

-- One row per handled fact and subscriber: at-least-once delivery becomes once.
create table kernel.delivery (
  subscriber text not null,
  event_id uuid not null references kernel.event (id),
  delivered_at timestamptz not null,
  primary key (subscriber, event_id)
);

-- Processes that run jobs; a row whose heartbeat is old is dead and its jobs are unlocked.
create table kernel.worker (
  id text primary key,
  started_at timestamptz not null,
  heartbeat_at timestamptz not null
);

-- Answers given to requests that carried an Idempotency-Key.
create table kernel.idempotency (
  key text not null,
  actor_id text not null,
  operation text not null,
  status integer not null,
  body jsonb,
  created_at timestamptz not null,
  primary key (actor_id, operation, key)
);
