-- A step that could not be proven, and where the way of samples is broken.
alter table enrollment_step drop constraint enrollment_step_state_check;
alter table enrollment_step add constraint enrollment_step_state_check
  check (state in ('pending', 'running', 'waiting', 'done', 'unproven', 'failed', 'cancelled', 'skipped'));
alter table enrollment_step add column segment text;

-- What a dry run found that it would change: JSON, without secrets.
alter table enrollment add column plan text;
create index enrollment_by_host on enrollment (host_id);
create index enrollment_by_end on enrollment (finished_at) where finished_at is not null;

-- Secrets among the settings of a job's services; gone when the job ended.
create table enrollment_secret (
  enrollment_id   uuid        not null references enrollment on delete cascade,
  field           text        not null,
  kek_id          text        not null,
  wrapped_key     bytea       not null,
  sealed          bytea       not null,
  primary key (enrollment_id, field)
);
create index enrollment_secret_by_kek on enrollment_secret (kek_id);

-- Whose key enrolled it, and why its samples do not arrive nowadays (null while they do, or while nobody knows).
alter table host add column enrolled_by text;
alter table host add column broken_segment text;
alter table host add column broken_code text;
alter table host add column broken_remedy text;
alter table host add column broken_since timestamptz;

-- When a host's samples were looked for, and how often in a row they were missing. Apart from the host, which changes seldom.
create table host_check (
  host_id         uuid        primary key references host on delete cascade,
  checked_at      timestamptz not null,
  misses          integer     not null
);
