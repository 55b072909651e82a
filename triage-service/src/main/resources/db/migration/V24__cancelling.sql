-- Who has asked to cancel an alert, and when that takes effect unless somebody keeps it; both are gone once it has.
alter table alert
    add column cancelling_by  text,
    add column cancelling_due timestamptz;

-- while old code runs: it leaves both empty
alter table alert
    add constraint alert_cancelling check ((cancelling_by is null) = (cancelling_due is null)) not valid;
