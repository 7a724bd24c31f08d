-- The subject whose date shift a child has that was made for it, so that its days and its mother's can be compared. Null: its own.
alter table crosswalk.subject add column dated_by_id uuid references crosswalk.subject (id);
-- The child that this subject stands in for, with the date shift of who its mother turned out to be: the shift of a code never changes.
alter table crosswalk.subject add column redates_id uuid references crosswalk.subject (id);
-- Children had the shift of the subject that their first images came under; identifiers of their own lead to none of them.
update crosswalk.subject s set dated_by_id = s.mother_id
  where s.mother_id is not null and not exists (select from crosswalk.alias a where a.person_id = s.person_id);
-- Serves the children of a project that have a mother's date shift.
create index subject_dated on crosswalk.subject (project_id) where dated_by_id is not null;
-- One for each child and shift.
create unique index subject_redates_unique on crosswalk.subject (redates_id, dated_by_id) where redates_id is not null;
