-- The feed was numbered by transaction ids, which begin anew when a dump is restored into another cluster: the numbering stopped there.
-- What has no position yet now stands in a table of its own, as for the audit trail.

-- Facts that have no position yet: written with the fact, removed as it is numbered. A row is seen here only once it is committed, and one
-- sequencer numbers what it sees, so numbers never fill in behind a reader. No foreign key: its check on every fact costs more than it tells.
create table kernel.event_pending (
  event_id uuid primary key
);

insert into kernel.event_pending (event_id)
select e.id from kernel.event e where not exists (select from kernel.event_position p where p.event_id = e.id);

drop index kernel.event_transaction_id;
alter table kernel.event drop column transaction_id;
