-- A version of a template, never changed once it is there. Version 0 of each type is built in and not here; the highest one counts.
create table template_version (
  type             text             not null,
  number           integer          not null check (number > 0),
  body             text             not null,
  note             text             not null,
  created_at       timestamptz      not null,
  primary key (type, number)
);
