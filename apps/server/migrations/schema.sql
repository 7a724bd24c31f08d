-- Made by `npm run generate` from a migrated database, to be read and compared; the migrations beside it make it.

create table accounts.account (
  id uuid not null,
  user_name text not null,
  display_name text not null,
  email text,
  password_hash text,
  password_changed_at timestamp with time zone,
  must_change_password boolean not null default false,
  system_roles text[] not null default '{}'::text[],
  disabled_at timestamp with time zone,
  failed_sign_ins integer not null default 0,
  last_failed_at timestamp with time zone,
  locked_until timestamp with time zone,
  created_at timestamp with time zone not null,
  version integer not null default 1,
  constraint account_pkey PRIMARY KEY (id)
);

create table accounts.session (
  token_sha256 bytea not null,
  account_id uuid not null,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  authenticated_at timestamp with time zone not null,
  address text,
  user_agent text,
  constraint session_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts.account(id),
  constraint session_pkey PRIMARY KEY (token_sha256)
);

create table accounts.token (
  id uuid not null,
  account_id uuid not null,
  name text not null,
  token_sha256 bytea not null,
  scopes text[],
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint token_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts.account(id),
  constraint token_pkey PRIMARY KEY (id),
  constraint token_token_sha256_key UNIQUE (token_sha256)
);

create table archive.association (
  id uuid not null,
  channel text not null,
  calling_ae text,
  called_ae text,
  address text,
  account_id uuid,
  tls boolean not null default false,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  outcome text,
  received_count integer not null default 0,
  duplicate_count integer not null default 0,
  conflict_count integer not null default 0,
  held_count integer not null default 0,
  refused_count integer not null default 0,
  size_bytes bigint not null default 0,
  constraint association_channel_check CHECK (channel = ANY (ARRAY['dimse'::text, 'stow'::text, 'upload'::text])),
  constraint association_pkey PRIMARY KEY (id)
);

create table archive.held (
  id uuid not null,
  association_id uuid,
  channel text not null,
  calling_ae text,
  called_ae text,
  reason text not null,
  detail text not null,
  sop_class_uid text,
  modality text,
  transfer_syntax_uid text,
  size_bytes bigint not null,
  vault_name text not null,
  state text not null default 'held'::text,
  project_id uuid,
  held_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  decided_by text,
  constraint held_state_check CHECK (state = ANY (ARRAY['held'::text, 'routing'::text, 'routed'::text, 'discarded'::text])),
  constraint held_association_id_fkey FOREIGN KEY (association_id) REFERENCES archive.association(id),
  constraint held_pkey PRIMARY KEY (id)
);

create table archive.instance (
  id uuid not null,
  project_id uuid not null,
  series_id uuid not null,
  intake_id uuid not null,
  state text not null,
  sop_instance_uid text not null,
  sop_class_uid text not null,
  transfer_syntax_uid text not null,
  instance_number integer,
  frame_count integer not null default 1,
  rows_count integer,
  columns_count integer,
  pixel_data_offset integer,
  pixel_data_bytes bigint,
  blob_sha256 bytea not null,
  size_bytes bigint not null,
  report_sha256 bytea not null,
  profile_id uuid not null,
  original_header_hmac bytea not null,
  findings jsonb not null default '[]'::jsonb,
  received_at timestamp with time zone not null,
  conflict_of uuid,
  constraint instance_state_check CHECK (state = ANY (ARRAY['quarantined'::text, 'released'::text, 'rejected'::text])),
  constraint instance_conflict_of_fkey FOREIGN KEY (conflict_of) REFERENCES archive.instance(id),
  constraint instance_intake_id_fkey FOREIGN KEY (intake_id) REFERENCES archive.intake(id),
  constraint instance_series_id_fkey FOREIGN KEY (series_id) REFERENCES catalogue.series(id),
  constraint instance_pkey PRIMARY KEY (id)
);

create table archive.instance_version (
  id uuid not null,
  instance_id uuid not null,
  batch_id uuid,
  state text not null,
  version integer,
  based_on_sha256 bytea,
  transfer_syntax_uid text not null,
  instance_number integer,
  frame_count integer not null,
  rows_count integer,
  columns_count integer,
  pixel_data_offset integer,
  pixel_data_bytes bigint,
  blob_sha256 bytea not null,
  size_bytes bigint not null,
  report_sha256 bytea not null,
  profile_id uuid not null,
  findings jsonb not null,
  series_facts jsonb,
  sealed_originals bytea,
  replaced_pixels_sha256 bytea,
  made_at timestamp with time zone not null,
  constraint instance_version_state_check CHECK (state = ANY (ARRAY['staged'::text, 'current'::text, 'kept'::text, 'discarded'::text])),
  constraint instance_version_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES archive.version_batch(id),
  constraint instance_version_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES archive.instance(id),
  constraint instance_version_pkey PRIMARY KEY (id),
  constraint instance_version_batch_unique UNIQUE (batch_id, instance_id),
  constraint instance_version_number_unique UNIQUE (instance_id, version)
);

create table archive.intake (
  id uuid not null,
  project_id uuid not null,
  subject_id uuid not null,
  exam_id uuid not null,
  series_id uuid not null,
  state text not null,
  channel text not null,
  calling_ae text,
  importer_id uuid,
  route_version integer,
  profile_id uuid not null,
  tags text[] not null default '{}'::text[],
  centre text,
  opened_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  decided_at timestamp with time zone,
  instance_count integer not null default 0,
  duplicate_count integer not null default 0,
  conflict_count integer not null default 0,
  size_bytes bigint not null default 0,
  findings jsonb not null default '[]'::jsonb,
  constraint intake_state_check CHECK (state = ANY (ARRAY['receiving'::text, 'quarantined'::text, 'released'::text, 'rejected'::text])),
  constraint intake_exam_id_fkey FOREIGN KEY (exam_id) REFERENCES catalogue.exam(id),
  constraint intake_profile_id_fkey FOREIGN KEY (profile_id) REFERENCES deidentification.profile(id),
  constraint intake_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects.project(id),
  constraint intake_series_id_fkey FOREIGN KEY (series_id) REFERENCES catalogue.series(id),
  constraint intake_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES catalogue.subject(id),
  constraint intake_pkey PRIMARY KEY (id)
);

create table archive.intake_association (
  intake_id uuid not null,
  association_id uuid not null,
  constraint intake_association_association_id_fkey FOREIGN KEY (association_id) REFERENCES archive.association(id),
  constraint intake_association_intake_id_fkey FOREIGN KEY (intake_id) REFERENCES archive.intake(id),
  constraint intake_association_pkey PRIMARY KEY (association_id, intake_id)
);

create table archive.original (
  instance_id uuid not null,
  project_id uuid not null,
  sealed bytea not null,
  created_at timestamp with time zone not null,
  constraint original_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES archive.instance(id),
  constraint original_pkey PRIMARY KEY (instance_id)
);

