-- A rejected instance does not hold its UID any more: sent again, perhaps under a better profile, it is a new arrival.
drop index archive.instance_project_uid_unique;
-- One current instance per UID that is not rejected.
create unique index instance_project_uid_unique on archive.instance (project_id, sop_instance_uid)
  where conflict_of is null and state <> 'rejected';
