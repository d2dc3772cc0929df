-- Many hosts, asked for at once. Each becomes an ordinary job (enrollment) when its turn comes.
create table batch (
  id              uuid primary key,
  state           text        not null check (state in ('running', 'finished', 'cancelled')),
  run             integer     not null default 1,       -- one more with each retry
  concurrency     integer     not null,                 -- how many of its jobs may be queued or running at once
  dry_run         boolean     not null,
  hosts           integer     not null,
  credential_id   uuid,                                 -- for hosts that name none: a stored one, or the batch's own, which is gone when it ended
  requested_by    text        not null,
  idempotency_key text,
  request_digest  bytea       not null,
  cancelled_at    timestamptz,                          -- when somebody asked for it
  created_at      timestamptz not null,
  started_at      timestamptz not null,                 -- this run
  finished_at     timestamptz,
  constraint batch_idempotency unique (requested_by, idempotency_key)
);
create index batch_running on batch (created_at) where state = 'running';
create index batch_finished on batch (finished_at) where finished_at is not null;

-- What a batch asks for each host, and what came of it. The result stays when the job's own rows are gone.
create table batch_host (
  batch_id        uuid        not null references batch on delete cascade,
  position        integer     not null,                 -- in the file, from 0
  line            integer     not null,                 -- of the file, from 1
  address         text        not null,
  port            integer     not null,
  hostname        text        not null,
  request         text        not null,                 -- JSON, as in enrollment
  credential_id   uuid,                                 -- null: the batch's
  state           text        not null check (state in ('pending', 'queued', 'running', 'waiting', 'succeeded', 'unproven', 'failed',
                                                        'cancelled', 'skipped')),
  changed         boolean     not null default false,
  enrollment_id   uuid,                                 -- its latest job
  code            text,                                 -- of a failure, or why it was skipped
  remedy          text,
  key_decision    text        check (key_decision in ('approve', 'refuse')),   -- about the key that its job waits with
  key_fingerprint text,
  key_decided_by  text,
  finished_at     timestamptz,
  primary key (batch_id, position),
  constraint batch_host_once unique (batch_id, address, port)
);
create index batch_host_open on batch_host (batch_id, position) where state in ('pending', 'queued', 'running', 'waiting');

-- What a batch told, in its order.
create table batch_event (
  batch_id        uuid        not null references batch on delete cascade,
  sequence        bigint      not null,
  kind            text        not null,
  data            text        not null,                 -- JSON
  at              timestamptz not null,
  primary key (batch_id, sequence)
);

alter table enrollment add column batch_id uuid references batch on delete set null;
create index enrollment_by_batch on enrollment (batch_id) where batch_id is not null;
-- The last time a host was set up, for the question whether it has to be done again.
create index enrollment_by_address on enrollment (address, port, created_at desc);

-- Given with a batch, for its jobs alone.
alter table credential add column batch_id uuid unique references batch on delete cascade;
drop index credential_by_name;
create index credential_by_name on credential (name, id) where enrollment_id is null and batch_id is null;
