-- Whether a form was sent before, asked while a large one streams in. It says yes or no and nothing else, and only to
-- who knows the hash of a form's token, which nobody can guess.
create function was_sent(once bytea)
returns boolean language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from sent_once where hash = once);
$$;
grant execute on function was_sent to ${runtime-role};
