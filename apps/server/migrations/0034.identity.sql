-- The woman under whose identifier a child was examined before its birth: the child's dates are shifted like hers, and what identifies her is
-- looked for in the child's images.
alter table crosswalk.subject add column mother_id uuid references crosswalk.subject (id);
-- Serves the identifiers of a mother among those that a child's images may show.
create index subject_mother on crosswalk.subject (mother_id) where mother_id is not null;

-- child: series that came under a mother's identifier show her child; without a subject they show herself after all.
alter table identity.fact drop constraint fact_kind_check;
alter table identity.fact add constraint fact_kind_check check (kind in ('link', 'merge', 'move', 'undo', 'withdraw', 'child'));
-- Of a child: what the label of its images calls it, and which of several.
alter table identity.fact add column child_role text check (child_role in ('fetus', 'twin', 'triplet', 'mother'));
alter table identity.fact add column child_designation text check (child_designation in ('A', 'B', 'C', 'D'));
-- Of a child: [{series, exam, origin, part}], its Series Instance UIDs, the Study Instance UID and the subject that each came under, and the
-- Study Instance UID of the child's part of that exam.
alter table identity.fact add column child_series jsonb;
