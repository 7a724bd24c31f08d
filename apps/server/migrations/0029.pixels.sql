create schema pixels;

-- The search for text in the pixels of an arrival.
create table pixels.scan (
  intake_id uuid primary key references archive.intake (id),
  project_id uuid not null references projects.project (id),
  series_id uuid not null references catalogue.series (id),
  -- waiting, scanning; cleaning: what was found is being masked; finished; not-needed: nothing says that there is text;
  -- failed: what must be cleaned cannot be
  state text not null check (state in ('waiting', 'scanning', 'cleaning', 'finished', 'not-needed', 'failed')),
  -- Asked for by a person: every instance is searched, whatever its modality.
  is_requested boolean not null default false,
  instance_count integer not null default 0,
  instances_done integer not null default 0,
  -- Since an instance was searched: what fails again and again is given up, and a person looks at it.
  attempts integer not null default 0,
  -- Why it failed, in words, without any value.
  detail text,
  version integer not null default 1,
  changed_at timestamptz not null
);

-- What was searched, so that a search goes on where it was interrupted.
create table pixels.scanned_instance (
  intake_id uuid not null references archive.intake (id),
  instance_id uuid not null references archive.instance (id) on delete cascade,
  -- Frames that could not be drawn or read: a person must look at them.
  unread_frames integer not null,
  -- sampled: of a long clip, frames whose border did not change were not read; none: only its regions were asked for
  reading text not null check (reading in ('whole', 'sampled', 'none')),
  primary key (intake_id, instance_id)
);
-- Serves the removal of rejected instances.
create index scanned_instance_instance on pixels.scanned_instance (instance_id);

-- A region with text, or one where a device is known to write.
create table pixels.text_box (
  id uuid primary key,
  intake_id uuid not null references archive.intake (id),
  instance_id uuid not null references archive.instance (id) on delete cascade,
  -- Numbered from 1; empty: all frames.
  frames integer[] not null,
  left_px integer not null,
  top_px integer not null,
  width_px integer not null,
  height_px integer not null,
  origin text not null check (origin in ('text', 'device-signature', 'ultrasound-regions')),
  -- identity: the patient's own; unknown: text; harmless: a mark of the configured list
  kind text not null check (kind in ('identity', 'unknown', 'harmless', 'region')),
  confidence real not null,
  -- What was read. It may name the patient: sealed by the vault.
  sealed_text bytea,
  fetal_role text check (fetal_role in ('fetus', 'twin', 'triplet')),
  fetal_designation text check (fetal_designation in ('A', 'B', 'C', 'D')),
  state text not null check (state in ('proposed', 'dismissed', 'masked'))
);
-- Serves the boxes of a case and its findings.
create index text_box_intake on pixels.text_box (intake_id, instance_id);
-- Serves the removal of rejected instances.
create index text_box_instance on pixels.text_box (instance_id);

-- Boxes to be made black, as a reviewer or the profile asked.
create table pixels.mask (
  id uuid primary key,
  intake_id uuid not null references archive.intake (id),
  project_id uuid not null references projects.project (id),
  series_id uuid not null references catalogue.series (id),
  state text not null check (state in ('waiting', 'applying', 'applied', 'undone', 'failed')),
  -- Asked for by the profile, not by a person.
  is_automatic boolean not null,
  -- [{instanceId, rows, columns, frame, left, top, width, height}]: null instance: all of that size; null frame: all frames
  boxes jsonb not null,
  text_box_ids uuid[] not null,
  instance_count integer not null,
  instances_done integer not null default 0,
  -- Attempts at applying it: what fails again and again is given up.
  attempts integer not null default 0,
  detail text,
  made_by text not null,
  made_at timestamptz not null,
  -- Until then it can be taken back.
  effective_at timestamptz not null
);
-- Serves the masks of a case, and whether one is pending.
create index mask_intake on pixels.mask (intake_id, made_at);

-- What waited for review before there was a search: nothing is known of its pixels, and its reviewer has it searched.
insert into pixels.scan (intake_id, project_id, series_id, state, detail, changed_at)
select k.id, k.project_id, k.series_id, case when t.is_unlikely then 'not-needed' else 'failed' end,
  case when t.is_unlikely then null else 'It came before text in pixels was searched for.' end, now()
from archive.intake k
join catalogue.series s on s.id = k.series_id
-- Slices of a scanner, unless an object of theirs was found to be a picture of a screen or to say that it has text.
cross join lateral (select s.modality in ('CT', 'MR', 'PT', 'NM') and not exists (
  select from archive.instance i, jsonb_array_elements(i.findings) f
  where i.intake_id = k.id and f ->> 'code' in ('burned-in-annotation', 'secondary-capture', 'burned-in-possible')) as is_unlikely) t
where k.state in ('quarantined', 'rejected');
