-- A canary tip raised it: its synthetic source reads how it stands, and its row goes once it is over.
alter table alert add column canary_tip boolean not null default false;

-- When a canary tip last went the whole way, from its source to a canary partner and back, rounded down to five minutes.
alter table canary add column tip_heard timestamptz;

-- Deletes alerts that are over: those of canary tips at once, others after half a year. At most some, so that it never holds many rows.
-- The service itself may delete no alert, and no clock of its choice makes more of them old.
create function forget_over_alerts(clock timestamptz) returns void
    language sql security definer set search_path = public, pg_temp as $$
    with over as (
        select id, canary_tip from alert a
        where state in ('EXPIRED', 'CANCELLED')
            and expires <= least(clock, now()) - case when canary_tip then interval '0' else interval '180 days' end
            and not exists (select from partner_alert n where n.alert_id = a.id and n.next_try is not null)
        limit 100 for update skip locked
    ), partners as (
        select p.id from partner_alert p join over on over.id = p.alert_id
    ), attempts as (
        delete from attempt where partner_alert_id in (select id from partners)
    ), theirs as (
        delete from partner_alert where id in (select id from partners)
    ), consents as (
        -- What a source has withdrawn of a real one is never forgotten.
        delete from consent where alert_id in (select id from over where canary_tip)
    ), texts as (
        delete from details where alert_id in (select id from over)
    )
    delete from alert where id in (select id from over)
$$;
-- while old code runs: it does not know this function
revoke all on function forget_over_alerts(timestamptz) from public;
grant execute on function forget_over_alerts(timestamptz) to ${runtime-role};
