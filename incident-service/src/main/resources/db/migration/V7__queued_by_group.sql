-- Whoever takes up a webhook takes up first what is still queued of its group.
drop index intake_queued;
create index intake_queued on intake (group_hash, received_at) where taken_at is null;
