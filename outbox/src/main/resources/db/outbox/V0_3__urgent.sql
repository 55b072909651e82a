-- What tells of danger leaves before what does not, and is taken first at the broker.
alter table outbox add column urgent boolean not null default false;
create index on outbox (queue, urgent desc, position);
