-- Incidents and alerts compared with what Alertmanager says when it is asked.
alter table incident drop constraint incident_status_check;
alter table incident add constraint incident_status_check
  check (status in ('firing', 'acknowledged', 'stale', 'resolved'));

-- Each slot of time is one replica's: whoever puts it here asks.
create table reconciliation (
  source   text primary key,
  slot     timestamptz not null,
  -- when all peers were last heard
  whole_at timestamptz
);

-- Whether each Alertmanager answers.
create table alertmanager_peer (
  source    text not null,
  peer      text not null,
  reachable boolean not null,
  reason    text,
  since     timestamptz not null,
  primary key (source, peer)
);

-- Open incidents whose alert no peer knows.
create table absence (
  incident_id   uuid primary key references incident on delete cascade,
  source        text not null,
  since         timestamptz not null,
  -- how long that was seen, without the time in which nobody looked
  lasted_millis bigint not null,
  -- what it was before it was stale
  former_status text,
  -- when Iris last stored its resolve
  closing_at    timestamptz
);
create index absence_source on absence (source);

-- For the timeline: since when an incident was stale, and when its alert was seen again.
create table staleness (
  incident_id uuid not null references incident on delete cascade,
  at          timestamptz not null,
  kind        text not null check (kind in ('stale', 'seen-again')),
  primary key (incident_id, at)
);

-- Alerts that a peer has as active and that are of no open incident.
create table missed_firing (
  source      text not null,
  fingerprint text not null,
  since       timestamptz not null,
  reported_at timestamptz,
  primary key (source, fingerprint)
);
