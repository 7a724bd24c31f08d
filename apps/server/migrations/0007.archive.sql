create schema archive;

-- Which arrivals go to which project with which profile and tags. One row per saved version of the whole table of routes.
create table archive.route_set (
  version integer primary key,
  routes jsonb not null,
  created_at timestamptz not null,
  created_by text not null
);

-- Who may call: allow-list of calling AE titles and addresses.
create table archive.peer (
  id uuid primary key,
  calling_ae text not null,
  -- CIDR blocks; empty: any address
  addresses text[] not null default '{}',
  certificate_sha256 text,
  description text not null default '',
  enabled boolean not null default true,
  created_at timestamptz not null,
  version integer not null default 1,
  constraint peer_calling_ae_unique unique (calling_ae)
);

-- One connection of a sender (an association, an upload session, a STOW request).
create table archive.association (
  id uuid primary key,
  channel text not null check (channel in ('dimse', 'stow', 'upload')),
  calling_ae text,
  called_ae text,
  address text,
  account_id uuid,
  tls boolean not null default false,
  started_at timestamptz not null,
  ended_at timestamptz,
  outcome text,
  received_count integer not null default 0,
  duplicate_count integer not null default 0,
  conflict_count integer not null default 0,
  held_count integer not null default 0,
  refused_count integer not null default 0,
  size_bytes bigint not null default 0
);
-- Serves the receivers page: newest first.
create index association_started on archive.association (started_at desc, id desc);

-- One arrival of instances of one series, which waits for one review.
create table archive.intake (
  id uuid primary key,
  project_id uuid not null references projects.project (id),
  subject_id uuid not null references catalogue.subject (id),
  exam_id uuid not null references catalogue.exam (id),
  series_id uuid not null references catalogue.series (id),
  -- receiving: instances still come; quarantined: closed, waits for review; released, rejected: decided.
  state text not null check (state in ('receiving', 'quarantined', 'released', 'rejected')),
  channel text not null,
  calling_ae text,
  importer_id uuid,
  route_version integer,
  profile_id uuid not null references deidentification.profile (id),
  tags text[] not null default '{}',
  centre text,
  opened_at timestamptz not null,
  last_at timestamptz not null,
  closed_at timestamptz,
  decided_at timestamptz,
  instance_count integer not null default 0,
  duplicate_count integer not null default 0,
  conflict_count integer not null default 0,
  size_bytes bigint not null default 0,
  -- Findings over all instances: [{code, severity, count, path?, detail?}]
  findings jsonb not null default '[]'
);
-- Late instances join the undecided intake of their series: at most one.
create unique index intake_undecided_series_unique on archive.intake (series_id) where state in ('receiving', 'quarantined');
-- Serves the closing of quiet intakes after a restart.
create index intake_receiving on archive.intake (last_at) where state = 'receiving';

create table archive.instance (
  id uuid primary key,
  project_id uuid not null,
  series_id uuid not null references catalogue.series (id),
  intake_id uuid not null references archive.intake (id),
  -- quarantined, released, rejected
  state text not null check (state in ('quarantined', 'released', 'rejected')),
  sop_instance_uid text not null,
  sop_class_uid text not null,
  transfer_syntax_uid text not null,
  instance_number integer,
  frame_count integer not null default 1,
  rows_count integer,
  columns_count integer,
  -- Where Pixel Data's value begins in the file, so that headers are read without pixels; null: no Pixel Data, or deflated.
  pixel_data_offset integer,
  pixel_data_bytes bigint,
  blob_sha256 bytea not null,
  size_bytes bigint not null,
  report_sha256 bytea not null,
  profile_id uuid not null,
  -- HMAC of the original header: tells a resend from a change of content when the profile changed.
  original_header_hmac bytea not null,
  -- What the de-identification noticed: [{code, severity, path?, detail?}], never a value.
  findings jsonb not null default '[]',
  received_at timestamptz not null,
  -- The instance that had this UID first; both are kept.
  conflict_of uuid references archive.instance (id)
);
-- One current instance per UID; a conflicting one points to it and differs in content.
create unique index instance_project_uid_unique on archive.instance (project_id, sop_instance_uid) where conflict_of is null;
create unique index instance_conflict_unique on archive.instance (project_id, sop_instance_uid, blob_sha256) where conflict_of is not null;
-- Serves a series' instances in order (WADO, files, conversion, montage).
create index instance_series on archive.instance (series_id, instance_number, sop_instance_uid);
-- Serves a review's instances and the change of state at its decision.
create index instance_intake on archive.instance (intake_id, instance_number, sop_instance_uid);
-- Serves the reference check before a blob is removed.
create index instance_blob on archive.instance (blob_sha256);

-- Original values of the elements that de-identification changed, sealed with a key of the vault: written in the same
-- statement as the instance, opened only for a reveal. Purged by the project's policy.
create table archive.original (
  instance_id uuid primary key references archive.instance (id),
  project_id uuid not null,
  sealed bytea not null,
  created_at timestamptz not null
);
-- Serves the purge of a project's originals.
create index original_project on archive.original (project_id, created_at);

-- What could not be routed or understood: bytes only in the vault.
create table archive.held (
  id uuid primary key,
  association_id uuid references archive.association (id),
  channel text not null,
  calling_ae text,
  called_ae text,
  -- no-route, malformed, unsupported, refused, conflict, no-patient-id
  reason text not null,
  detail text not null,
  sop_class_uid text,
  modality text,
  transfer_syntax_uid text,
  size_bytes bigint not null,
  vault_name text not null,
  state text not null default 'held' check (state in ('held', 'routing', 'routed', 'discarded')),
  project_id uuid,
  held_at timestamptz not null,
  decided_at timestamptz,
  decided_by text
);
-- Serves the held page: what waits, oldest first, by reason.
create index held_waiting on archive.held (held_at, id) where state = 'held';

-- Uploads: one row per resumable upload session.
create table archive.upload (
  id uuid primary key,
  project_id uuid not null references projects.project (id),
  account_id uuid not null,
  association_id uuid not null references archive.association (id),
  started_at timestamptz not null,
  finished_at timestamptz,
  ignored_count integer not null default 0
);

-- Kinds of file derived from a series (NIfTI and sidecars); bytes are blobs.
create table archive.series_file (
  id uuid primary key,
  project_id uuid not null,
  series_id uuid not null references catalogue.series (id),
  -- nifti, nifti-sidecar
  format text not null,
  name text not null,
  blob_sha256 bytea not null,
  size_bytes bigint not null,
  properties jsonb not null default '{}',
  made_by text not null,
  created_at timestamptz not null,
  superseded_at timestamptz
);
-- Serves a series' files page and downloads.
create index series_file_series on archive.series_file (series_id, format, name) where superseded_at is null;
-- Serves the reference check before a blob is removed.
create index series_file_blob on archive.series_file (blob_sha256);
