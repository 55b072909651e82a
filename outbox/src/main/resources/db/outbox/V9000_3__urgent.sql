-- What tells of danger leaves before what does not, and is taken first at the broker.
-- From here on the outbox's numbers are above each service's: an older version takes what it does not know for one of a newer version
-- only there, and does not start otherwise.
alter table outbox add column urgent boolean not null default false;
-- while old code runs: events wait here for milliseconds, so there are few
create index on outbox (queue, urgent desc, position);
