-- Times and numbers that come in events are bounded here too. A time that is too far for it the database keeps as infinity,
-- which nobody can read.

-- while old code runs: of tips that no honest sender makes, so of none or few; what becomes overdue is put in its place
update tip set due_by = '2026-01-01Z', overdue = false where due_by < '2026-01-01Z' or due_by >= '2100-01-01Z';
-- while old code runs: the same
update tip set day = '2026-01-01', duty_by = case when duty_by is not null then date '2026-01-08' end, overdue = false
where day not between '2026-01-01' and '2099-12-31';
-- while old code runs: the same; nobody has the key of such an epoch
update tip set epoch = least(greatest(epoch, 1), 1000000), size_class = least(greatest(size_class, 65536), 1099511627776)
where epoch not between 1 and 1000000 or size_class not between 65536 and 1099511627776;
-- while old code runs: of states that no honest notify-service tells; its next word is news again
update alert set revision = 1000000000 where revision > 1000000000;
-- while old code runs: the same
update partner set revision = 1000000000 where revision > 1000000000;
-- while old code runs: the same
update canary set revision = least(revision, 1000000000), missed = least(missed, 1000)
where revision > 1000000000 or missed > 1000;
-- while old code runs: the same
update reply set read_on = '2026-01-01' where read_on not between '2026-01-01' and '2099-12-31';
-- while old code runs: the same
update details set read_on = '2026-01-01' where read_on not between '2026-01-01' and '2099-12-31';

alter table tip
    add constraint tip_due_by_bounds check (due_by >= '2026-01-01Z' and due_by < '2100-01-01Z') not valid,
    add constraint tip_day_bounds check (day between '2026-01-01' and '2099-12-31') not valid,
    add constraint tip_epoch_bounds check (epoch between 1 and 1000000) not valid,
    add constraint tip_size_class_bounds check (size_class between 65536 and 1099511627776) not valid;
alter table alert add constraint alert_revision_bounds check (revision between 0 and 1000000000) not valid;
alter table partner add constraint partner_revision_bounds check (revision between 1 and 1000000000) not valid;
alter table canary add constraint canary_bounds
    check (revision between 1 and 1000000000 and missed between 0 and 1000) not valid;
alter table reply add constraint reply_read_on_bounds check (read_on between '2026-01-01' and '2099-12-31') not valid;
alter table details add constraint details_read_on_bounds check (read_on between '2026-01-01' and '2099-12-31') not valid;
