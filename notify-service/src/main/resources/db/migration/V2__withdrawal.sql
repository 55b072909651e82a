-- What a source still allows of an alert, whether the alert has come yet or not: once withdrawn, whatever comes late
-- changes nothing.
create table consent (
    alert_id uuid    primary key,
    alert    boolean not null,
    details  boolean not null
);

-- STOPPED: a human at the partner has confirmed the cancellation.
alter table notice drop constraint notice_state_check;
alter table notice add constraint notice_state_check
    check (state in ('PENDING', 'DELIVERED', 'ACKNOWLEDGED', 'STOPPED'));

grant select, insert, update on consent to ${runtime-role};
