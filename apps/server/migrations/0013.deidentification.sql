-- Profiles that are being edited: one draft a name, seen by all who manage profiles. A draft becomes a version and is gone; versions are never
-- changed (deidentification.profile, which the application may not update).
create table deidentification.profile_draft (
  name text primary key,
  -- The version that it began as; null: written from nothing.
  based_on uuid references deidentification.profile (id),
  document jsonb not null,
  -- Counts the savings, so that two editors do not overwrite each other.
  version integer not null,
  updated_at timestamptz not null,
  updated_by text not null
);

-- Private creators that have been met, as keyed hashes: a profile that names one that never came is probably misspelt. No name is kept, since
-- a device may write anything into it.
create table deidentification.private_creator (
  creator_hmac bytea primary key,
  first_seen_at timestamptz not null
);
