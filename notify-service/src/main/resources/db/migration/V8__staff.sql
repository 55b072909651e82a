-- Our own people on duty among the partners; and alerts for them alone, which say that a report of danger waits at the desk.
alter table partner add column staff boolean not null default false,
    add constraint partner_staff check (not (staff and canary)) not valid;
alter table alert add column staff boolean not null default false;

-- Deletes alerts that are over: those of canary tips and for staff at once, others after half a year. Otherwise as before.
create or replace function forget_over_alerts(clock timestamptz) returns void
    language sql security definer set search_path = public, pg_temp as $$
    with over as (
        select id, canary_tip from alert a
        where state in ('EXPIRED', 'CANCELLED')
            and expires <= least(clock, now()) - case when canary_tip or staff then interval '0' else interval '180 days' end
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
