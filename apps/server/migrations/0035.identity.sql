-- What temporary identifiers look like in a project: none is known.
update projects.project set settings = settings || '{"temporaryIdPatterns": []}';
-- Serves the list of subjects that only temporary identifiers lead to, oldest first.
create index alias_temporary on crosswalk.alias (project_id, created_at) where kind = 'temporary';