create table archive.peer (
  id uuid not null,
  calling_ae text not null,
  addresses text[] not null default '{}'::text[],
  certificate_sha256 text,
  description text not null default ''::text,
  enabled boolean not null default true,
  created_at timestamp with time zone not null,
  version integer not null default 1,
  constraint peer_pkey PRIMARY KEY (id),
  constraint peer_calling_ae_unique UNIQUE (calling_ae)
);

create table archive.route_set (
  version integer not null,
  routes jsonb not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  constraint route_set_pkey PRIMARY KEY (version)
);

create table archive.series_file (
  id uuid not null,
  project_id uuid not null,
  series_id uuid not null,
  format text not null,
  name text not null,
  blob_sha256 bytea not null,
  size_bytes bigint not null,
  properties jsonb not null default '{}'::jsonb,
  made_by text not null,
  created_at timestamp with time zone not null,
  superseded_at timestamp with time zone,
  constraint series_file_series_id_fkey FOREIGN KEY (series_id) REFERENCES catalogue.series(id),
  constraint series_file_pkey PRIMARY KEY (id)
);

create table archive.upload (
  id uuid not null,
  project_id uuid not null,
  account_id uuid not null,
  association_id uuid not null,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  ignored_count integer not null default 0,
  constraint upload_association_id_fkey FOREIGN KEY (association_id) REFERENCES archive.association(id),
  constraint upload_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects.project(id),
  constraint upload_pkey PRIMARY KEY (id)
);

create table archive.version_batch (
  id uuid not null,
  project_id uuid not null,
  series_id uuid not null,
  cause_kind text not null,
  cause_id uuid not null,
  state text not null,
  made_by text not null,
  made_by_name text not null,
  begun_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint version_batch_cause_kind_check CHECK (cause_kind = ANY (ARRAY['pixel-mask'::text, 'value-decision'::text, 're-run'::text, 'identity'::text, 'defacing'::text])),
  constraint version_batch_state_check CHECK (state = ANY (ARRAY['open'::text, 'committed'::text, 'abandoned'::text])),
  constraint version_batch_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects.project(id),
  constraint version_batch_series_id_fkey FOREIGN KEY (series_id) REFERENCES catalogue.series(id),
  constraint version_batch_pkey PRIMARY KEY (id)
);

create table audit.chain (
  sequence bigint not null,
  entry_id uuid not null,
  leaf bytea not null,
  chained bytea not null,
  constraint chain_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES audit.entry(id),
  constraint chain_pkey PRIMARY KEY (sequence),
  constraint chain_entry_id_key UNIQUE (entry_id)
);

create table audit.checkpoint (
  size bigint not null,
  root bytea not null,
  note text not null,
  frontier bytea not null,
  made_at timestamp with time zone not null,
  constraint checkpoint_pkey PRIMARY KEY (size)
);

create table audit.entry (
  id uuid not null,
  occurred_at timestamp with time zone not null,
  action character(1) not null,
  type text not null,
  outcome smallint not null,
  actor_id text not null,
  actor_name text not null,
  actor_kind text not null,
  project_id uuid,
  object_kind text not null,
  object_id text not null,
  related text[] not null default '{}'::text[],
  correlation_id text not null,
  bytes bytea not null,
  constraint entry_action_check CHECK (action = ANY (ARRAY['C'::bpchar, 'R'::bpchar, 'U'::bpchar, 'D'::bpchar, 'E'::bpchar])),
  constraint entry_outcome_check CHECK (outcome = ANY (ARRAY[0, 4, 8, 12])),
  constraint entry_pkey PRIMARY KEY (id)
);

create table audit.pending (
  entry_id uuid not null,
  constraint pending_pkey PRIMARY KEY (entry_id)
);

create table catalogue.exam (
  id uuid not null,
  project_id uuid not null,
  subject_id uuid not null,
  study_instance_uid text not null,
  study_date date,
  study_time text,
  study_description text,
  study_id text,
  accession_number text,
  modalities text[] not null default '{}'::text[],
  created_at timestamp with time zone not null,
  released_series_count integer not null default 0,
  released_instance_count integer not null default 0,
  last_released_at timestamp with time zone,
  constraint exam_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects.project(id),
  constraint exam_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES catalogue.subject(id),
  constraint exam_pkey PRIMARY KEY (id),
  constraint exam_project_uid_unique UNIQUE (project_id, study_instance_uid)
);

create table catalogue.series (
  id uuid not null,
  project_id uuid not null,
  subject_id uuid not null,
  exam_id uuid not null,
  released_instance_count integer not null default 0,
  facet_key text not null generated always as (((((((((((((COALESCE(modality, ''::text) || ''::text) || COALESCE(weighting, ''::text)) || ''::text) || COALESCE(plane, ''::text)) || ''::text) || COALESCE(contrast, ''::text)) || ''::text) || COALESCE(centre, ''::text)) || ''::text) || COALESCE(manufacturer, ''::text)) || ''::text) || conversion_state)) stored,
  search_text text not null generated always as (lower(((((((((((((((((((((((((((subject_code || ' '::text) || COALESCE(series_description, ''::text)) || ' '::text) || COALESCE(protocol_name, ''::text)) || ' '::text) || COALESCE(normalised_name, ''::text)) || ' '::text) || COALESCE(study_description, ''::text)) || ' '::text) || COALESCE(modality, ''::text)) || ' '::text) || COALESCE(body_part_examined, ''::text)) || ' '::text) || COALESCE(plane, ''::text)) || ' '::text) || COALESCE(weighting, ''::text)) || ' '::text) || COALESCE(contrast, ''::text)) || ' '::text) || COALESCE(manufacturer, ''::text)) || ' '::text) || COALESCE(manufacturer_model_name, ''::text)) || ' '::text) || COALESCE(centre, ''::text)) || ' '::text) || catalogue.words(tags)))) stored,
  tags text[] not null default '{}'::text[],
  study_date date,
  modality text,
  weighting text,
  plane text,
  contrast text,
  centre text,
  manufacturer text,
  conversion_state text not null default 'none'::text,
  released_size_bytes bigint not null default 0,
  released_at timestamp with time zone,
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
  created_at timestamp with time zone not null,
  version integer not null default 1,
  constraint series_tags_bytes CHECK (octet_length(catalogue.words(tags)) <= 1000),
  constraint series_visible_released_at CHECK (released_instance_count = 0 OR released_at IS NOT NULL),
  constraint series_exam_id_fkey FOREIGN KEY (exam_id) REFERENCES catalogue.exam(id),
  constraint series_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects.project(id),
  constraint series_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES catalogue.subject(id),
  constraint series_pkey PRIMARY KEY (id),
  constraint series_project_uid_unique UNIQUE (project_id, series_instance_uid)
);

create table catalogue.subject (
  id uuid not null,
  project_id uuid not null,
  code text not null,
  created_at timestamp with time zone not null,
  released_exam_count integer not null default 0,
  released_series_count integer not null default 0,
  released_instance_count integer not null default 0,
  last_released_at timestamp with time zone,
  survivor_id uuid,
  constraint subject_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects.project(id),
  constraint subject_survivor_id_fkey FOREIGN KEY (survivor_id) REFERENCES catalogue.subject(id),
  constraint subject_pkey PRIMARY KEY (id),
  constraint subject_project_code_unique UNIQUE (project_id, code)
);

