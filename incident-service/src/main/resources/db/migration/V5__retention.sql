-- What was pruned, in figures: rows that go are added here in the same statement, so that figures from here and from the rows
-- that are still there make the whole at any moment. Kept for ever: about ten rows an hour and source.
create table ledger_hour (
  -- in which the webhooks were received that the figures are about
  hour   timestamptz not null,
  source text not null,
  figure text not null check (figure in ('received', 'occurrence', 'news', 'reminder', 'withheld-by', 'delivery')),
  -- the outcome of occurrences, the status of decisions and deliveries, what withheld
  name   text not null,
  n      bigint not null,
  primary key (hour, source, figure, name)
) with (fillfactor = 80);

-- Rows go from the old end: entries of the index that lead nowhere must not pile up there.
alter table intake set (autovacuum_vacuum_scale_factor = 0.02);
alter table occurrence set (autovacuum_vacuum_scale_factor = 0.02);
alter table transition set (autovacuum_vacuum_scale_factor = 0.02);

-- How far the walks have come that look for what is of no use any more.
create table retention_walk (
  name  text primary key,
  after uuid not null
);
insert into retention_walk values
  ('incident', '00000000-0000-0000-0000-000000000000'), ('series', '00000000-0000-0000-0000-000000000000');
