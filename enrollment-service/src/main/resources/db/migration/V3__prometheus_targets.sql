-- What each Prometheus is to scrape, a row for each host: files and HTTP discovery are made from these. A host that was taken out
-- keeps its row, as only what is known to be retired may be renamed: a file without any row was never ours, or the database is not the one it was.
create table prometheus_target (
  instance   text        not null,
  host_id    uuid        not null,
  host       jsonb       not null,
  changed_at timestamptz not null,
  retired_at timestamptz,
  primary key (instance, host_id)
);

create index prometheus_target_host on prometheus_target (host_id);

-- Which replica compares files and rows in a slot of time: the first who asks.
create table prometheus_pass (
  instance text        primary key,
  slot     timestamptz not null
);
