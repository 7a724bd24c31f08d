-- Faces: what became of the recognizable visual features of an arrival whose profile has them removed (113102).
create schema defacing;

create table defacing.task (
  intake_id uuid primary key references archive.intake (id),
  project_id uuid not null references projects.project (id),
  series_id uuid not null references catalogue.series (id),
  -- waiting: the job has yet to say. not-applicable: no face can be seen. defaced, not-defaced: what the job found.
  -- accepted: a person saw the defaced pictures. restoring, restored: a person wants the face back. exempted: a person lets a face pass.
  state text not null check (state in ('waiting', 'not-applicable', 'defaced', 'not-defaced', 'accepted', 'restoring', 'restored', 'exempted')),
  -- A closed list of codes; the words are the program's.
  reason text,
  -- Of the arrival when the task was begun: more instances make it begin anew.
  instance_count integer not null,
  -- Another each time that it is begun; the job of an older one does nothing.
  run_id uuid not null,
  -- Numbers of the picture, nothing that names a person.
  measures jsonb,
  -- Pictures before and after, sealed: they show a face. Null when they are removed.
  sealed_pictures bytea,
  begun_at timestamptz not null,
  finished_at timestamptz,
  decided_by uuid,
  decided_at timestamptz,
  decision_reason text
);

-- The instances with their faces, in the vault alone, until the case is decided.
create table defacing.original (
  instance_id uuid primary key,
  intake_id uuid not null references defacing.task (intake_id),
  vault_file text not null,
  transfer_syntax_uid text not null
);
-- Serves reading and removing the originals of an arrival.
create index original_intake on defacing.original (intake_id);
