-- What a partner can say of an alert, and how an alert ends.
alter table notice drop constraint notice_state_check;
alter table notice add constraint notice_state_check check (state in
    ('PENDING', 'DELIVERED', 'ACKNOWLEDGED', 'NEEDS_INFO', 'CLAIMED', 'DECLINED', 'RELEASED', 'RESOLVED', 'STOPPED'));

alter table alert drop constraint alert_state_check;
alter table alert add constraint alert_state_check check (state in
    ('OPEN', 'DELIVERED', 'UNANSWERED', 'UNREACHABLE', 'ACKNOWLEDGED', 'CLAIMED', 'RESOLVED', 'EXPIRED', 'CANCELLED'));

alter table notice
    -- The highest number of the partner's answers: what is not higher is a repeat.
    add column heard         integer not null default 0 check (heard between 0 and 1000000),
    -- How long a claim holds; it stays behind one that has lapsed, until the partner says something else.
    add column claimed_until timestamptz;
