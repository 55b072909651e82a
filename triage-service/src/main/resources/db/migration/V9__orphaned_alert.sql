-- What notify-service says of an alert's threat, and since when it is known here: of an alert without a tip nothing else is. Alerts from
-- before have no day.
alter table alert add column noted_on date, add column threat_who text, add column threat_when text, add column threat_region text,
    add constraint alert_threat check ((threat_who is null) = (threat_when is null)
        and threat_who in ('ME', 'SOMEONE_ELSE', 'UNSPECIFIED') and threat_when in ('HOURS', 'DAYS')
        and (threat_region is null or threat_who is not null and threat_region ~ '^[0-9]{3}$')) not valid;
alter table alert alter column noted_on set default current_date;
