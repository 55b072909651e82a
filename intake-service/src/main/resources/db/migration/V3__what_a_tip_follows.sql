-- What a source adds later goes to the queue of the tip that it follows, and keeps its place among dangers. Both are known to
-- triage-service, too. Null in tips from before, and in those that have expired.
alter table tip
    add column queue text check (queue ~ '^[a-z][a-z0-9-]{0,30}$'),
    add column soon  text check (soon in ('hours', 'days'));

-- As keep_tip with eight arguments, which old code still calls.
create function keep_tip(
    the_tip uuid, the_box bytea, today date, once bytea, the_alert uuid, may_alert boolean, may_share boolean, the_salt bytea,
    the_queue text, how_soon text)
returns integer language sql security definer set search_path = public, pg_temp as $$
    with fresh as (
        insert into used_form_token (hash, day) values (once, today) on conflict do nothing returning hash),
    kept as (
        insert into tip (tip_id, mailbox, place, day, alert_id, alert, details, decision_salt, queue, soon)
        select the_tip, the_box, coalesce((select max(place) from tip where mailbox = the_box), 0) + 1,
               today, the_alert, may_alert, may_share, the_salt, the_queue, how_soon
        from fresh
        returning tip_id)
    select count(*)::integer from kept;
$$;

-- As mailbox_tips, with both; old code still calls that one.
create function sent_tips(the_box bytea)
returns table (
    tip_id uuid, day date, opened_on date, answer text, answered_on date, alerted_on date, alert boolean, details boolean,
    expired_on date, queue text, soon text, decision_salt bytea)
language sql stable security definer set search_path = public, pg_temp as $$
    select tip_id, day, opened_on, answer, answered_on, alerted_on, alert, details, expired_on, queue, soon, decision_salt
    from tip where mailbox = the_box order by place, tip_id;
$$;

create or replace function expire_tip(the_tip uuid, today date)
returns void language sql security definer set search_path = public, pg_temp as $$
    delete from reply where tip_id = the_tip;
    update tip set expired_on = today, alert = false, details = false,
        alert_id = null, answer = null, answered_on = null, alerted_on = null, opened_on = null, queue = null, soon = null
    where tip_id = the_tip and expired_on is null;
$$;

grant execute on function
    keep_tip(uuid, bytea, date, bytea, uuid, boolean, boolean, bytea, text, text), sent_tips
to ${runtime-role};
