-- A notification: one audience is to be told something. The content is the event as it came, so that nothing is lost on the way
-- to a channel that comes later. It is text and not jsonb, which refuses NUL characters that alerts may hold.
create table notification (
  id              uuid primary key,
  audience_id     text        not null,
  alert           text        not null,                 -- what an operator calls it: "DiskFull on db01 (+3 more)"
  planned         integer     not null,                 -- how many rows of delivery must exist
  plan            integer     not null default 1,       -- counts DeliveriesPlanned events
  content         text        not null,
  traceparent     text,
  created_at      timestamptz not null
);
create index notification_by_time on notification (created_at);

-- A delivery: one address on one channel. No foreign key: if a row vanishes, the audit must be able to say so.
create table delivery (
  id              uuid primary key,
  notification_id uuid        not null,
  channel_id      text        not null,
  channel_type    text        not null,
  address         text        not null,                 -- a mail address; empty where a channel is one place
  recipient       text        not null,                 -- for people
  fallback_of     uuid,
  state           text        not null check (state in ('pending', 'accepted', 'failed')),
  attempts        integer     not null default 0,
  next_attempt_at timestamptz not null,
  tried_at        timestamptz,                          -- the first attempt: from there on its age counts
  lease_until     timestamptz,
  lease_owner     text,
  error_code      text,
  created_at      timestamptz not null,
  finished_at     timestamptz,
  constraint delivery_once unique (notification_id, channel_id, address)
);
create index delivery_due on delivery (channel_id, next_attempt_at) where state = 'pending';
create index delivery_oldest_pending on delivery (created_at) where state = 'pending';
create index delivery_by_time on delivery (created_at desc, id desc);

-- A receipt of each attempt. It outlives its delivery.
create table attempt (
  id              bigint generated always as identity primary key,
  delivery_id     uuid        not null,
  notification_id uuid        not null,
  channel_id      text        not null,
  number          integer     not null,
  started_at      timestamptz not null,
  duration_ms     integer     not null,
  outcome         text        not null check (outcome in ('accepted', 'retry', 'failed')),
  status_code     integer,
  error_code      text,
  detail          text
);
create index attempt_by_delivery on attempt (delivery_id, number);
create index attempt_by_time on attempt (started_at);

create table channel (
  id               text primary key,
  type             text             not null,
  name             text             not null,
  enabled          boolean          not null,
  default_audience boolean          not null,
  settings         text             not null,           -- JSON, as the channel's type has it
  per_second       double precision,
  per_hour         integer,
  local_inbox      boolean          not null default false,  -- made at start for the local inbox, and pointed to it at each start
  version          bigint           not null default 0,
  updated_at       timestamptz      not null
);

-- Sealed with a key of its own, which is sealed with the key of the file (kek_id names that one).
create table channel_secret (
  channel_id       text        not null,
  field            text        not null,
  kek_id           text        not null,
  wrapped_key      bytea       not null,
  sealed           bytea       not null,
  updated_at       timestamptz not null,
  primary key (channel_id, field)
);

-- What is left of a channel's rate limit; locked while a replica claims.
create table throttle (
  channel_id       text primary key,
  second           double precision not null,
  hour             double precision not null,
  at               timestamptz      not null,
  blocked_until    timestamptz      not null
);

-- The newest audit; its lock lets one replica at a time audit.
create table delivery_audit (
  id               integer primary key check (id = 1),
  sequence         bigint      not null,
  result           text        not null,
  audited_at       timestamptz not null,
  published_at     timestamptz not null
);
insert into delivery_audit values (1, 0, '', 'epoch', 'epoch');
