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

-- What browse filters and counts by stands first: reading a row up to there costs a third of reading it to its end.
create table catalogue.series (
  id uuid primary key,
  project_id uuid not null references projects.project (id),
  subject_id uuid not null references catalogue.subject (id),
  exam_id uuid not null references catalogue.exam (id),
  released_instance_count integer not null default 0,
  -- The values of all facets but tags, in one: 100,000 series are counted by it from its index alone, in a tenth of the time that a scan of the table takes.
  facet_key text not null generated always as (
    coalesce(modality, '') || e'\x1f' || coalesce(weighting, '') || e'\x1f' || coalesce(plane, '') || e'\x1f' || coalesce(contrast, '')
    || e'\x1f' || coalesce(centre, '') || e'\x1f' || coalesce(manufacturer, '') || e'\x1f' || conversion_state
  ) stored,
  -- Words of descriptions, codes, classes and tags, lower case: what the search box looks through. Generated, so that no writer can forget it.
  search_text text not null generated always as (lower(
    subject_code || ' ' || coalesce(series_description, '') || ' ' || coalesce(protocol_name, '') || ' ' || coalesce(normalised_name, '')
    || ' ' || coalesce(study_description, '') || ' ' || coalesce(modality, '') || ' ' || coalesce(body_part_examined, '')
    || ' ' || coalesce(plane, '') || ' ' || coalesce(weighting, '') || ' ' || coalesce(contrast, '')
    || ' ' || coalesce(manufacturer, '') || ' ' || coalesce(manufacturer_model_name, '') || ' ' || coalesce(centre, '')
    || ' ' || catalogue.words(tags)
  )) stored,
  tags text[] not null default '{}',
  -- Values copied down from subject and exam so that browse, sort and facets read one table.
  study_date date,
  modality text,
  -- Set by classification: the correction of a person wins over the rules.
  weighting text,
  plane text,
  contrast text,
  centre text,
  manufacturer text,
  -- Set by conversion: none, waiting, converted, not-convertible, failed
  conversion_state text not null default 'none',
  released_size_bytes bigint not null default 0,
  released_at timestamptz,
  subject_code text not null,
  study_instance_uid text not null,
  study_description text,
  series_instance_uid text not null,
  series_number integer,
  series_description text,
  protocol_name text,
  body_part_examined text,
  manufacturer_model_name text,
  sop_class_uid text,
  normalised_name text,
  classification_confidence real,
  classification_corrected boolean not null default false,
  created_at timestamptz not null,
  version integer not null default 1,
  constraint series_project_uid_unique unique (project_id, series_instance_uid),
  constraint series_visible_released_at check (released_instance_count = 0 or released_at is not null),
  -- What an index row can hold (series_tag_facets).
  constraint series_tags_bytes check (octet_length(catalogue.words(tags)) <= 1000)
);

-- Serve the series list of browse, one index for each order; keyset pages read them without a sort, backwards for the opposite order.
-- Expressions instead of nullable columns: a keyset on them is one row comparison.
create index series_by_study_date on catalogue.series (project_id, (coalesce(study_date, '-infinity'::date)) desc, id desc) where released_instance_count > 0;
create index series_by_subject on catalogue.series (project_id, subject_code, id) where released_instance_count > 0;
create index series_by_modality on catalogue.series (project_id, (coalesce(modality, '')), id) where released_instance_count > 0;
create index series_by_release on catalogue.series (project_id, released_at desc, id desc) where released_instance_count > 0;
-- Serve the facets from the index alone: all of them but tags, and tags (with the others as filters).
create index series_facets on catalogue.series (project_id, facet_key) where released_instance_count > 0;
create index series_tag_facets on catalogue.series (project_id, facet_key, tags) where released_instance_count > 0 and tags <> '{}';
-- Serve filters that leave few rows (those that leave many read the index of the order until the page is full).
create index series_modality on catalogue.series (project_id, modality) where released_instance_count > 0;
create index series_weighting on catalogue.series (project_id, weighting) where released_instance_count > 0;
create index series_centre on catalogue.series (project_id, centre) where released_instance_count > 0;
create index series_manufacturer on catalogue.series (project_id, manufacturer) where released_instance_count > 0;
create index series_conversion on catalogue.series (project_id, conversion_state) where released_instance_count > 0;
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
