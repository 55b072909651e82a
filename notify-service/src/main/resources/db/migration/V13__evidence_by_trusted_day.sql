-- As forget_evidence without an argument, which old code still calls, by a day that the service trusts: a clock that jumps makes
-- nothing old.
create function forget_evidence(trusted date) returns void
    language sql security definer set search_path = public, pg_temp as $$
    delete from evidence e where day < least(current_date, trusted) - 180
        and not exists (select from partner_alert n where n.id = e.partner_alert_id)
$$;
-- while old code runs: it does not know this function
revoke execute on function forget_evidence(date) from public;
grant execute on function forget_evidence(date) to ${runtime-role};
