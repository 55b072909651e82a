-- The day on which two of staff told protection organisations of a danger though the source had not allowed it: the source reads it.
alter table tip add column alerted_on date check (alerted_on between '2026-01-01' and '2099-12-31');

create function note_alerted(the_tip uuid, the_alert uuid, today date)
returns void language sql security definer set search_path = public, pg_temp as $$
    update tip set alert_id = the_alert, alerted_on = today
    where tip_id = the_tip and alert_id is null and expired_on is null
        and not exists (select from tip other where other.alert_id = the_alert);
$$;

-- As tips_of_mailbox, with that day; old code still calls that one.
create function mailbox_tips(the_box bytea)
returns table (
    tip_id uuid, day date, opened_on date, answer text, answered_on date, alerted_on date, alert boolean, details boolean,
    expired_on date, decision_salt bytea)
language sql stable security definer set search_path = public, pg_temp as $$
    select tip_id, day, opened_on, answer, answered_on, alerted_on, alert, details, expired_on, decision_salt
    from tip where mailbox = the_box order by place, tip_id;
$$;

create or replace function expire_tip(the_tip uuid, today date)
returns void language sql security definer set search_path = public, pg_temp as $$
    delete from reply where tip_id = the_tip;
    update tip set expired_on = today, alert = false, details = false,
        alert_id = null, answer = null, answered_on = null, alerted_on = null, opened_on = null
    where tip_id = the_tip and expired_on is null;
$$;

grant execute on function note_alerted, mailbox_tips to ${runtime-role};