create table catalogue.subject_relation (
  project_id uuid not null,
  child_code text not null,
  mother_code text not null,
  labels jsonb not null,
  siblings text[] not null,
  constraint subject_relation_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects.project(id),
  constraint subject_relation_pkey PRIMARY KEY (project_id, child_code, mother_code)
);

create table catalogue.tag (
  project_id uuid not null,
  name text not null,
  colour text,
  created_at timestamp with time zone not null,
  created_by text not null,
  constraint tag_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects.project(id),
  constraint tag_pkey PRIMARY KEY (project_id, name)
);

create table classification.result (
  id uuid not null,
  project_id uuid not null,
  series_id uuid not null,
  source text not null,
  rules_version text,
  modality text,
  plane text,
  weighting text,
  contrast text,
  normalised_name text not null,
  confidence real not null,
  evidence jsonb not null,
  reason text,
  created_at timestamp with time zone not null,
  created_by text not null,
  constraint result_source_check CHECK (source = ANY (ARRAY['rules'::text, 'person'::text])),
  constraint result_series_id_fkey FOREIGN KEY (series_id) REFERENCES catalogue.series(id),
  constraint result_pkey PRIMARY KEY (id)
);

create table conversion.conversion (
  id uuid not null,
  project_id uuid not null,
  series_id uuid not null,
  state text not null,
  converter text,
  reason text,
  detail text,
  attempts integer not null default 0,
  created_at timestamp with time zone not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  constraint conversion_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'running'::text, 'converted'::text, 'not-convertible'::text, 'failed'::text, 'superseded'::text])),
  constraint conversion_series_id_fkey FOREIGN KEY (series_id) REFERENCES catalogue.series(id),
  constraint conversion_pkey PRIMARY KEY (id)
);

create table crosswalk.alias (
  id uuid not null,
  person_id uuid not null,
  project_id uuid not null,
  kind text not null,
  blind_index bytea not null,
  sealed bytea not null,
  created_at timestamp with time zone not null,
  data_key_id uuid,
  constraint alias_kind_check CHECK (kind = ANY (ARRAY['mrn'::text, 'temporary'::text, 'accession'::text, 'site'::text, 'trial'::text, 'external'::text])),
  constraint alias_data_key_id_fkey FOREIGN KEY (data_key_id) REFERENCES crosswalk.data_key(id),
  constraint alias_person_id_fkey FOREIGN KEY (person_id) REFERENCES crosswalk.person(id),
  constraint alias_pkey PRIMARY KEY (id),
  constraint alias_project_blind_index_unique UNIQUE (project_id, blind_index)
);

create table crosswalk.data_key (
  id uuid not null,
  project_id uuid not null,
  key_encryption_key_id text not null,
  wrapped bytea not null,
  created_at timestamp with time zone not null,
  constraint data_key_key_encryption_key_id_fkey FOREIGN KEY (key_encryption_key_id) REFERENCES crosswalk.key_encryption_key(id),
  constraint data_key_pkey PRIMARY KEY (id)
);

create table crosswalk.key_encryption_key (
  id text not null,
  state text not null,
  created_at timestamp with time zone not null,
  retired_at timestamp with time zone,
  constraint key_encryption_key_state_check CHECK (state = ANY (ARRAY['active'::text, 'retiring'::text, 'retired'::text])),
  constraint key_encryption_key_pkey PRIMARY KEY (id)
);

create table crosswalk.person (
  id uuid not null,
  created_at timestamp with time zone not null,
  status text not null default 'active'::text,
  constraint person_status_check CHECK (status = ANY (ARRAY['active'::text, 'merged'::text, 'void'::text])),
  constraint person_pkey PRIMARY KEY (id)
);

create table crosswalk.reveal (
  id uuid not null,
  occurred_at timestamp with time zone not null,
  account_id uuid not null,
  subject_id uuid not null,
  purpose text not null,
  reason text not null,
  constraint reveal_purpose CHECK (purpose = ANY (ARRAY['adverse-event'::text, 're-consent'::text, 'quality-assurance'::text, 'data-linkage'::text, 'legal'::text])),
  constraint reveal_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES crosswalk.subject(id),
  constraint reveal_pkey PRIMARY KEY (id)
);

create table crosswalk.subject (
  id uuid not null,
  project_id uuid not null,
  person_id uuid not null,
  code text not null,
  sequence integer not null,
  sealed_date_shift bytea not null,
  created_at timestamp with time zone not null,
  data_key_id uuid,
  survivor_id uuid,
  state text not null default 'active'::text,
  mother_id uuid,
  dated_by_id uuid,
  redates_id uuid,
  constraint subject_state_check CHECK (state = ANY (ARRAY['active'::text, 'void'::text])),
  constraint subject_data_key_id_fkey FOREIGN KEY (data_key_id) REFERENCES crosswalk.data_key(id),
  constraint subject_dated_by_id_fkey FOREIGN KEY (dated_by_id) REFERENCES crosswalk.subject(id),
  constraint subject_mother_id_fkey FOREIGN KEY (mother_id) REFERENCES crosswalk.subject(id),
  constraint subject_person_id_fkey FOREIGN KEY (person_id) REFERENCES crosswalk.person(id),
  constraint subject_redates_id_fkey FOREIGN KEY (redates_id) REFERENCES crosswalk.subject(id),
  constraint subject_survivor_id_fkey FOREIGN KEY (survivor_id) REFERENCES crosswalk.subject(id),
  constraint subject_pkey PRIMARY KEY (id),
  constraint subject_project_code_unique UNIQUE (project_id, code),
  constraint subject_project_person_unique UNIQUE (project_id, person_id),
  constraint subject_project_sequence_unique UNIQUE (project_id, sequence)
);

create table crosswalk.unmatched_row (
  id uuid not null,
  project_id uuid not null,
  table_id uuid not null,
  row_number integer not null,
  blind_index bytea not null,
  data_key_id uuid not null,
  sealed bytea not null,
  created_at timestamp with time zone not null,
  constraint unmatched_row_data_key_id_fkey FOREIGN KEY (data_key_id) REFERENCES crosswalk.data_key(id),
  constraint unmatched_row_pkey PRIMARY KEY (id)
);

create table curation.decision (
  id uuid not null,
  case_id uuid not null,
  account_id uuid not null,
  verdict text not null,
  reason_code text,
  reason text,
  case_version integer not null,
  decided_at timestamp with time zone not null,
  constraint decision_verdict_check CHECK (verdict = ANY (ARRAY['approve'::text, 'reject'::text, 'undo'::text, 'withdraw'::text])),
  constraint decision_case_id_fkey FOREIGN KEY (case_id) REFERENCES curation.quarantine_case(id),
  constraint decision_pkey PRIMARY KEY (id)
);

create table curation.inventory_taken (
  intake_id uuid not null,
  instance_count integer not null,
  content_sha256 bytea not null,
  taken_at timestamp with time zone not null,
  constraint inventory_taken_intake_id_fkey FOREIGN KEY (intake_id) REFERENCES archive.intake(id),
  constraint inventory_taken_pkey PRIMARY KEY (intake_id)
);

