-- The form for danger does not ask who is in danger.
alter table alert
    drop constraint alert_threat_who_check,
    add constraint alert_threat_who_check check (threat_who in ('ME', 'SOMEONE_ELSE', 'UNSPECIFIED')) not valid;
