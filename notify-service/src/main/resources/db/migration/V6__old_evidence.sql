-- Deletes the evidence of alerts that are gone, which is old: the service may neither change nor delete any, and could hide an alert.
create or replace function forget_evidence() returns void
    language sql security definer set search_path = public, pg_temp as $$
    delete from evidence e where day < current_date - 180
        and not exists (select from partner_alert n where n.id = e.partner_alert_id)
$$;