create table curation.inventory_use (
  intake_id uuid not null,
  value_id uuid not null,
  instance_count integer not null,
  sample_instance_id uuid not null,
  constraint inventory_use_intake_id_fkey FOREIGN KEY (intake_id) REFERENCES archive.intake(id),
  constraint inventory_use_value_id_fkey FOREIGN KEY (value_id) REFERENCES curation.inventory_value(id),
  constraint inventory_use_pkey PRIMARY KEY (intake_id, value_id)
);

create table curation.inventory_value (
  id uuid not null,
  project_id uuid not null,
  value_hash bytea not null,
  path text not null,
  keyword text,
  vr text not null,
  stands_together boolean not null,
  sealed bytea,
  rule text not null,
  flags text[] not null,
  first_intake_id uuid not null,
  first_seen_at timestamp with time zone not null,
  constraint inventory_value_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects.project(id),
  constraint inventory_value_pkey PRIMARY KEY (id),
  constraint inventory_value_unique UNIQUE (project_id, value_hash)
);

create table curation.quarantine_case (
  id uuid not null,
  intake_id uuid not null,
  project_id uuid not null,
  subject_id uuid not null,
  exam_id uuid not null,
  series_id uuid not null,
  state text not null,
  risk smallint not null,
  findings jsonb not null default '[]'::jsonb,
  assignee_id uuid,
  importer_id uuid,
  subject_code text not null,
  series_description text,
  modality text,
  channel text not null,
  calling_ae text,
  instance_count integer not null,
  opened_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  effective_at timestamp with time zone,
  version integer not null default 1,
  constraint quarantine_case_state_check CHECK (state = ANY (ARRAY['open'::text, 'first-approved'::text, 'approved'::text, 'rejected'::text, 'released'::text, 'discarded'::text])),
  constraint quarantine_case_intake_id_fkey FOREIGN KEY (intake_id) REFERENCES archive.intake(id),
  constraint quarantine_case_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects.project(id),
  constraint quarantine_case_series_id_fkey FOREIGN KEY (series_id) REFERENCES catalogue.series(id),
  constraint quarantine_case_pkey PRIMARY KEY (id),
  constraint quarantine_case_intake_id_key UNIQUE (intake_id)
);

create table curation.released_finding (
  case_id uuid not null,
  project_id uuid not null,
  series_id uuid not null,
  state text not null,
  findings jsonb not null,
  found_at timestamp with time zone not null,
  first_by uuid,
  decided_by uuid,
  decided_at timestamp with time zone,
  reason text,
  version integer not null default 1,
  constraint released_finding_state_check CHECK (state = ANY (ARRAY['open'::text, 'first-acknowledged'::text, 'acknowledged'::text, 'withdrawn'::text, 'gone'::text])),
  constraint released_finding_case_id_fkey FOREIGN KEY (case_id) REFERENCES curation.quarantine_case(id),
  constraint released_finding_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects.project(id),
  constraint released_finding_series_id_fkey FOREIGN KEY (series_id) REFERENCES catalogue.series(id),
  constraint released_finding_pkey PRIMARY KEY (case_id)
);

create table curation.value_change (
  intake_id uuid not null,
  decision_id uuid not null,
  value_id uuid not null,
  cause_id uuid not null,
  instance_count integer not null,
  sample_instance_id uuid not null,
  constraint value_change_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES curation.value_decision(id),
  constraint value_change_intake_id_fkey FOREIGN KEY (intake_id) REFERENCES archive.intake(id),
  constraint value_change_value_id_fkey FOREIGN KEY (value_id) REFERENCES curation.inventory_value(id),
  constraint value_change_pkey PRIMARY KEY (intake_id, decision_id, cause_id)
);

create table curation.value_decision (
  id uuid not null,
  project_id uuid not null,
  value_id uuid not null,
  action text not null,
  sealed_replacement bytea,
  state text not null,
  decided_by uuid not null,
  decided_at timestamp with time zone not null,
  effective_at timestamp with time zone not null,
  constraint value_decision_action_check CHECK (action = ANY (ARRAY['accept'::text, 'remove'::text, 'replace'::text])),
  constraint value_decision_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'applied'::text, 'undone'::text])),
  constraint value_decision_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects.project(id),
  constraint value_decision_value_id_fkey FOREIGN KEY (value_id) REFERENCES curation.inventory_value(id),
  constraint value_decision_pkey PRIMARY KEY (id)
);

create table defacing.original (
  instance_id uuid not null,
  intake_id uuid not null,
  vault_file text not null,
  transfer_syntax_uid text not null,
  constraint original_intake_id_fkey FOREIGN KEY (intake_id) REFERENCES defacing.task(intake_id),
  constraint original_pkey PRIMARY KEY (instance_id)
);

create table defacing.task (
  intake_id uuid not null,
  project_id uuid not null,
  series_id uuid not null,
  state text not null,
  reason text,
  instance_count integer not null,
  run_id uuid not null,
  measures jsonb,
  sealed_pictures bytea,
  begun_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  decided_by uuid,
  decided_at timestamp with time zone,
  decision_reason text,
  constraint task_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'not-applicable'::text, 'defaced'::text, 'not-defaced'::text, 'accepted'::text, 'restoring'::text, 'restored'::text, 'exempted'::text])),
  constraint task_intake_id_fkey FOREIGN KEY (intake_id) REFERENCES archive.intake(id),
  constraint task_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects.project(id),
  constraint task_series_id_fkey FOREIGN KEY (series_id) REFERENCES catalogue.series(id),
  constraint task_pkey PRIMARY KEY (intake_id)
);

create table deidentification.ctp_integer (
  project_id uuid not null,
  key_type text not null,
  text_hmac bytea not null,
  number integer not null,
  constraint ctp_integer_pkey PRIMARY KEY (project_id, key_type, text_hmac),
  constraint ctp_integer_number_unique UNIQUE (project_id, key_type, number)
);

create table deidentification.ctp_lookup_table (
  profile_id uuid not null,
  sealed bytea not null,
  constraint ctp_lookup_table_profile_id_fkey FOREIGN KEY (profile_id) REFERENCES deidentification.profile(id),
  constraint ctp_lookup_table_pkey PRIMARY KEY (profile_id)
);

create table deidentification.exam_origin (
  project_id uuid not null,
  study_instance_uid text not null,
  subject_code text not null,
  constraint exam_origin_pkey PRIMARY KEY (project_id, study_instance_uid)
);

create table deidentification.private_creator (
  creator_hmac bytea not null,
  first_seen_at timestamp with time zone not null,
  constraint private_creator_pkey PRIMARY KEY (creator_hmac)
);

create table deidentification.profile (
  id uuid not null,
  name text not null,
  version integer not null,
  document jsonb not null,
  sha256 bytea not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  constraint profile_pkey PRIMARY KEY (id),
  constraint profile_name_version_unique UNIQUE (name, version)
);

