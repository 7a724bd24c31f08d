-- Envelope encryption of the crosswalk: what is sealed about a person is sealed with a data key of theirs; data keys lie here wrapped by a
-- key-encryption key, which never lies in the database. Deleting a data key makes what it sealed unreadable for ever.
create table crosswalk.key_encryption_key (
  -- Names the key: `vault` is derived from the vault's key, others are files in the folder of keys.
  id text primary key,
  -- active: wraps new data keys; retiring: opens those that are not wrapped anew yet; retired: no data key names it.
  state text not null check (state in ('active', 'retiring', 'retired')),
  created_at timestamptz not null,
  retired_at timestamptz
);
-- Serves the choice of the key for a new data key: there is one.
create unique index key_encryption_key_active on crosswalk.key_encryption_key (state) where state = 'active';
insert into crosswalk.key_encryption_key (id, state, created_at) values ('vault', 'active', now());

create table crosswalk.data_key (
  id uuid primary key,
  project_id uuid not null,
  key_encryption_key_id text not null references crosswalk.key_encryption_key (id),
  wrapped bytea not null,
  created_at timestamptz not null
);
-- Serves a rotation: the data keys that still name an older key, in order.
create index data_key_wrapped_by on crosswalk.data_key (key_encryption_key_id, id);

-- Null: sealed by the vault itself, as all rows were before there were data keys; a job at the start seals them anew.
alter table crosswalk.alias add column data_key_id uuid references crosswalk.data_key (id);
alter table crosswalk.subject add column data_key_id uuid references crosswalk.data_key (id);
-- Serves the job that gives a data key to rows from before.
create index alias_without_data_key on crosswalk.alias (id) where data_key_id is null;
-- Serves the same for subjects.
create index subject_without_data_key on crosswalk.subject (id) where data_key_id is null;
-- Serves the aliases of a person: the crosswalk desk, and what changes when persons are joined.
create index alias_person on crosswalk.alias (person_id, created_at, id);

-- Rows of clinical tables whose patient is not known yet, sealed with a data key of their table: {cells}. Found by the same keyed hash as aliases.
create table crosswalk.unmatched_row (
  id uuid primary key,
  project_id uuid not null,
  table_id uuid not null,
  row_number integer not null,
  blind_index bytea not null,
  data_key_id uuid not null references crosswalk.data_key (id),
  sealed bytea not null,
  created_at timestamptz not null
);
-- Serves matching: which rows wait for a patient who is known now.
create index unmatched_row_patient on crosswalk.unmatched_row (project_id, blind_index);
-- Serves the counts of a table, and the removal of its data key after its last row.
create index unmatched_row_table on crosswalk.unmatched_row (table_id, id);
-- Serves the purge of rows that waited too long.
create index unmatched_row_created on crosswalk.unmatched_row (created_at);

-- Serves the limit on reveals of one account within an hour.
create index reveal_account on crosswalk.reveal (account_id, occurred_at);
alter table crosswalk.reveal add constraint reveal_purpose
  check (purpose in ('adverse-event', 're-consent', 'quality-assurance', 'data-linkage', 'legal'));

-- Clinical tables by research ID: what was attached, without any identifier of a patient.
create schema identity;
create table identity.subject_table (
  id uuid primary key,
  project_id uuid not null references projects.project (id),
  name text not null,
  -- [{name, kind: 'text' | 'date'}] of what is kept, in order.
  columns jsonb not null,
  row_count integer not null,
  created_at timestamptz not null,
  created_by text not null,
  deleted_at timestamptz
);
-- Serves the refusal of a second table of the same name.
create unique index subject_table_name_unique on identity.subject_table (project_id, name) where deleted_at is null;
-- Serves the list of a project's tables, newest first.
create index subject_table_project on identity.subject_table (project_id, created_at desc, id) where deleted_at is null;

create table identity.subject_table_row (
  -- Of the sealed row, where it waited for its patient: written twice, it is there once.
  id uuid primary key,
  table_id uuid not null references identity.subject_table (id),
  project_id uuid not null,
  subject_code text not null,
  row_number integer not null,
  -- By column; null where a value was removed.
  cells jsonb not null
);
-- Serves the download of a table in the order of its file.
create index subject_table_row_order on identity.subject_table_row (table_id, row_number, id);
-- Serves what is known of a subject, and what moves with one.
create index subject_table_row_subject on identity.subject_table_row (project_id, subject_code);
