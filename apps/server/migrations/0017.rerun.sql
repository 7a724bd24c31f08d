-- A profile applied again to what is archived.
create schema rerun;

create table rerun.run (
  id uuid primary key,
  project_id uuid not null references projects.project (id),
  profile_id uuid not null references deidentification.profile (id),
  -- Which series were meant, as they were asked for; what they were at the start stands in rerun.series.
  scope jsonb not null,
  -- What becomes of the versions before: keep, discard.
  previous text not null check (previous in ('keep', 'discard')),
  reason text not null,
  state text not null check (state in ('running', 'cancelled', 'finished')),
  started_at timestamptz not null,
  started_by text not null,
  started_by_name text not null,
  ended_at timestamptz
);
-- At most one runs in a project: two would take turns at the same series.
create unique index run_running_unique on rerun.run (project_id) where state = 'running';
-- Serves the list of a project's runs, newest first.
create index run_project on rerun.run (project_id, id desc);

create table rerun.series (
  run_id uuid not null references rerun.run (id),
  series_id uuid not null references catalogue.series (id),
  -- replaced: it has new versions. unchanged: the profile made the same of it. kept: it stays as it was, for a reason.
  state text not null check (state in ('waiting', 'replaced', 'unchanged', 'kept')),
  reason_code text,
  reason text,
  -- Instances with new versions, and how many of them were made from their originals.
  replaced_count integer not null default 0,
  from_originals_count integer not null default 0,
  failures integer not null default 0,
  ended_at timestamptz,
  primary key (run_id, series_id)
);
-- Serves the next series to work on, the counts of a run, and its results by state.
create index series_state on rerun.series (run_id, state, series_id);
