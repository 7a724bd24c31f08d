-- Run after every migration, repeatable: what each role may do. The audit trail and the facts are append-only for the application.
-- A dump brings no roles along: in another cluster they are made anew.
do $$
begin
  if not exists (select from pg_roles where rolname = 'pesscara_app') then create role pesscara_app nologin; end if;
  if not exists (select from pg_roles where rolname = 'pesscara_crosswalk') then create role pesscara_crosswalk nologin; end if;
end $$;
grant usage on schema kernel, audit, accounts, projects, catalogue, deidentification, archive, classification, conversion, curation, identity, pixels to pesscara_app;
grant select, insert, update, delete on all tables in schema kernel, accounts, projects, catalogue, deidentification, archive, classification, conversion, curation, identity, pixels to pesscara_app;
grant usage on schema defacing to pesscara_app;
grant select, insert, update, delete on all tables in schema defacing to pesscara_app;
grant usage on schema leaks to pesscara_app;
grant select, insert, update, delete on all tables in schema leaks to pesscara_app;
grant usage on schema rerun to pesscara_app;
grant select, insert, update, delete on all tables in schema rerun to pesscara_app;
revoke update, delete on kernel.event, kernel.event_position from pesscara_app;
grant select, insert on all tables in schema audit to pesscara_app;
revoke update, delete, truncate on all tables in schema audit from pesscara_app;
grant delete on audit.pending to pesscara_app;
revoke update on deidentification.profile, deidentification.report, deidentification.ctp_lookup_table from pesscara_app;
revoke all on schema crosswalk from public, pesscara_app;
grant usage on schema crosswalk to pesscara_crosswalk;
grant select, insert, update, delete on all tables in schema crosswalk to pesscara_crosswalk;
revoke delete, update on crosswalk.reveal from pesscara_crosswalk;
revoke delete on identity.fact from pesscara_app;
