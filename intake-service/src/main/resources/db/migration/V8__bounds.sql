-- Days and numbers that come in events are bounded here too.

-- while old code runs: of days that no honest service tells, so of none or few
update reply set day = '2026-01-01' where day > '2099-12-31';
-- while old code runs: the same
update tip set answer_number = 1000000000 where answer_number > 1000000000;
-- while old code runs: the same
update tip set opened_on = '2026-01-01' where opened_on not between '2026-01-01' and '2099-12-31';
-- while old code runs: the same
update tip set answered_on = '2026-01-01' where answered_on not between '2026-01-01' and '2099-12-31';
-- while old code runs: the same
update tip set expired_on = '2026-01-01' where expired_on not between '2026-01-01' and '2099-12-31';

alter table reply add constraint reply_day_bounds check (day <= '2099-12-31') not valid;
alter table tip add constraint tip_news_bounds check (
    answer_number between 0 and 1000000000
    and opened_on between '2026-01-01' and '2099-12-31'
    and answered_on between '2026-01-01' and '2099-12-31'
    and expired_on between '2026-01-01' and '2099-12-31') not valid;

-- By 200 numbers two words may overtake each other: notify-service has two instances, each with a batch of its outbox, and
-- then some. One further behind is not late: the number that is kept was never honest.
create or replace function note_answer(the_alert uuid, the_answer text, the_number integer, today date)
returns void language sql security definer set search_path = public, pg_temp as $$
    update tip set answer = the_answer, answer_number = the_number, answered_on = today
    where alert_id = the_alert and answer is distinct from 'cancelled'
        and (the_number >= answer_number or the_number < answer_number - 200);
$$;

-- A reply of a day that is still to come would stay until then.
create or replace function keep_reply(the_reply uuid, the_tip uuid, today date, the_seal bytea)
returns void language sql security definer set search_path = public, pg_temp as $$
    with home as (
        select mailbox, coalesce((select max(place) from reply where reply.mailbox = tip.mailbox), 0) + 1 as next
        from tip where tip_id = the_tip and mailbox is not null and expired_on is null),
    kept as (
        insert into reply (reply_id, tip_id, mailbox, place, day, sealed)
        select the_reply, the_tip, mailbox, next, least(today, (now() at time zone 'utc')::date), the_seal from home
        on conflict (reply_id) do nothing
        returning mailbox, place)
    delete from reply using kept where reply.mailbox = kept.mailbox and reply.place <= kept.place - 100;
$$;
