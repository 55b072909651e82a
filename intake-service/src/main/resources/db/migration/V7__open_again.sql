-- Whoever had answered an alert can let go of it, and what was said last counts.
alter table tip
    drop constraint tip_answer_check,
    add constraint tip_answer_check check (answer in ('unanswered', 'acknowledged', 'open', 'cancelled')) not valid,
    add column answer_number integer not null default 0;

-- News may overtake each other, and a withdrawal is final. The one without a number is for code that runs until now.
create function note_answer(the_alert uuid, the_answer text, the_number integer, today date)
returns void language sql security definer set search_path = public, pg_temp as $$
    update tip set answer = the_answer, answer_number = the_number, answered_on = today
    where alert_id = the_alert and answer is distinct from 'cancelled' and the_number >= answer_number;
$$;

grant execute on function note_answer(uuid, text, integer, date) to ${runtime-role};
