-- Distinct values of what waits for review: each attribute and value once, however many images hold it.

-- Which connections of senders brought something to an arrival: a batch of review can be one upload or one association.
create table archive.intake_association (
  intake_id uuid not null references archive.intake (id),
  association_id uuid not null references archive.association (id),
  primary key (association_id, intake_id)
);
-- Serves handing the connections of an arrival on to the one that its instances move to.
create index intake_association_intake on archive.intake_association (intake_id);
-- Serves finding the upload that a connection belongs to.
create index upload_association on archive.upload (association_id);

-- A value that was met in a project. Its text is sealed, for it may be what a review is to find, and goes when no case holds it any more.
create table curation.inventory_value (
  id uuid primary key,
  project_id uuid not null references projects.project (id),
  -- Keyed: of path, VR and value. Equal values of two projects have different hashes.
  value_hash bytea not null,
  -- Tags from the outside in, without item numbers.
  path text not null,
  keyword text,
  vr text not null,
  -- Values of this attribute are numbers, times, UIDs or bytes, and stand in one row.
  stands_together boolean not null,
  -- Null: they stand together, or nothing that waits holds it.
  sealed bytea,
  rule text not null,
  flags text[] not null,
  first_intake_id uuid not null,
  first_seen_at timestamptz not null,
  constraint inventory_value_unique unique (project_id, value_hash)
);

-- How many images of an arrival hold a value; gone when its case is decided.
create table curation.inventory_use (
  intake_id uuid not null references archive.intake (id),
  value_id uuid not null references curation.inventory_value (id),
  instance_count integer not null,
  sample_instance_id uuid not null,
  primary key (intake_id, value_id)
);
-- Serves finding the arrivals that a decision on a value changes, and whether anything holds it.
create index inventory_use_value on curation.inventory_use (value_id);

-- Of which content of an arrival its values were taken; gone when its case is decided.
create table curation.inventory_taken (
  intake_id uuid primary key references archive.intake (id),
  instance_count integer not null,
  -- Of ids and blobs of its instances.
  content_sha256 bytea not null,
  taken_at timestamptz not null
);

-- What a reviewer decided on a value, for this and for later arrivals of the project.
create table curation.value_decision (
  id uuid primary key,
  project_id uuid not null references projects.project (id),
  value_id uuid not null references curation.inventory_value (id),
  action text not null check (action in ('accept', 'remove', 'replace')),
  -- What it becomes; sealed, because a person wrote it.
  sealed_replacement bytea,
  -- waiting: within the time to undo; applied: carried out, and on whatever comes
  state text not null check (state in ('waiting', 'applied', 'undone')),
  decided_by uuid not null,
  decided_at timestamptz not null,
  effective_at timestamptz not null
);
-- Serves the decision in force on a value: one.
create unique index value_decision_in_force on curation.value_decision (value_id) where state <> 'undone';
-- Serves asking whether a project has decisions that what arrives must follow.
create index value_decision_project on curation.value_decision (project_id) where state <> 'undone' and action <> 'accept';

-- Where a decision was carried out, so that it can be taken back; gone when the case is decided.
create table curation.value_change (
  intake_id uuid not null references archive.intake (id),
  decision_id uuid not null references curation.value_decision (id),
  value_id uuid not null references curation.inventory_value (id),
  -- The cause of the versions that were made: archive.version_batch.cause_id.
  cause_id uuid not null,
  instance_count integer not null,
  sample_instance_id uuid not null,
  primary key (intake_id, decision_id, cause_id)
);
-- Serves taking a decision back.
create index value_change_decision on curation.value_change (decision_id);
-- Serves asking whether anything may still bring a value back.
create index value_change_value on curation.value_change (value_id);

update projects.project set settings = settings || '{"decideFlaggedValues": false}';
