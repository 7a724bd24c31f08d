create schema projects;

create table projects.project (
  id uuid primary key,
  -- The short slug of every URL.
  key text not null unique check (key ~ '^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$|^[a-z0-9]$'),
  name text not null,
  description text not null default '',
  irb_number text,
  -- {reviewerMayBeImporter: boolean, secondReviewer: boolean, originals: 'until-decision'|'keep'|'none', profileId, subjectCodePrefix, expectedSubjects}
  settings jsonb not null,
  created_at timestamptz not null,
  archived_at timestamptz,
  version integer not null default 1
);

create table projects.member (
  project_id uuid not null references projects.project (id),
  account_id uuid not null references accounts.account (id),
  -- viewer, importer, reviewer, curator, lead, honest-broker
  roles text[] not null,
  created_at timestamptz not null,
  primary key (project_id, account_id)
);
-- Serves "which projects may this account see".
create index member_account on projects.member (account_id);
