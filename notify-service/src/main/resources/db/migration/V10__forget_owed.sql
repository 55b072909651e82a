-- As before, and also where a partner was never told of the end: it is told for as long as the alert is kept.
create or replace function forget_over_alerts(clock timestamptz) returns void
    language sql security definer set search_path = public, pg_temp as $$
    with over as (
        select id, canary_tip from alert a
        where state in ('EXPIRED', 'CANCELLED')
            and expires <= least(clock, now()) - case when canary_tip or staff then interval '0' else interval '180 days' end
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
