-- Storms: what waits for one audience at one place is told with one message.

-- Batches of DeliveriesPlanned have no count of their own.
alter table notification drop column plan;

-- What a storm message needs to know of each notification it covers, without reading its content: how grave (0 critical, 1 warning,
-- 2 info, 3 all is over) and how many news of which kind. Notifications of before count as one warning that opened.
alter table notification add column gravity smallint not null default 1;
alter table notification add column news text not null default '{"opened":1,"severities":{"warning":1}}';

-- Who is told, where people read; null where a program does, which takes each message by itself.
alter table delivery add column audience_id text;
-- How many pieces of news its notification holds.
alter table delivery add column news integer not null default 1;
update delivery d set audience_id = n.audience_id from notification n
  where n.id = d.notification_id and d.state = 'pending' and d.channel_type in ('teams', 'mail');
create index delivery_waiting_place on delivery (channel_id, address, audience_id) where state = 'pending' and audience_id is not null;
create index delivery_recent_place on delivery (channel_id, address, audience_id, created_at) where audience_id is not null;

-- The message that an attempt was part of, if it told several deliveries at once.
alter table attempt add column message_id uuid;
create index attempt_by_message on attempt (message_id) where message_id is not null;

-- A storm at one place for one audience. Read and written under the lock of the channel's throttle.
create table storm (
  channel_id      text        not null,
  address         text        not null,
  audience_id     text        not null,
  id              uuid        not null,
  began_at        timestamptz not null,
  told_at         timestamptz not null,                 -- the last message that was begun, or the beginning
  next_at         timestamptz not null,                 -- not before then the next message
  busy_until      timestamptz,                          -- a message is on its way: its lease
  messages        integer     not null,                 -- how many were begun
  told            text        not null,                 -- JSON: the news that channels accepted since it began
  primary key (channel_id, address, audience_id)
);
