create schema curation;

-- A quarantine case: one intake that waits for a person's decision.
create table curation.quarantine_case (
  id uuid primary key,
  intake_id uuid not null unique references archive.intake (id),
  project_id uuid not null references projects.project (id),
  subject_id uuid not null,
  exam_id uuid not null,
  series_id uuid not null references catalogue.series (id),
  -- open; first-approved: waits for a second reviewer; approved, rejected: decided but within the time to undo; released, discarded: final
  state text not null check (state in ('open', 'first-approved', 'approved', 'rejected', 'released', 'discarded')),
  -- 0 none … 100: what the queue is ordered by
  risk smallint not null,
  findings jsonb not null default '[]',
  assignee_id uuid,
  importer_id uuid,
  subject_code text not null,
  series_description text,
  modality text,
  channel text not null,
  calling_ae text,
  instance_count integer not null,
  opened_at timestamptz not null,
  decided_at timestamptz,
  effective_at timestamptz,
  version integer not null default 1
);
-- Serves the queue: undecided by risk, then oldest first.
create index case_queue on curation.quarantine_case (project_id, (-risk), opened_at, id) where state in ('open', 'first-approved');
-- Serves making due decisions effective after a restart.
create index case_effective on curation.quarantine_case (effective_at) where state in ('approved', 'rejected');
-- Serves a series' review history.
create index case_series on curation.quarantine_case (series_id, opened_at desc);

create table curation.decision (
  id uuid primary key,
  case_id uuid not null references curation.quarantine_case (id),
  account_id uuid not null,
  -- approve, reject, undo
  verdict text not null check (verdict in ('approve', 'reject', 'undo')),
  reason_code text,
  reason text,
  case_version integer not null,
  decided_at timestamptz not null
);
-- Serves a case's history and the rule that the second reviewer is another person.
create index decision_case on curation.decision (case_id, decided_at, id);
