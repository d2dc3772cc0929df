-- What a service wants to tell others, written in the transaction of what happened. event_id is a UUIDv7, so it sorts by time.
create table outbox (
  event_id     uuid primary key,
  stream       text not null,
  payload      text not null,
  traceparent  text,
  -- since when it waits for the relay: written first, or made due again
  queued_at    timestamptz not null default clock_timestamp(),
  published_at timestamptz
);
-- the relay's claim
create index outbox_unpublished on outbox (event_id) where published_at is null;
-- making due again what was published of late, and pruning
create index outbox_published on outbox (published_at) where published_at is not null;
-- Every row is updated once soon after its insert: the index of the unpublished stays small only if it is vacuumed often.
alter table outbox set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);

-- What a service has taken in: an event has its effects once for each handler.
create table inbox (
  event_id    uuid not null,
  handler     text not null,
  received_at timestamptz not null default clock_timestamp(),
  primary key (event_id, handler)
);

-- Which Redis the outbox was published to, one row. While republish_from is set, what was published between the two times is
-- being made due again.
create table outbox_epoch (
  single          boolean primary key default true check (single),
  epoch           uuid not null,
  redis_run_id    text not null,
  republish_from  timestamptz,
  republish_until timestamptz,
  check ((republish_from is null) = (republish_until is null))
);

-- Entries of streams that this service could not handle.
create table poison (
  id              uuid primary key,
  stream          text not null,
  consumer_group  text not null,
  entry_id        text not null,
  consumer        text not null,
  deliveries      bigint not null,
  reason          text not null,
  exception_class text not null,
  payload         text,
  -- the entry's other fields
  fields          json not null,
  failed_at       timestamptz not null default clock_timestamp(),
  replayed_at     timestamptz,
  unique (stream, consumer_group, entry_id)
);
create index poison_open on poison (id) where replayed_at is null;
