-- One row for each tip that was received: enough to notice a repeat, and to tell the source later what came of it.
-- No time, no size, no topic; nothing that a source wrote.
create table tip (
    tip_id      uuid  primary key,
    day         date  not null,
    once        bytea not null unique check (octet_length(once) = 32),
    alert_id    uuid  unique,
    answer      text  check (answer in ('acknowledged', 'cancelled')),
    answered_on date,
    check ((answer is null) = (answered_on is null))
);

-- The service adds tips and cannot list them: whoever breaks into it reads no ids, days or hashes of past ones.
grant insert (tip_id, day, once, alert_id) on tip to ${runtime-role};
-- What a partner answered is written by the alert's id, and a withdrawal is final.
grant select (alert_id, answer), update (answer, answered_on) on tip to ${runtime-role};