create table deidentification.profile_draft (
  name text not null,
  based_on uuid,
  document jsonb not null,
  version integer not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  constraint profile_draft_based_on_fkey FOREIGN KEY (based_on) REFERENCES deidentification.profile(id),
  constraint profile_draft_pkey PRIMARY KEY (name)
);

create table deidentification.report (
  sha256 bytea not null,
  body jsonb not null,
  constraint report_pkey PRIMARY KEY (sha256)
);

create table identity.fact (
  id uuid not null,
  project_id uuid not null,
  kind text not null,
  from_code text,
  to_code text,
  study_instance_uid text,
  undoes uuid,
  reason text not null,
  preview jsonb not null,
  made_at timestamp with time zone not null,
  made_by text not null,
  made_by_name text not null,
  total_exams integer not null default 0,
  done_exams integer not null default 0,
  done_at timestamp with time zone,
  effective_at timestamp with time zone,
  confirmed_by text,
  confirmed_by_name text,
  confirmed_at timestamp with time zone,
  begun_at timestamp with time zone,
  destroyed jsonb,
  child_role text,
  child_designation text,
  child_series jsonb,
  constraint fact_child_designation_check CHECK (child_designation = ANY (ARRAY['A'::text, 'B'::text, 'C'::text, 'D'::text])),
  constraint fact_child_role_check CHECK (child_role = ANY (ARRAY['fetus'::text, 'twin'::text, 'triplet'::text, 'mother'::text])),
  constraint fact_kind_check CHECK (kind = ANY (ARRAY['link'::text, 'merge'::text, 'move'::text, 'undo'::text, 'withdraw'::text, 'child'::text])),
  constraint fact_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects.project(id),
  constraint fact_undoes_fkey FOREIGN KEY (undoes) REFERENCES identity.fact(id),
  constraint fact_pkey PRIMARY KEY (id)
);

create table identity.subject_table (
  id uuid not null,
  project_id uuid not null,
  name text not null,
  columns jsonb not null,
  row_count integer not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  deleted_at timestamp with time zone,
  constraint subject_table_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects.project(id),
  constraint subject_table_pkey PRIMARY KEY (id)
);

create table identity.subject_table_row (
  id uuid not null,
  table_id uuid not null,
  project_id uuid not null,
  subject_code text not null,
  row_number integer not null,
  cells jsonb not null,
  origin_code text not null,
  constraint subject_table_row_table_id_fkey FOREIGN KEY (table_id) REFERENCES identity.subject_table(id),
  constraint subject_table_row_pkey PRIMARY KEY (id)
);

create table kernel.delivery (
  subscriber text not null,
  event_id uuid not null,
  delivered_at timestamp with time zone not null,
  constraint delivery_event_id_fkey FOREIGN KEY (event_id) REFERENCES kernel.event(id),
  constraint delivery_pkey PRIMARY KEY (subscriber, event_id)
);

create table kernel.event (
  id uuid not null,
  type text not null,
  version integer not null default 1,
  project_id uuid,
  subject_kind text not null,
  subject_id text not null,
  actor_id text not null,
  correlation_id text not null,
  occurred_at timestamp with time zone not null,
  data jsonb not null,
  constraint event_pkey PRIMARY KEY (id)
);

create table kernel.event_pending (
  event_id uuid not null,
  constraint event_pending_pkey PRIMARY KEY (event_id)
);

create table kernel.event_position (
  position bigint not null,
  event_id uuid not null,
  constraint event_position_event_id_fkey FOREIGN KEY (event_id) REFERENCES kernel.event(id),
  constraint event_position_pkey PRIMARY KEY ("position"),
  constraint event_position_event_id_key UNIQUE (event_id)
);

create table kernel.idempotency (
  key text not null,
  actor_id text not null,
  operation text not null,
  status integer not null,
  body jsonb,
  created_at timestamp with time zone not null,
  constraint idempotency_pkey PRIMARY KEY (actor_id, operation, key)
);

create table kernel.worker (
  id text not null,
  started_at timestamp with time zone not null,
  heartbeat_at timestamp with time zone not null,
  process text not null default ''::text,
  constraint worker_pkey PRIMARY KEY (id)
);

create table leaks.intake_check (
  intake_id uuid not null,
  project_id uuid not null,
  series_id uuid not null,
  state text not null,
  attempts integer not null default 0,
  content_sha256 bytea,
  findings jsonb not null default '[]'::jsonb,
  identifier_count integer not null default 0,
  instance_count integer not null default 0,
  requested_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  constraint intake_check_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'done'::text, 'failed'::text])),
  constraint intake_check_intake_id_fkey FOREIGN KEY (intake_id) REFERENCES archive.intake(id),
  constraint intake_check_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects.project(id),
  constraint intake_check_series_id_fkey FOREIGN KEY (series_id) REFERENCES catalogue.series(id),
  constraint intake_check_pkey PRIMARY KEY (intake_id)
);

create table pixels.mask (
  id uuid not null,
  intake_id uuid not null,
  project_id uuid not null,
  series_id uuid not null,
  state text not null,
  is_automatic boolean not null,
  boxes jsonb not null,
  text_box_ids uuid[] not null,
  instance_count integer not null,
  instances_done integer not null default 0,
  attempts integer not null default 0,
  detail text,
  made_by text not null,
  made_at timestamp with time zone not null,
  effective_at timestamp with time zone not null,
  constraint mask_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'applying'::text, 'applied'::text, 'undone'::text, 'failed'::text])),
  constraint mask_intake_id_fkey FOREIGN KEY (intake_id) REFERENCES archive.intake(id),
  constraint mask_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects.project(id),
  constraint mask_series_id_fkey FOREIGN KEY (series_id) REFERENCES catalogue.series(id),
  constraint mask_pkey PRIMARY KEY (id)
);

create table pixels.scan (
  intake_id uuid not null,
  project_id uuid not null,
  series_id uuid not null,
  state text not null,
  is_requested boolean not null default false,
  instance_count integer not null default 0,
  instances_done integer not null default 0,
  attempts integer not null default 0,
  detail text,
  version integer not null default 1,
  changed_at timestamp with time zone not null,
  constraint scan_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'scanning'::text, 'cleaning'::text, 'finished'::text, 'not-needed'::text, 'failed'::text])),
  constraint scan_intake_id_fkey FOREIGN KEY (intake_id) REFERENCES archive.intake(id),
  constraint scan_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects.project(id),
  constraint scan_series_id_fkey FOREIGN KEY (series_id) REFERENCES catalogue.series(id),
  constraint scan_pkey PRIMARY KEY (intake_id)
);

create table pixels.scanned_instance (
  intake_id uuid not null,
  instance_id uuid not null,
  unread_frames integer not null,
  reading text not null,
  constraint scanned_instance_reading_check CHECK (reading = ANY (ARRAY['whole'::text, 'sampled'::text, 'none'::text])),
  constraint scanned_instance_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES archive.instance(id) ON DELETE CASCADE,
  constraint scanned_instance_intake_id_fkey FOREIGN KEY (intake_id) REFERENCES archive.intake(id),
  constraint scanned_instance_pkey PRIMARY KEY (intake_id, instance_id)
);

