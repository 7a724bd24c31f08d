-- Profiles can be files of RSNA CTP: they stand in deidentification.profile with a document of the kind 'ctp'. What identifies stands here.

-- The lookup table of a CTP script, sealed: its keys are numbers and names of patients.
create table deidentification.ctp_lookup_table (
  profile_id uuid primary key references deidentification.profile (id),
  sealed bytea not null
);

-- The integer tables of CTP scripts: a number for each text of a key type in a project. The text is a keyed hash. The primary key answers
-- which number a text has, the other one which number is next.
create table deidentification.ctp_integer (
  project_id uuid not null,
  key_type text not null,
  text_hmac bytea not null,
  number integer not null,
  primary key (project_id, key_type, text_hmac),
  constraint ctp_integer_number_unique unique (project_id, key_type, number)
);
