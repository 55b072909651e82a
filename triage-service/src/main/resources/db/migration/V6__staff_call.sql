-- Imminent tips to which staff on duty are called, each under the random id by which notify-service knows the call. A row goes
-- once its tip is opened or gone.
create table staff_call (
    tip_id   uuid primary key,
    alert_id uuid not null unique
);
-- while old code runs: writers wait for one look at the table, and the index has no row but for tips that nobody has opened
create index tip_waiting on tip (tip_id) where lane = 'IMMINENT' and first_opened is null and not folded;

grant select, insert, delete on staff_call to ${runtime-role};
