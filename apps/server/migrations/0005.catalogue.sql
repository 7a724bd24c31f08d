create schema catalogue;

-- array_to_string is only stable in general (it depends on the element type's output); for text it is immutable, which a generated column needs.
create function catalogue.words(text[]) returns text language sql immutable parallel safe return array_to_string($1, ' ');

create table catalogue.subject (
  id uuid primary key,
  project_id uuid not null references projects.project (id),
  -- The research ID. Never derived from an identity.
  code text not null,
  created_at timestamptz not null,
  released_exam_count integer not null default 0,
  released_series_count integer not null default 0,
  released_instance_count integer not null default 0,
  last_released_at timestamptz,
  constraint subject_project_code_unique unique (project_id, code)
);
-- Serves the subject list of browse: visible subjects by code.
create index subject_visible on catalogue.subject (project_id, code, id) where released_series_count > 0;

create table catalogue.exam (
  id uuid primary key,
  project_id uuid not null references projects.project (id),
  subject_id uuid not null references catalogue.subject (id),
  study_instance_uid text not null,
  study_date date,
  study_time text,
  study_description text,
  study_id text,
  accession_number text,
  modalities text[] not null default '{}',
  created_at timestamptz not null,
  released_series_count integer not null default 0,
  released_instance_count integer not null default 0,
  last_released_at timestamptz,
  constraint exam_project_uid_unique unique (project_id, study_instance_uid)
);
-- Serves the exam list of browse (newest first, undated last) and QIDO studies. The expression, not the column: a keyset on it needs no case for nulls.
create index exam_visible on catalogue.exam (project_id, (coalesce(study_date, '-infinity'::date)) desc, id desc) where released_series_count > 0;
-- Serves a subject's page.
create index exam_subject on catalogue.exam (subject_id, study_date desc nulls last, id desc);

create table catalogue.series (
  id uuid primary key,
  project_id uuid not null references projects.project (id),
  subject_id uuid not null references catalogue.subject (id),
  exam_id uuid not null references catalogue.exam (id),
  series_instance_uid text not null,
  modality text,
  series_number integer,
  series_description text,
  protocol_name text,
  body_part_examined text,
  manufacturer text,
  manufacturer_model_name text,
  sop_class_uid text,
  -- Values copied down from subject and exam so that browse, sort and facets read one table.
  subject_code text not null,
  study_date date,
  study_instance_uid text not null,
  study_description text,
  centre text,
  tags text[] not null default '{}',
  -- Set by classification: the correction of a person wins over the rules.
  plane text,
  weighting text,
  contrast text,
  normalised_name text,
  classification_confidence real,
  classification_corrected boolean not null default false,
  -- Set by conversion: none, waiting, converted, not-convertible, failed
  conversion_state text not null default 'none',
  released_instance_count integer not null default 0,
  released_size_bytes bigint not null default 0,
  released_at timestamptz,
  created_at timestamptz not null,
  -- Words of descriptions, codes, classes and tags, lower case: what the search box looks through. Generated, so that no writer can forget it.
  search_text text not null generated always as (lower(
    subject_code || ' ' || coalesce(series_description, '') || ' ' || coalesce(protocol_name, '') || ' ' || coalesce(normalised_name, '')
    || ' ' || coalesce(study_description, '') || ' ' || coalesce(modality, '') || ' ' || coalesce(body_part_examined, '')
    || ' ' || coalesce(plane, '') || ' ' || coalesce(weighting, '') || ' ' || coalesce(contrast, '')
    || ' ' || coalesce(manufacturer, '') || ' ' || coalesce(manufacturer_model_name, '') || ' ' || coalesce(centre, '')
    || ' ' || catalogue.words(tags)
  )) stored,
  version integer not null default 1,
  constraint series_project_uid_unique unique (project_id, series_instance_uid),
  constraint series_visible_released_at check (released_instance_count = 0 or released_at is not null)
);
-- Serve the series list of browse, one index for each order; keyset pages read them without a sort, backwards for the opposite order.
-- Expressions instead of nullable columns: a keyset on them is one row comparison.
create index series_by_study_date on catalogue.series (project_id, (coalesce(study_date, '-infinity'::date)) desc, id desc) where released_instance_count > 0;
create index series_by_subject on catalogue.series (project_id, subject_code, id) where released_instance_count > 0;
-- Also serves the modality filter.
create index series_by_modality on catalogue.series (project_id, (coalesce(modality, '')), id) where released_instance_count > 0;
create index series_by_release on catalogue.series (project_id, released_at desc, id desc) where released_instance_count > 0;
-- Serve filters that leave few rows.
create index series_weighting on catalogue.series (project_id, (coalesce(weighting, ''))) where released_instance_count > 0;
create index series_tags on catalogue.series using gin (tags) where released_instance_count > 0;
-- Serve an exam's and a subject's pages.
create index series_exam on catalogue.series (exam_id, series_number, id);
create index series_subject on catalogue.series (subject_id, study_date desc nulls last, id desc);

create extension if not exists pg_trgm;
-- Serves the search box (substring search).
create index series_search on catalogue.series using gin (search_text gin_trgm_ops) where released_instance_count > 0;

create table catalogue.tag (
  project_id uuid not null references projects.project (id),
  name text not null,
  colour text,
  created_at timestamptz not null,
  created_by text not null,
  primary key (project_id, name)
);
