-- What a source decides about a tip is signed with a key that its receipt and this salt yield; triage-service and notify-service
-- have the public half. Null in tips from before.
alter table tip add column decision_salt bytea check (octet_length(decision_salt) = 16);

-- Keeps a tip; 0 if the same form was sent before. The one without a salt is for code that runs until now.
create function keep_tip(
    the_tip uuid, the_box bytea, today date, once bytea, the_alert uuid, may_alert boolean, may_share boolean, the_salt bytea)
returns integer language sql security definer set search_path = public, pg_temp as $$
    with fresh as (
        insert into sent_once (hash, day) values (once, today) on conflict do nothing returning hash),
    kept as (
        insert into tip (tip_id, mailbox, place, day, alert_id, alert, details, decision_salt)
        select the_tip, the_box, coalesce((select max(place) from tip where mailbox = the_box), 0) + 1,
               today, the_alert, may_alert, may_share, the_salt
        from fresh
        returning tip_id)
    select count(*)::integer from kept;
$$;

create function tips_of_mailbox(the_box bytea)
returns table (
    tip_id uuid, day date, opened_on date, answer text, answered_on date, alert boolean, details boolean, expired_on date,
    decision_salt bytea)
language sql stable security definer set search_path = public, pg_temp as $$
    select tip_id, day, opened_on, answer, answered_on, alert, details, expired_on, decision_salt
    from tip where mailbox = the_box order by place, tip_id;
$$;

-- Takes back consents, and says what is still allowed if that changed, and the salt that the word of it is signed with.
create function take_back_consent(the_box bytea, the_tip uuid, only_details boolean)
returns table (alert_id uuid, alert boolean, details boolean, decision_salt bytea)
language sql security definer set search_path = public, pg_temp as $$
    update tip set alert = alert and only_details, details = false
    where mailbox = the_box and tip_id = the_tip and (details or alert and not only_details)
    returning alert_id, alert, details, decision_salt;
$$;

create function empty_mailbox(the_box bytea)
returns table (tip_id uuid, open_alert uuid, decision_salt bytea)
language sql security definer set search_path = public, pg_temp as $$
    with gone as (delete from tip where mailbox = the_box returning *)
    select tip_id, case when alert and answer is distinct from 'cancelled' then alert_id end, decision_salt
    from gone where expired_on is null;
$$;

-- The two of before are for code that runs until now, and that signs nothing: nobody would obey it. Its source is told of a failure and
-- tries again, which is better than to be told of what was not done.
create function refuse_unsigned(the_box bytea)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if exists (select from tip where mailbox = the_box and decision_salt is not null) then
        raise exception 'a decision about these tips must be signed';
    end if;
end
$$;

create or replace function withdraw_consent(the_box bytea, the_tip uuid, only_details boolean)
returns table (alert_id uuid, alert boolean, details boolean)
language sql security definer set search_path = public, pg_temp as $$
    select refuse_unsigned(the_box);
    update tip set alert = alert and only_details, details = false
    where mailbox = the_box and tip_id = the_tip and (details or alert and not only_details)
    returning alert_id, alert, details;
$$;

create or replace function erase_mailbox(the_box bytea)
returns table (tip_id uuid, open_alert uuid)
language sql security definer set search_path = public, pg_temp as $$
    select refuse_unsigned(the_box);
    with gone as (delete from tip where mailbox = the_box returning *)
    select tip_id, case when alert and answer is distinct from 'cancelled' then alert_id end
    from gone where expired_on is null;
$$;

grant execute on function
    keep_tip(uuid, bytea, date, bytea, uuid, boolean, boolean, bytea), tips_of_mailbox, take_back_consent, empty_mailbox
to ${runtime-role};
