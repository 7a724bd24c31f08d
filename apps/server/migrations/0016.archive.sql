-- Versions of stored instances: archive.instance is what is current; here stands what it was before, and what is being prepared.

-- New versions of instances of one series, made together: readers see all of them or none.
create table archive.version_batch (
  id uuid primary key,
  project_id uuid not null references projects.project (id),
  series_id uuid not null references catalogue.series (id),
  -- Why: pixel-mask, value-decision, re-run, identity, defacing; and the id of what asked for it.
  cause_kind text not null check (cause_kind in ('pixel-mask', 'value-decision', 're-run', 'identity', 'defacing')),
  cause_id uuid not null,
  state text not null check (state in ('open', 'committed', 'abandoned')),
  made_by text not null,
  made_by_name text not null,
  begun_at timestamptz not null,
  ended_at timestamptz
);
-- Serves finding the open batch again after a crash: one for each cause and series.
create unique index version_batch_open_unique on archive.version_batch (cause_id, series_id) where state = 'open';
-- Serves a series' lineage.
create index version_batch_series on archive.version_batch (series_id, begun_at);

-- staged: made, durable, not visible. current: the facts of archive.instance. kept, discarded: what was current before; the blob of a
-- discarded one is removed.
create table archive.instance_version (
  id uuid primary key,
  instance_id uuid not null references archive.instance (id),
  -- Null: the version that arrived.
  batch_id uuid references archive.version_batch (id),
  state text not null check (state in ('staged', 'current', 'kept', 'discarded')),
  -- Given when it becomes current; 1: as it arrived.
  version integer,
  -- Of a staged one: the blob that it was made from. It can take the place of no other.
  based_on_sha256 bytea,
  transfer_syntax_uid text not null,
  instance_number integer,
  frame_count integer not null,
  rows_count integer,
  columns_count integer,
  pixel_data_offset integer,
  pixel_data_bytes bigint,
  blob_sha256 bytea not null,
  size_bytes bigint not null,
  report_sha256 bytea not null,
  profile_id uuid not null,
  findings jsonb not null,
  -- What the catalogue is to show of the series; of a staged one.
  series_facts jsonb,
  -- Original values, sealed anew because the header was de-identified anew; of a staged one.
  sealed_originals bytea,
  -- SHA-256 of the Pixel Data that this version replaced, when it replaced them: a resend of the old pixels is told by it.
  replaced_pixels_sha256 bytea,
  made_at timestamptz not null,
  constraint instance_version_number_unique unique (instance_id, version),
  constraint instance_version_batch_unique unique (batch_id, instance_id)
);
-- Serves the reference check before a blob is removed.
create index instance_version_blob on archive.instance_version (blob_sha256);
