-- What notify-service says of an alert's threat, and since when it is known here: of an alert without a tip nothing else is. Alerts from
-- before have no day.
alter table alert add column noted_on date, add column threat_who text, add column threat_when text, add column threat_region text,
    add constraint alert_threat check ((threat_who is null) = (threat_when is null)
        and (threat_region is null or threat_who is not null)) not valid;
alter table alert alter column noted_on set default current_date;

-- Every desk sees an alert that no tip has.
create or replace function alert_news() returns trigger language plpgsql as $$
begin
    perform pg_notify('desk', queue) from tip where alert_id = new.alert_id;
    if not found then
        perform pg_notify('desk', '*');
    end if;
    return null;
end
$$;