create table pixels.text_box (
  id uuid not null,
  intake_id uuid not null,
  instance_id uuid not null,
  frames integer[] not null,
  left_px integer not null,
  top_px integer not null,
  width_px integer not null,
  height_px integer not null,
  origin text not null,
  kind text not null,
  confidence real not null,
  sealed_text bytea,
  fetal_role text,
  fetal_designation text,
  state text not null,
  overlay_group integer,
  unread_frames integer not null default 0,
  constraint text_box_check CHECK ((overlay_group IS NOT NULL) = (origin = 'overlay'::text)),
  constraint text_box_fetal_designation_check CHECK (fetal_designation = ANY (ARRAY['A'::text, 'B'::text, 'C'::text, 'D'::text])),
  constraint text_box_fetal_role_check CHECK (fetal_role = ANY (ARRAY['fetus'::text, 'twin'::text, 'triplet'::text])),
  constraint text_box_kind_check CHECK (kind = ANY (ARRAY['identity'::text, 'unknown'::text, 'harmless'::text, 'region'::text])),
  constraint text_box_origin_check CHECK (origin = ANY (ARRAY['text'::text, 'device-signature'::text, 'ultrasound-regions'::text, 'overlay'::text])),
  constraint text_box_state_check CHECK (state = ANY (ARRAY['proposed'::text, 'dismissed'::text, 'masked'::text])),
  constraint text_box_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES archive.instance(id) ON DELETE CASCADE,
  constraint text_box_intake_id_fkey FOREIGN KEY (intake_id) REFERENCES archive.intake(id),
  constraint text_box_pkey PRIMARY KEY (id)
);

create table projects.member (
  project_id uuid not null,
  account_id uuid not null,
  roles text[] not null,
  created_at timestamp with time zone not null,
  constraint member_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts.account(id),
  constraint member_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects.project(id),
  constraint member_pkey PRIMARY KEY (project_id, account_id)
);

create table projects.project (
  id uuid not null,
  key text not null,
  name text not null,
  description text not null default ''::text,
  irb_number text,
  settings jsonb not null,
  created_at timestamp with time zone not null,
  archived_at timestamp with time zone,
  version integer not null default 1,
  constraint project_key_check CHECK (key ~ '^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$|^[a-z0-9]$'::text),
  constraint project_pkey PRIMARY KEY (id),
  constraint project_key_key UNIQUE (key)
);

create table rerun.run (
  id uuid not null,
  project_id uuid not null,
  profile_id uuid not null,
  scope jsonb not null,
  previous text not null,
  reason text not null,
  state text not null,
  started_at timestamp with time zone not null,
  started_by text not null,
  started_by_name text not null,
  ended_at timestamp with time zone,
  constraint run_previous_check CHECK (previous = ANY (ARRAY['keep'::text, 'discard'::text])),
  constraint run_state_check CHECK (state = ANY (ARRAY['running'::text, 'cancelled'::text, 'finished'::text])),
  constraint run_profile_id_fkey FOREIGN KEY (profile_id) REFERENCES deidentification.profile(id),
  constraint run_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects.project(id),
  constraint run_pkey PRIMARY KEY (id)
);

create table rerun.series (
  run_id uuid not null,
  series_id uuid not null,
  state text not null,
  reason_code text,
  reason text,
  replaced_count integer not null default 0,
  from_originals_count integer not null default 0,
  failures integer not null default 0,
  ended_at timestamp with time zone,
  constraint series_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'replaced'::text, 'unchanged'::text, 'kept'::text])),
  constraint series_run_id_fkey FOREIGN KEY (run_id) REFERENCES rerun.run(id),
  constraint series_series_id_fkey FOREIGN KEY (series_id) REFERENCES catalogue.series(id),
  constraint series_pkey PRIMARY KEY (run_id, series_id)
);

CREATE UNIQUE INDEX account_user_name ON accounts.account USING btree (lower(user_name));

CREATE INDEX session_account ON accounts.session USING btree (account_id);

CREATE INDEX token_account ON accounts.token USING btree (account_id, created_at DESC);

CREATE INDEX association_started ON archive.association USING btree (started_at DESC, id DESC);

CREATE INDEX held_waiting ON archive.held USING btree (held_at, id) WHERE (state = 'held'::text);

CREATE INDEX instance_blob ON archive.instance USING btree (blob_sha256);

CREATE UNIQUE INDEX instance_conflict_unique ON archive.instance USING btree (project_id, sop_instance_uid, blob_sha256) WHERE (conflict_of IS NOT NULL);

CREATE INDEX instance_intake ON archive.instance USING btree (intake_id, instance_number, sop_instance_uid);

CREATE UNIQUE INDEX instance_project_uid_unique ON archive.instance USING btree (project_id, sop_instance_uid) WHERE ((conflict_of IS NULL) AND (state <> 'rejected'::text));

CREATE INDEX instance_series ON archive.instance USING btree (series_id, instance_number, sop_instance_uid);

CREATE INDEX instance_version_blob ON archive.instance_version USING btree (blob_sha256);

CREATE INDEX intake_receiving ON archive.intake USING btree (last_at) WHERE (state = 'receiving'::text);

CREATE UNIQUE INDEX intake_undecided_series_unique ON archive.intake USING btree (series_id) WHERE (state = ANY (ARRAY['receiving'::text, 'quarantined'::text]));

CREATE INDEX intake_association_intake ON archive.intake_association USING btree (intake_id);

CREATE INDEX original_project ON archive.original USING btree (project_id, created_at);

CREATE INDEX series_file_blob ON archive.series_file USING btree (blob_sha256);

CREATE INDEX series_file_series ON archive.series_file USING btree (series_id, format, name) WHERE (superseded_at IS NULL);

CREATE INDEX upload_association ON archive.upload USING btree (association_id);

CREATE UNIQUE INDEX version_batch_open_unique ON archive.version_batch USING btree (cause_id, series_id) WHERE (state = 'open'::text);

CREATE INDEX version_batch_series ON archive.version_batch USING btree (series_id, begun_at);

CREATE INDEX entry_actor ON audit.entry USING btree (actor_id, id DESC);

CREATE INDEX entry_object ON audit.entry USING btree (object_kind, object_id, id DESC);

CREATE INDEX entry_project ON audit.entry USING btree (project_id, id DESC);

CREATE INDEX entry_related ON audit.entry USING gin (related) WHERE (related <> '{}'::text[]);

CREATE INDEX entry_type ON audit.entry USING btree (type, id DESC);

CREATE INDEX exam_subject ON catalogue.exam USING btree (subject_id, study_date DESC NULLS LAST, id DESC);

CREATE INDEX exam_visible ON catalogue.exam USING btree (project_id, COALESCE(study_date, '-infinity'::date) DESC, id DESC) WHERE (released_series_count > 0);

CREATE INDEX series_by_modality ON catalogue.series USING btree (project_id, COALESCE(modality, ''::text), id) WHERE (released_instance_count > 0);

