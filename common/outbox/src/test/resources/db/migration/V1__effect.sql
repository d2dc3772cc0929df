-- What the test's consumer did: no key, so that a second time would show.
create table effect (
  event_id uuid not null,
  source   text not null,
  subject  text not null,
  sequence bigint not null,
  trace_id text not null
);
