create schema conversion;

create table conversion.conversion (
  id uuid primary key,
  project_id uuid not null,
  series_id uuid not null references catalogue.series (id),
  state text not null check (state in ('waiting', 'running', 'converted', 'not-convertible', 'failed', 'superseded')),
  converter text,
  reason text,
  detail text,
  attempts integer not null default 0,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz
);
-- Serves a series' conversion state, newest first.
create index conversion_series on conversion.conversion (series_id, created_at desc, id desc);
