-- Who has set an alert aside as one of a flood, and why; it is told after all others and wakes nobody until somebody confirms it.
alter table alert add column aside_by text, add column aside_reason text,
    add constraint alert_aside check ((aside_by is null) = (aside_reason is null)) not valid;
