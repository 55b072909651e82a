-- Danger that staff found in a tip whose source reported none: as it was proposed, and in the tip once its alert is raised.
alter table vital_interest add column found_who text, add column found_when text, add column found_region text,
    add constraint vital_interest_found check ((found_who is null) = (found_when is null)
        and (found_region is null or found_who is not null)) not valid;
alter table tip add column found_who text, add column found_when text, add column found_region text;
do $$
begin
    -- The schema gave it no name.
    execute (select format('alter table tip drop constraint %I', conname) from pg_catalog.pg_constraint
        where conrelid = 'tip'::regclass and pg_catalog.pg_get_constraintdef(oid) like '%alert_id IS NULL%');
end $$;
alter table tip add constraint tip_alerted
    check (alert_id is null or threat_who <> 'NONE' or found_when is not null) not valid;
