create schema deidentification;

-- A version of a profile is immutable; an edit is a new version.
create table deidentification.profile (
  id uuid primary key,
  name text not null,
  version integer not null,
  document jsonb not null,
  sha256 bytea not null,
  created_at timestamptz not null,
  created_by text not null,
  constraint profile_name_version_unique unique (name, version)
);

-- What was done to an instance, without any value: equal for most instances of a series, so stored once by content.
create table deidentification.report (
  sha256 bytea primary key,
  body jsonb not null
);

-- The crosswalk: its own schema and role; the application's role may not read it (grants.sql).
create schema crosswalk;

create table crosswalk.person (
  id uuid primary key,
  created_at timestamptz not null,
  status text not null default 'active' check (status in ('active', 'merged', 'void'))
);

create table crosswalk.alias (
  id uuid primary key,
  person_id uuid not null references crosswalk.person (id),
  project_id uuid not null,
  kind text not null check (kind in ('mrn', 'temporary', 'accession', 'site', 'trial', 'external')),
  -- HMAC of (issuer, identifier): finds a person without decrypting.
  blind_index bytea not null,
  -- Envelope-encrypted {issuer, id, name, birthDate}, additional data = table, project, person, field.
  sealed bytea not null,
  created_at timestamptz not null,
  constraint alias_project_blind_index_unique unique (project_id, blind_index)
);

create table crosswalk.subject (
  id uuid primary key,
  project_id uuid not null,
  person_id uuid not null references crosswalk.person (id),
  code text not null,
  sequence integer not null,
  -- Sealed: the date shift in days.
  sealed_date_shift bytea not null,
  created_at timestamptz not null,
  constraint subject_project_code_unique unique (project_id, code),
  -- Serves the next number of a project.
  constraint subject_project_sequence_unique unique (project_id, sequence),
  constraint subject_project_person_unique unique (project_id, person_id)
);

create table crosswalk.reveal (
  id uuid primary key,
  occurred_at timestamptz not null,
  account_id uuid not null,
  subject_id uuid not null references crosswalk.subject (id),
  purpose text not null,
  reason text not null
);
