-- Which process a worker is of (pid, start, boot, pid namespace): one that is known to be gone need not be waited for.
alter table kernel.worker add column process text not null default '';

-- Who is whose child, as identity says it, for whoever reads the catalogue: written whole by the job that carries findings out. By codes:
-- of a subject nothing may be stored yet, or any more.
create table catalogue.subject_relation (
  project_id uuid not null references projects.project (id),
  child_code text not null,
  mother_code text not null,
  -- [{role, designation}]: what the labels of its images call the child.
  labels jsonb not null,
  -- Children of the same mother with images in the same exams.
  siblings text[] not null,
  primary key (project_id, child_code, mother_code)
);
-- Serves the children of a subject.
create index subject_relation_mother on catalogue.subject_relation (project_id, mother_code);
