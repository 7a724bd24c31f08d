create schema classification;

create table classification.result (
  id uuid primary key,
  project_id uuid not null,
  series_id uuid not null references catalogue.series (id),
  -- rules: by the rule set of that version; person: a correction, which rules never overwrite
  source text not null check (source in ('rules', 'person')),
  rules_version text,
  modality text,
  plane text,
  weighting text,
  contrast text,
  normalised_name text not null,
  confidence real not null,
  evidence jsonb not null,
  reason text,
  created_at timestamptz not null,
  created_by text not null
);
-- Serves a series' classification and its history, newest first.
create index result_series on classification.result (series_id, created_at desc, id desc);
