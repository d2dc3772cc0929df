-- When the webhook that told of an episode's end was received: what is heard of long after is no straggler.
alter table episode add column ended_heard_at timestamptz;
update episode e set ended_heard_at = coalesce(
    (select t.received_at from transition t where t.episode_id = e.id and t.kind = 'resolved'), now())
  where e.ended_at is not null;
alter table episode add check ((ended_at is null) = (ended_heard_at is null));
