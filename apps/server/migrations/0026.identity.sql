-- Which subject stands for this one since their persons were found to be one; null: itself. Kept from the facts in identity.fact, flattened:
-- a subject that stands for another is never stood for.
alter table crosswalk.subject add column survivor_id uuid references crosswalk.subject (id);
-- Serves the identifiers of a subject: its own, and those of the subjects that it stands for.
create index subject_survivor on crosswalk.subject (survivor_id) where survivor_id is not null;

-- The subject that an exam came under, where that is not the one that it stands under: what a joining that is undone gives back.
create table deidentification.exam_origin (
  project_id uuid not null,
  study_instance_uid text not null,
  subject_code text not null,
  primary key (project_id, study_instance_uid)
);

-- What was found out about who is who: added, never changed. What holds is computed from all of them together, so that their order does not matter.
create table identity.fact (
  id uuid primary key,
  project_id uuid not null references projects.project (id),
  -- link: a temporary identifier is a patient's; merge: two subjects are one person; move: an exam is another subject's; undo: one of these was wrong
  kind text not null check (kind in ('link', 'merge', 'move', 'undo')),
  from_code text,
  to_code text,
  study_instance_uid text,
  undoes uuid references identity.fact (id),
  reason text not null,
  -- What was shown as affected before it was done.
  preview jsonb not null,
  made_at timestamptz not null,
  made_by text not null,
  made_by_name text not null,
  -- How far the stored objects follow.
  total_exams integer not null default 0,
  done_exams integer not null default 0,
  done_at timestamptz
);
-- Serves the facts of a project in order: what holds is computed from them; the desk lists them.
create index fact_project on identity.fact (project_id, id);
-- Serves the refusal to undo twice.
create unique index fact_undone_once on identity.fact (undoes) where undoes is not null;

-- The subject that a row of a clinical table came under.
alter table identity.subject_table_row add column origin_code text;
update identity.subject_table_row set origin_code = subject_code;
alter table identity.subject_table_row alter column origin_code set not null;
-- Serves the rows that move when subjects are joined or parted.
create index subject_table_row_origin on identity.subject_table_row (project_id, origin_code);

-- The subject that stands for this one: its address answers 410 with a link to it.
alter table catalogue.subject add column survivor_id uuid references catalogue.subject (id);
