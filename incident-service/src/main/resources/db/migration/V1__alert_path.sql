-- The alert path: what came in, what it meant, what was decided, who was told.
-- Text that people choose (names of alerts, hosts, services) is cut before it gets into an indexed column: a B-tree takes no
-- more than 2,700 bytes, and a long label must not cost an alert.

-- A webhook that was accepted, as it came.
create table intake (
  id          uuid primary key,
  source      text not null,
  received_at timestamptz not null,
  alert_count integer not null check (alert_count > 0),
  body        bytea not null,
  -- when its alerts were taken up; until then they are queued
  taken_at    timestamptz
);
create index intake_received on intake (received_at);
create index intake_queued on intake (received_at) where taken_at is null;

-- Webhooks that were not accepted, counted by the hour: whoever sends rubbish cannot fill a disk.
create table refusal (
  source   text not null,
  reason   text not null,
  hour     timestamptz not null,
  requests bigint not null,
  primary key (hour, source, reason)
);

-- A series is a source and a fingerprint.
create table series (
  id            uuid primary key,
  source        text not null,
  fingerprint   text not null,
  alert_name    text not null,
  instance      text,
  first_seen_at timestamptz not null,
  last_seen_at  timestamptz not null,
  unique (source, fingerprint)
) with (fillfactor = 80);

-- What people work on: one or more episodes of a series.
create table incident (
  id           uuid primary key,
  series_id    uuid not null references series,
  source       text not null,
  fingerprint  text not null,
  status       text not null check (status in ('firing', 'acknowledged', 'resolved')),
  version      bigint not null,
  flaps        integer not null,
  alert_name   text not null,
  instance     text,
  severity     text not null,
  service      text,
  service_type text,
  summary      text not null,
  starts_at    timestamptz not null,
  resolved_at  timestamptz,
  labels       jsonb not null,
  annotations  jsonb not null,
  -- lower-case text that a search must find, and its words: cut by Iris, as PostgreSQL keeps host names whole
  search_text  text not null,
  search_words tsvector not null,
  check ((status = 'resolved') = (resolved_at is not null))
) with (fillfactor = 90);
create unique index incident_one_open on incident (series_id) where status <> 'resolved';
create index incident_series on incident (series_id, resolved_at desc nulls first);
create index incident_page on incident (starts_at desc, id desc);
create index incident_by_status on incident (status, starts_at desc, id desc);
create index incident_by_alert_name on incident (alert_name, starts_at desc, id desc);
create index incident_by_instance on incident (instance, starts_at desc, id desc);
create index incident_by_severity on incident (severity, starts_at desc, id desc);
create index incident_by_service on incident (service, starts_at desc, id desc);
create index incident_by_service_type on incident (service_type, starts_at desc, id desc);
create index incident_search on incident using gin (search_words);

-- One firing period of a series.
create table episode (
  id          uuid primary key,
  series_id   uuid not null references series,
  -- null when only its resolve was ever heard of
  incident_id uuid references incident,
  started_at  timestamptz not null,
  ended_at    timestamptz
);
create unique index episode_one_open on episode (series_id) where ended_at is null;
create index episode_series on episode (series_id, ended_at desc);
create index episode_incident on episode (incident_id);

-- News: unique per episode, which is what deduplicates.
create table transition (
  id               uuid primary key,
  episode_id       uuid not null references episode,
  incident_id      uuid not null references incident,
  kind             text not null check (kind in ('opened', 'reopened', 'resolved')),
  -- when it happened, by the sender's clock
  at               timestamptz not null,
  -- when the webhook that told of it was received
  received_at      timestamptz not null,
  intake_id        uuid not null,
  incident_version bigint not null,
  unique (episode_id, kind)
);
create index transition_received on transition (received_at);
create index transition_incident on transition (incident_id);

-- What became of each alert of each accepted webhook.
create table occurrence (
  intake_id     uuid not null,
  ordinal       integer not null,
  received_at   timestamptz not null,
  outcome       text not null check (outcome in ('news', 'merged', 'rejected')),
  reason        text,
  series_id     uuid,
  transition_id uuid,
  primary key (intake_id, ordinal),
  check ((outcome = 'news') = (transition_id is not null))
);
create index occurrence_received on occurrence (received_at, outcome);

-- A source that is alive says so with an alert that always fires.
create table heartbeat (
  source       text primary key,
  status       text not null,
  starts_at    timestamptz not null,
  last_seen_at timestamptz not null
);

-- What was decided about each transition: one current row, earlier ones are its history. No foreign key points here or leads
-- away: the ledger must be able to find that a row is gone.
create table decision (
  id            uuid primary key default gen_random_uuid(),
  transition_id uuid not null,
  revision      integer not null,
  current       boolean not null,
  status        text not null check (status in ('pending', 'told', 'withheld', 'held', 'undeliverable')),
  withheld_by   text,
  held_until    timestamptz,
  detail        text,
  decided_at    timestamptz not null,
  unique (transition_id, revision),
  check ((status = 'withheld') = (withheld_by is not null)),
  check ((status = 'held') = (held_until is not null))
) with (fillfactor = 80);
create unique index decision_current on decision (transition_id) where current;
create index decision_pending on decision (decided_at) where current and status = 'pending';

-- One request to tell one audience.
create table notification (
  id                 uuid primary key,
  intake_id          uuid not null,
  source             text not null,
  audience_id        text not null,
  audience_name      text not null,
  requested_at       timestamptz not null,
  received_at        timestamptz not null,
  -- how many deliveries the notifier announced, and what became of them
  planned_deliveries integer not null default 0,
  first_accepted_at  timestamptz,
  exhausted_at       timestamptz
) with (fillfactor = 80);
create index notification_received on notification (received_at);

-- Which news it tells.
create table notification_item (
  transition_id   uuid not null,
  audience_id     text not null,
  notification_id uuid not null,
  incident_id     uuid not null,
  -- why this audience
  reason          text not null,
  primary key (transition_id, audience_id)
);
create index notification_item_notification on notification_item (notification_id);

-- The notifier's deliveries, as its events tell of them. An outcome may be heard of before the plan.
create table delivery (
  id              uuid primary key,
  notification_id uuid not null,
  channel_id      text,
  channel_type    text,
  recipient       text,
  fallback_of     uuid,
  status          text not null check (status in ('pending', 'accepted', 'failed')),
  attempts        integer not null default 0,
  error_code      text,
  planned_at      timestamptz not null,
  settled_at      timestamptz,
  sequence        bigint not null default 0
) with (fillfactor = 80);
create index delivery_notification on delivery (notification_id);

-- The newest report of the notifier about its own rows.
create table delivery_audit (
  only_row      boolean primary key default true check (only_row),
  audited_at    timestamptz not null,
  discrepancies jsonb not null
);
