-- A tip whose time at the desk is over: what hangs on it goes, its row stays so that the inbox can tell that and when.
alter table tip
    add column expired_on date,
    add check (expired_on is null or not alert and not details and alert_id is null and answer is null and opened_on is null);

create function expire_tip(the_tip uuid, today date)
returns void language sql security definer set search_path = public, pg_temp as $$
    delete from reply where tip_id = the_tip;
    update tip set expired_on = today, alert = false, details = false,
        alert_id = null, answer = null, answered_on = null, opened_on = null
    where tip_id = the_tip and expired_on is null;
$$;

-- News of two queues may overtake each other: what comes after its time changes nothing.
create or replace function note_opened(the_tip uuid, today date)
returns void language sql security definer set search_path = public, pg_temp as $$
    update tip set opened_on = today where tip_id = the_tip and opened_on is null and expired_on is null;
$$;

create or replace function keep_reply(the_reply uuid, the_tip uuid, today date, the_seal bytea)
returns void language sql security definer set search_path = public, pg_temp as $$
    with home as (
        select mailbox, coalesce((select max(place) from reply where reply.mailbox = tip.mailbox), 0) + 1 as next
        from tip where tip_id = the_tip and mailbox is not null and expired_on is null),
    kept as (
        insert into reply (reply_id, tip_id, mailbox, place, day, sealed)
        select the_reply, the_tip, mailbox, next, today, the_seal from home
        on conflict (reply_id) do nothing
        returning mailbox, place)
    delete from reply using kept where reply.mailbox = kept.mailbox and reply.place <= kept.place - 100;
$$;

drop function mailbox_tips(bytea);
create function mailbox_tips(the_box bytea)
returns table (
    tip_id uuid, day date, opened_on date, answer text, answered_on date, alert boolean, details boolean, expired_on date)
language sql stable security definer set search_path = public, pg_temp as $$
    select tip_id, day, opened_on, answer, answered_on, alert, details, expired_on
    from tip where mailbox = the_box order by place, tip_id;
$$;

-- Of a tip that is gone at the desk nothing is left to erase there.
create or replace function erase_mailbox(the_box bytea)
returns table (tip_id uuid, open_alert uuid)
language sql security definer set search_path = public, pg_temp as $$
    with gone as (delete from tip where mailbox = the_box returning *)
    select tip_id, case when alert and answer is distinct from 'cancelled' then alert_id end
    from gone where expired_on is null;
$$;

revoke execute on function expire_tip, mailbox_tips from public;
grant execute on function expire_tip, mailbox_tips to ${runtime-role};
