-- A person who withdrew consent: nothing that is sealed about them opens any more, and what still comes of them is refused. The keyed hashes of
-- their identifiers stay, to know them by.
alter table crosswalk.subject add column state text not null default 'active' check (state in ('active', 'void'));

-- withdraw: a person's consent is withdrawn; everything of theirs is destroyed when the time to undo is over.
alter table identity.fact drop constraint fact_kind_check;
alter table identity.fact add constraint fact_kind_check check (kind in ('link', 'merge', 'move', 'undo', 'withdraw'));
-- When the destruction begins; null: a second person has to confirm it first.
alter table identity.fact add column effective_at timestamptz;
alter table identity.fact add column confirmed_by text;
alter table identity.fact add column confirmed_by_name text;
alter table identity.fact add column confirmed_at timestamptz;
-- From here on it cannot be undone.
alter table identity.fact add column begun_at timestamptz;
-- What was destroyed, in counts.
alter table identity.fact add column destroyed jsonb;
-- Serves the question whether anybody of a project withdrew, at every change of who is who.
create index fact_withdrawn on identity.fact (project_id) where kind = 'withdraw';
