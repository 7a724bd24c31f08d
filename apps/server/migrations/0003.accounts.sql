create schema accounts;

create table accounts.account (
  id uuid primary key,
  user_name text not null,
  display_name text not null,
  email text,
  password_hash text,
  password_changed_at timestamptz,
  must_change_password boolean not null default false,
  -- System roles: administrator, auditor. Project roles are in projects.member.
  system_roles text[] not null default '{}',
  disabled_at timestamptz,
  -- Failures in a row; they stop counting when the last one is older than the window (accounts.config.ts).
  failed_sign_ins integer not null default 0,
  last_failed_at timestamptz,
  locked_until timestamptz,
  created_at timestamptz not null,
  version integer not null default 1
);
-- Serves sign-in and the list of users by name: names are unique without regard to case, and never reused.
create unique index account_user_name on accounts.account (lower(user_name));

create table accounts.session (
  -- SHA-256 of the cookie's value: the value itself is never stored.
  token_sha256 bytea primary key,
  account_id uuid not null references accounts.account (id),
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  -- When the password was last given in this session: fresh sign-in is asked for reveals.
  authenticated_at timestamptz not null,
  address text,
  user_agent text
);
-- Serves "end all sessions of this account".
create index session_account on accounts.session (account_id);

create table accounts.token (
  id uuid primary key,
  account_id uuid not null references accounts.account (id),
  name text not null,
  token_sha256 bytea not null unique,
  -- Null: all the account's permissions; otherwise only these.
  scopes text[],
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);
-- Serves the list of an account's tokens.
create index token_account on accounts.token (account_id, created_at desc);
