-- As prune with two arguments, which old code still calls, by a day that the service trusts: a clock that jumps makes nothing old.
create function prune(keep_days integer, repeat_days integer, trusted date)
returns void language sql security definer set search_path = public, pg_temp as $$
    delete from used_form_token
        where day < least((now() at time zone 'utc')::date, trusted) - greatest(repeat_days, 7);
    delete from reply where day < least((now() at time zone 'utc')::date, trusted) - greatest(keep_days, 30);
    delete from tip where day < least((now() at time zone 'utc')::date, trusted) - greatest(keep_days, 30)
        and not exists (select from reply where reply.tip_id = tip.tip_id);
$$;

grant execute on function prune(integer, integer, date) to ${runtime-role};