CREATE INDEX series_by_release ON catalogue.series USING btree (project_id, released_at DESC, id DESC) WHERE (released_instance_count > 0);

CREATE INDEX series_by_study_date ON catalogue.series USING btree (project_id, COALESCE(study_date, '-infinity'::date) DESC, id DESC) WHERE (released_instance_count > 0);

CREATE INDEX series_by_subject ON catalogue.series USING btree (project_id, subject_code, id) WHERE (released_instance_count > 0);

CREATE INDEX series_centre ON catalogue.series USING btree (project_id, centre) WHERE (released_instance_count > 0);

CREATE INDEX series_conversion ON catalogue.series USING btree (project_id, conversion_state) WHERE (released_instance_count > 0);

CREATE INDEX series_exam ON catalogue.series USING btree (exam_id, series_number, id);

CREATE INDEX series_facets ON catalogue.series USING btree (project_id, facet_key) WHERE (released_instance_count > 0);

CREATE INDEX series_manufacturer ON catalogue.series USING btree (project_id, manufacturer) WHERE (released_instance_count > 0);

CREATE INDEX series_modality ON catalogue.series USING btree (project_id, modality) WHERE (released_instance_count > 0);

CREATE INDEX series_search ON catalogue.series USING gin (search_text gin_trgm_ops) WHERE (released_instance_count > 0);

CREATE INDEX series_subject ON catalogue.series USING btree (subject_id, study_date DESC NULLS LAST, id DESC);

CREATE INDEX series_tag_facets ON catalogue.series USING btree (project_id, facet_key, tags) WHERE ((released_instance_count > 0) AND (tags <> '{}'::text[]));

CREATE INDEX series_tags ON catalogue.series USING gin (tags) WHERE (released_instance_count > 0);

CREATE INDEX series_weighting ON catalogue.series USING btree (project_id, weighting) WHERE (released_instance_count > 0);

CREATE INDEX subject_visible ON catalogue.subject USING btree (project_id, code, id) WHERE (released_series_count > 0);

CREATE INDEX subject_relation_mother ON catalogue.subject_relation USING btree (project_id, mother_code);

CREATE INDEX result_series ON classification.result USING btree (series_id, created_at DESC, id DESC);

CREATE INDEX conversion_series ON conversion.conversion USING btree (series_id, created_at DESC, id DESC);

CREATE INDEX alias_person ON crosswalk.alias USING btree (person_id, created_at, id);

CREATE INDEX alias_temporary ON crosswalk.alias USING btree (project_id, created_at) WHERE (kind = 'temporary'::text);

CREATE INDEX alias_without_data_key ON crosswalk.alias USING btree (id) WHERE (data_key_id IS NULL);

CREATE INDEX data_key_wrapped_by ON crosswalk.data_key USING btree (key_encryption_key_id, id);

CREATE UNIQUE INDEX key_encryption_key_active ON crosswalk.key_encryption_key USING btree (state) WHERE (state = 'active'::text);

CREATE INDEX reveal_account ON crosswalk.reveal USING btree (account_id, occurred_at);

CREATE INDEX subject_dated ON crosswalk.subject USING btree (project_id) WHERE (dated_by_id IS NOT NULL);

CREATE INDEX subject_mother ON crosswalk.subject USING btree (mother_id) WHERE (mother_id IS NOT NULL);

CREATE UNIQUE INDEX subject_redates_unique ON crosswalk.subject USING btree (redates_id, dated_by_id) WHERE (redates_id IS NOT NULL);

CREATE INDEX subject_survivor ON crosswalk.subject USING btree (survivor_id) WHERE (survivor_id IS NOT NULL);

CREATE INDEX subject_without_data_key ON crosswalk.subject USING btree (id) WHERE (data_key_id IS NULL);

CREATE INDEX unmatched_row_created ON crosswalk.unmatched_row USING btree (created_at);

CREATE INDEX unmatched_row_patient ON crosswalk.unmatched_row USING btree (project_id, blind_index);

CREATE INDEX unmatched_row_table ON crosswalk.unmatched_row USING btree (table_id, id);

CREATE INDEX decision_case ON curation.decision USING btree (case_id, decided_at, id);

CREATE INDEX inventory_use_value ON curation.inventory_use USING btree (value_id);

CREATE INDEX case_effective ON curation.quarantine_case USING btree (effective_at) WHERE (state = ANY (ARRAY['approved'::text, 'rejected'::text]));

CREATE INDEX case_queue ON curation.quarantine_case USING btree (project_id, ((- risk)), opened_at, id) WHERE (state = ANY (ARRAY['open'::text, 'first-approved'::text]));

CREATE INDEX case_series ON curation.quarantine_case USING btree (series_id, opened_at DESC);

CREATE INDEX released_finding_decided ON curation.released_finding USING btree (project_id, found_at, case_id) WHERE (state <> ALL (ARRAY['open'::text, 'first-acknowledged'::text]));

CREATE INDEX released_finding_open ON curation.released_finding USING btree (project_id, found_at, case_id) WHERE (state = ANY (ARRAY['open'::text, 'first-acknowledged'::text]));

CREATE INDEX value_change_decision ON curation.value_change USING btree (decision_id);

CREATE INDEX value_change_value ON curation.value_change USING btree (value_id);

CREATE UNIQUE INDEX value_decision_in_force ON curation.value_decision USING btree (value_id) WHERE (state <> 'undone'::text);

CREATE INDEX value_decision_project ON curation.value_decision USING btree (project_id) WHERE ((state <> 'undone'::text) AND (action <> 'accept'::text));

CREATE INDEX original_intake ON defacing.original USING btree (intake_id);

CREATE INDEX fact_project ON identity.fact USING btree (project_id, id);

CREATE UNIQUE INDEX fact_undone_once ON identity.fact USING btree (undoes) WHERE (undoes IS NOT NULL);

CREATE INDEX fact_withdrawn ON identity.fact USING btree (project_id) WHERE (kind = 'withdraw'::text);

CREATE UNIQUE INDEX subject_table_name_unique ON identity.subject_table USING btree (project_id, name) WHERE (deleted_at IS NULL);

CREATE INDEX subject_table_project ON identity.subject_table USING btree (project_id, created_at DESC, id) WHERE (deleted_at IS NULL);

CREATE INDEX subject_table_row_order ON identity.subject_table_row USING btree (table_id, row_number, id);

CREATE INDEX subject_table_row_origin ON identity.subject_table_row USING btree (project_id, origin_code);

CREATE INDEX subject_table_row_subject ON identity.subject_table_row USING btree (project_id, subject_code);

CREATE INDEX intake_check_series ON leaks.intake_check USING btree (series_id);

CREATE INDEX mask_intake ON pixels.mask USING btree (intake_id, made_at);

CREATE INDEX scanned_instance_instance ON pixels.scanned_instance USING btree (instance_id);

CREATE INDEX text_box_instance ON pixels.text_box USING btree (instance_id);

CREATE INDEX text_box_intake ON pixels.text_box USING btree (intake_id, instance_id);

CREATE INDEX member_account ON projects.member USING btree (account_id);

