-- What was found in released series after their release: a replaced series is searched again, and a person decides.
create table curation.released_finding (
  case_id uuid primary key references curation.quarantine_case (id),
  project_id uuid not null references projects.project (id),
  series_id uuid not null references catalogue.series (id),
  -- open; first-acknowledged: an identifier was found, a second person must agree; acknowledged: it may stay released;
  -- withdrawn: it went back to quarantine; gone: what is there now holds none of it
  state text not null check (state in ('open', 'first-acknowledged', 'acknowledged', 'withdrawn', 'gone')),
  -- Places and keyed hashes, never a value.
  findings jsonb not null,
  found_at timestamptz not null,
  first_by uuid,
  decided_by uuid,
  decided_at timestamptz,
  reason text,
  version integer not null default 1
);
-- Serves the list of a project and its count: what nobody decided on, oldest first.
create index released_finding_open on curation.released_finding (project_id, found_at, case_id) where state in ('open', 'first-acknowledged');
-- Serves the list of what was decided, oldest first.
create index released_finding_decided on curation.released_finding (project_id, found_at, case_id) where state not in ('open', 'first-acknowledged');
-- A released series can be sent back to quarantine; what was approved before does not count then.
alter table curation.decision drop constraint decision_verdict_check;
alter table curation.decision add constraint decision_verdict_check check (verdict in ('approve', 'reject', 'undo', 'withdraw'));
