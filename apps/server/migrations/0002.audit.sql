-- The audit trail: append-only. The application's role may insert and select, nothing else (granted in grants.sql).
create schema audit;

create table audit.entry (
  id uuid primary key,
  occurred_at timestamptz not null,
  -- C create, R read, U update, D delete, E execute (PS3.15 A.5.1 EventActionCode)
  action char(1) not null check (action in ('C', 'R', 'U', 'D', 'E')),
  type text not null,
  -- 0 success, 4 minor failure, 8 serious failure, 12 major failure (PS3.15 A.5.1)
  outcome smallint not null check (outcome in (0, 4, 8, 12)),
  actor_id text not null,
  actor_name text not null,
  actor_kind text not null,
  project_id uuid,
  object_kind text not null,
  object_id text not null,
  -- Other objects in whose history the entry belongs, as kind:id (a decision on a case belongs to its series).
  related text[] not null default '{}',
  correlation_id text not null,
  -- The whole entry as RFC 8785 canonical JSON: the bytes that the chain hashes.
  bytes bytea not null
);
-- Serves the audit page and the history tab: newest first by project, by object, by actor, by type.
create index entry_project on audit.entry (project_id, id desc);
create index entry_object on audit.entry (object_kind, object_id, id desc);
create index entry_actor on audit.entry (actor_id, id desc);
create index entry_type on audit.entry (type, id desc);
-- Serves the history of an object that an entry relates to.
create index entry_related on audit.entry using gin (related) where related <> '{}';

-- Entries that have no place in the chain yet: written with the entry, removed as it is chained. Because a row is seen here only once it is
-- committed, and one sequencer numbers what it sees, numbers never fill in behind a reader, whatever transactions are still open,
-- and a dump restored into another cluster (where transaction ids begin anew) goes on. No foreign key: its check on every entry costs more than it tells.
create table audit.pending (
  entry_id uuid primary key
);

-- The chain. leaf = SHA-256(0x00 || bytes); chained = SHA-256(previous chained || leaf). Inserted by the sequencer only.
create table audit.chain (
  sequence bigint primary key,
  entry_id uuid not null unique references audit.entry (id),
  leaf bytea not null,
  chained bytea not null
);

-- Signed heads: RFC 6962 tree root and chain head at a size, as a C2SP checkpoint note.
create table audit.checkpoint (
  size bigint primary key,
  root bytea not null,
  note text not null,
  -- Roots of the tree's complete subtrees, largest first: the next root is computed from here, not from the first entry.
  frontier bytea not null,
  made_at timestamptz not null
);
