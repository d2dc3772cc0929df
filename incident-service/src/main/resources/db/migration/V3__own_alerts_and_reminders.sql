-- What Iris finds out by itself is stored as Alertmanager's webhooks are; this says who wrote it.
alter table intake add column origin text not null default 'webhook'
  check (origin in ('webhook', 'heartbeat', 'reconciliation'));

-- last_seen_at is when the last firing Watchdog was received. While a source is absent, an incident says so: absent_since is
-- when it was declared, and what it was declared with, so that the return resolves that very episode.
alter table heartbeat add column absent_since timestamptz;

-- A reminder is news without an alert: nothing was received, and an episode may have many.
alter table transition drop constraint transition_kind_check;
alter table transition add constraint transition_kind_check
  check (kind in ('opened', 'reopened', 'resolved', 'reminder'));
alter table transition add column ordinal integer not null default 0;
alter table transition drop constraint transition_episode_id_kind_key;
alter table transition add constraint transition_once unique (episode_id, kind, ordinal);
alter table transition alter column intake_id drop not null;
alter table transition add constraint transition_intake check ((kind = 'reminder') = (intake_id is null));
alter table notification alter column intake_id drop not null;

-- When people were last reminded of it; null before the first time.
alter table incident add column reminded_at timestamptz;
