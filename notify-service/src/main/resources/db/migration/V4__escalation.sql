-- Who is told first, and who if nobody there answers.
alter table partner add column tier integer not null default 1 check (tier between 1 and 9);

alter table alert drop constraint alert_state_check;
alter table alert add constraint alert_state_check
    check (state in ('OPEN', 'DELIVERED', 'UNANSWERED', 'UNREACHABLE', 'ACKNOWLEDGED', 'CANCELLED'));

-- The clock of an alert that nobody has answered, and when to look at it next; both go when somebody has.
alter table alert
    add column opened  timestamptz,
    add column look_at timestamptz;

create index alert_look on alert (look_at) where look_at is not null;
