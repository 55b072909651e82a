-- That nobody has answered an alert is told too.
alter table tip
    drop constraint tip_answer_check,
    add constraint tip_answer_check check (answer in ('unanswered', 'acknowledged', 'cancelled'));

-- News may overtake each other: each word stays where a later one has come, and a withdrawal is final.
create or replace function note_answer(the_alert uuid, the_answer text, today date)
returns void language sql security definer set search_path = public, pg_temp as $$
    update tip set answer = the_answer, answered_on = today
    where alert_id = the_alert and answer is distinct from 'cancelled'
        and (the_answer <> 'unanswered' or answer is null);
$$;
