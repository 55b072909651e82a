-- Alerts that failed to be changed, and when each is tried again.
create table stuck_alert (
    alert_id uuid        primary key,
    until    timestamptz not null
);

-- Alerts that are still to be taken from partners that were ended.
create table standing_down (
    alert_id   uuid not null,
    partner_id uuid not null,
    primary key (alert_id, partner_id)
);

grant select, insert, update, delete on stuck_alert, standing_down to ${runtime-role};
