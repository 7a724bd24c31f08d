-- The check of what is about to leave quarantine for identifiers of its patients.
create schema leaks;

-- How the check of an arrival stands. Findings name places and keyed hashes, never a value.
create table leaks.intake_check (
  intake_id uuid primary key references archive.intake (id),
  project_id uuid not null references projects.project (id),
  series_id uuid not null references catalogue.series (id),
  -- waiting: asked for, or begun; done; failed: given up, which counts as a finding of high severity
  state text not null check (state in ('waiting', 'done', 'failed')),
  attempts integer not null default 0,
  -- SHA-256 over the instances and their blobs as they were checked: what came or changed since was not.
  content_sha256 bytea,
  findings jsonb not null default '[]',
  identifier_count integer not null default 0,
  instance_count integer not null default 0,
  requested_at timestamptz not null,
  finished_at timestamptz
);
-- Serves checking again all arrivals of a series whose instances were replaced.
create index intake_check_series on leaks.intake_check (series_id);
