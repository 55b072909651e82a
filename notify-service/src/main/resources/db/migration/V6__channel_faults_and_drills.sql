-- What is wrong with the channel to a partner, as the desk was told; and how their last drill went.
alter table partner
    -- How the last try failed; null if it did not.
    add column fault         text,
    -- It said 410: nothing more is sent until a person has looked.
    add column gone          boolean not null default false,
    -- An alert is held back because something in it may not leave.
    add column withheld      boolean not null default false,
    add column languages     text    not null default 'az,en,ru,tr,fa',
    add column revision      integer not null default 0 check (revision >= 0),
    -- What the desk was told last, so that it hears of nothing twice.
    add column told          text,
    add column drill_id      uuid,
    add column drill_day     date,
    add column drill_state   text,
    add column drill_seconds integer check (drill_seconds >= 0);

alter table attempt drop constraint attempt_outcome_check;
alter table attempt add constraint attempt_outcome_check check (outcome in
    ('STARTED', 'ACCEPTED', 'REFUSED', 'REDIRECTED', 'TIMED_OUT', 'UNREACHABLE', 'INSECURE', 'FORBIDDEN_ADDRESS',
     'WITHHELD', 'FAULT'));

alter table alert
    -- A drill, which nobody escalates.
    add column exercise boolean not null default false,
    -- When a drill was ordered, until somebody has answered it.
    add column ordered  timestamptz;
