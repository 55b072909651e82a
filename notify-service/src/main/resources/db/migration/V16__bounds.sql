-- Times and counts that come in events are bounded here too. A time that is too far for it the database keeps as infinity,
-- which nobody can read.

-- while old code runs: of alerts that no honest sender makes, so of none or few
update alert set acknowledge_by = '2026-01-01Z' where acknowledge_by < '2026-01-01Z' or acknowledge_by >= '2100-01-01Z';
-- while old code runs: of partners that an honest desk never decided about so often
update partner set version = 1000000000 where version > 1000000000;

alter table alert
    add constraint alert_acknowledge_by_bounds
        check (acknowledge_by >= '2026-01-01Z' and acknowledge_by < '2100-01-01Z') not valid,
    add constraint alert_revision_bounds check (revision <= 1000000000) not valid;
alter table partner
    add constraint partner_version_bounds check (version <= 1000000000) not valid,
    add constraint partner_revision_bounds check (revision <= 1000000000) not valid;
