-- A host that Iris knows. Its id is the label iris_host of all its targets and never changes.
create table host (
  id              uuid primary key,
  address         text        not null,                 -- a literal IP, or a name in ASCII and lower case
  port            integer     not null,
  hostname        text        not null,                 -- what people call it
  transport       text        not null,
  state           text        not null check (state in ('new', 'enrolled', 'unproven', 'decommissioned')),
  labels          jsonb       not null,                 -- name: value
  sequence        bigint      not null,                 -- counts HostChanged events
  created_at      timestamptz not null,
  updated_at      timestamptz not null,
  constraint host_once unique (address, port)
);
create index host_by_name on host (hostname, id);

-- A key that a host may show. Approved by somebody, or by a policy that somebody chose.
create table host_key (
  host_id         uuid        not null references host on delete cascade,
  fingerprint     text        not null,                 -- SHA256:…, as ssh-keygen -l shows it
  algorithm       text        not null,
  public_key      text        not null,                 -- base64, as in known_hosts
  approved_by     text        not null,
  approved_how    text        not null check (approved_how in ('approved', 'accepted-first', 'strict')),
  approved_at     timestamptz not null,
  primary key (host_id, fingerprint)
);

-- What an operator submitted, without its secrets.
create table enrollment (
  id              uuid primary key,
  host_id         uuid        references host,
  address         text        not null,
  port            integer     not null,
  request         text        not null,                 -- JSON, without secrets
  state           text        not null check (state in ('queued', 'running', 'waiting', 'succeeded', 'unproven', 'failed', 'cancelled')),
  dry_run         boolean     not null,
  changed         boolean     not null default false,
  credential_id   uuid        not null,                 -- a stored one, or the job's own, which is gone when the job ended
  shown_key       text,                                 -- while waiting: the host key that awaits approval, JSON
  requested_by    text        not null,
  idempotency_key text,
  request_digest  bytea       not null,
  cancelled_at    timestamptz,                          -- when somebody asked for it
  waiting_since   timestamptz,                          -- for that approval
  lease_owner     text,
  lease_until     timestamptz,
  runs            integer     not null default 0,       -- how often a worker took it on
  created_at      timestamptz not null,
  finished_at     timestamptz,
  constraint enrollment_idempotency unique (requested_by, idempotency_key)
);
-- One job per host at a time.
create unique index enrollment_one_per_host on enrollment (address, port) where finished_at is null;
create index enrollment_to_do on enrollment (created_at) where state in ('queued', 'running');
create index enrollment_by_time on enrollment (created_at desc, id desc);

create table enrollment_step (
  enrollment_id   uuid        not null references enrollment on delete cascade,
  position        integer     not null,
  name            text        not null,
  state           text        not null check (state in ('pending', 'running', 'waiting', 'done', 'failed', 'cancelled', 'skipped')),
  changed         boolean     not null default false,
  started_at      timestamptz,
  duration_ms     bigint,
  code            text,
  remedy          text,
  output          text,                                 -- redacted
  primary key (enrollment_id, position)
);

-- What a job told, in its order: what the stream of its events is read from, by any replica.
create table enrollment_event (
  enrollment_id   uuid        not null references enrollment on delete cascade,
  sequence        bigint      not null,
  kind            text        not null,
  data            text        not null,                 -- JSON
  at              timestamptz not null,
  primary key (enrollment_id, sequence)
);

-- What to log in with. The secrets are in credential_secret, sealed.
create table credential (
  id              uuid primary key,
  enrollment_id   uuid        unique references enrollment on delete cascade,   -- given with a job, for that job alone
  name            text        not null,
  login_user      text        not null,
  networks        text[]      not null,                 -- where it may be used, CIDR; empty: anywhere
  ports           integer[]   not null,                 -- the same; empty: any
  created_at      timestamptz not null,
  updated_at      timestamptz not null
);
create index credential_by_name on credential (name, id) where enrollment_id is null;

-- Sealed with a key of its own, which is sealed with the key of the file (kek_id names that one).
create table credential_secret (
  credential_id   uuid        not null references credential on delete cascade,
  field           text        not null,
  kek_id          text        not null,
  wrapped_key     bytea       not null,
  sealed          bytea       not null,
  fingerprint     text,                                 -- of a key's public half
  updated_at      timestamptz not null,
  primary key (credential_id, field)
);
create index credential_secret_by_kek on credential_secret (kek_id);

-- One sealed text that is known: what tells a wrong key file before anything is sealed with it.
create table vault_canary (
  id              integer primary key check (id = 1),
  kek_id          text        not null,
  wrapped_key     bytea       not null,
  sealed          bytea       not null
);