CREATE INDEX run_project ON rerun.run USING btree (project_id, id DESC);

CREATE UNIQUE INDEX run_running_unique ON rerun.run USING btree (project_id) WHERE (state = 'running'::text);

CREATE INDEX series_state ON rerun.series USING btree (run_id, state, series_id);

CREATE OR REPLACE FUNCTION catalogue.words(text[])
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN array_to_string($1, ' '::text);

grant delete, insert, references, select, trigger, truncate, update on accounts.account to pesscara;
grant delete, insert, select, update on accounts.account to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on accounts.session to pesscara;
grant delete, insert, select, update on accounts.session to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on accounts.token to pesscara;
grant delete, insert, select, update on accounts.token to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on archive.association to pesscara;
grant delete, insert, select, update on archive.association to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on archive.held to pesscara;
grant delete, insert, select, update on archive.held to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on archive.instance to pesscara;
grant delete, insert, select, update on archive.instance to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on archive.instance_version to pesscara;
grant delete, insert, select, update on archive.instance_version to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on archive.intake to pesscara;
grant delete, insert, select, update on archive.intake to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on archive.intake_association to pesscara;
grant delete, insert, select, update on archive.intake_association to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on archive.original to pesscara;
grant delete, insert, select, update on archive.original to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on archive.peer to pesscara;
grant delete, insert, select, update on archive.peer to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on archive.route_set to pesscara;
grant delete, insert, select, update on archive.route_set to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on archive.series_file to pesscara;
grant delete, insert, select, update on archive.series_file to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on archive.upload to pesscara;
grant delete, insert, select, update on archive.upload to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on archive.version_batch to pesscara;
grant delete, insert, select, update on archive.version_batch to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on audit.chain to pesscara;
grant insert, select on audit.chain to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on audit.checkpoint to pesscara;
grant insert, select on audit.checkpoint to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on audit.entry to pesscara;
grant insert, select on audit.entry to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on audit.pending to pesscara;
grant delete, insert, select on audit.pending to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on catalogue.exam to pesscara;
grant delete, insert, select, update on catalogue.exam to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on catalogue.series to pesscara;
grant delete, insert, select, update on catalogue.series to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on catalogue.subject to pesscara;
grant delete, insert, select, update on catalogue.subject to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on catalogue.subject_relation to pesscara;
grant delete, insert, select, update on catalogue.subject_relation to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on catalogue.tag to pesscara;
grant delete, insert, select, update on catalogue.tag to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on classification.result to pesscara;
grant delete, insert, select, update on classification.result to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on conversion.conversion to pesscara;
grant delete, insert, select, update on conversion.conversion to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on crosswalk.alias to pesscara;
grant delete, insert, select, update on crosswalk.alias to pesscara_crosswalk;
grant delete, insert, references, select, trigger, truncate, update on crosswalk.data_key to pesscara;
grant delete, insert, select, update on crosswalk.data_key to pesscara_crosswalk;
grant delete, insert, references, select, trigger, truncate, update on crosswalk.key_encryption_key to pesscara;
grant delete, insert, select, update on crosswalk.key_encryption_key to pesscara_crosswalk;
grant delete, insert, references, select, trigger, truncate, update on crosswalk.person to pesscara;
grant delete, insert, select, update on crosswalk.person to pesscara_crosswalk;
grant delete, insert, references, select, trigger, truncate, update on crosswalk.reveal to pesscara;
grant insert, select on crosswalk.reveal to pesscara_crosswalk;
grant delete, insert, references, select, trigger, truncate, update on crosswalk.subject to pesscara;
grant delete, insert, select, update on crosswalk.subject to pesscara_crosswalk;
grant delete, insert, references, select, trigger, truncate, update on crosswalk.unmatched_row to pesscara;
grant delete, insert, select, update on crosswalk.unmatched_row to pesscara_crosswalk;
grant delete, insert, references, select, trigger, truncate, update on curation.decision to pesscara;
grant delete, insert, select, update on curation.decision to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on curation.inventory_taken to pesscara;
grant delete, insert, select, update on curation.inventory_taken to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on curation.inventory_use to pesscara;
grant delete, insert, select, update on curation.inventory_use to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on curation.inventory_value to pesscara;
grant delete, insert, select, update on curation.inventory_value to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on curation.quarantine_case to pesscara;
grant delete, insert, select, update on curation.quarantine_case to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on curation.released_finding to pesscara;
grant delete, insert, select, update on curation.released_finding to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on curation.value_change to pesscara;
grant delete, insert, select, update on curation.value_change to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on curation.value_decision to pesscara;
grant delete, insert, select, update on curation.value_decision to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on defacing.original to pesscara;
grant delete, insert, select, update on defacing.original to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on defacing.task to pesscara;
grant delete, insert, select, update on defacing.task to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on deidentification.ctp_integer to pesscara;
grant delete, insert, select, update on deidentification.ctp_integer to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on deidentification.ctp_lookup_table to pesscara;
grant delete, insert, select on deidentification.ctp_lookup_table to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on deidentification.exam_origin to pesscara;
grant delete, insert, select, update on deidentification.exam_origin to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on deidentification.private_creator to pesscara;
grant delete, insert, select, update on deidentification.private_creator to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on deidentification.profile to pesscara;
grant delete, insert, select on deidentification.profile to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on deidentification.profile_draft to pesscara;
grant delete, insert, select, update on deidentification.profile_draft to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on deidentification.report to pesscara;
grant delete, insert, select on deidentification.report to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on identity.fact to pesscara;
grant insert, select, update on identity.fact to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on identity.subject_table to pesscara;
grant delete, insert, select, update on identity.subject_table to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on identity.subject_table_row to pesscara;
grant delete, insert, select, update on identity.subject_table_row to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on kernel.delivery to pesscara;
grant delete, insert, select, update on kernel.delivery to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on kernel.event to pesscara;
grant insert, select on kernel.event to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on kernel.event_pending to pesscara;
grant delete, insert, select, update on kernel.event_pending to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on kernel.event_position to pesscara;
grant insert, select on kernel.event_position to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on kernel.idempotency to pesscara;
grant delete, insert, select, update on kernel.idempotency to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on kernel.worker to pesscara;
grant delete, insert, select, update on kernel.worker to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on leaks.intake_check to pesscara;
grant delete, insert, select, update on leaks.intake_check to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on pixels.mask to pesscara;
grant delete, insert, select, update on pixels.mask to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on pixels.scan to pesscara;
grant delete, insert, select, update on pixels.scan to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on pixels.scanned_instance to pesscara;
grant delete, insert, select, update on pixels.scanned_instance to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on pixels.text_box to pesscara;
grant delete, insert, select, update on pixels.text_box to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on projects.member to pesscara;
grant delete, insert, select, update on projects.member to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on projects.project to pesscara;
grant delete, insert, select, update on projects.project to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on rerun.run to pesscara;
grant delete, insert, select, update on rerun.run to pesscara_app;
grant delete, insert, references, select, trigger, truncate, update on rerun.series to pesscara;
grant delete, insert, select, update on rerun.series to pesscara_app;
