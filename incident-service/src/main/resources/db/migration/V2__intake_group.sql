-- Which group a webhook is about, as a number: webhooks of one group are taken up one after the other, and the same number is
-- the advisory lock that replicas take.
alter table intake add column group_hash bigint not null default 0;
alter table intake alter column group_hash drop default;
