-- Roles: every pool of the server takes one of them at connect (set role), never the owner's.
-- pesscara_app: everything but the crosswalk. pesscara_crosswalk: the crosswalk alone.
do $$
begin
  if not exists (select from pg_roles where rolname = 'pesscara_app') then create role pesscara_app nologin; end if;
  if not exists (select from pg_roles where rolname = 'pesscara_crosswalk') then create role pesscara_crosswalk nologin; end if;
end $$;
