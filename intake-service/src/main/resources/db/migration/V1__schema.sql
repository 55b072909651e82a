-- What a source comes back for: what became of its tips, and the replies to them. Both are found by the SHA-256 of the
-- mailbox's id, which only the source's receipt yields. Days and no times; an order only within one mailbox.

-- One row for each tip that was received. No time, no size, no topic; nothing that a source wrote.
create table tip (
    tip_id        uuid    primary key,
    day           date    not null,
    -- Null only in tips from before there were receipts.
    mailbox       bytea   check (octet_length(mailbox) = 32),
    place         integer not null default 1,
    alert_id      uuid    unique,
    -- What the source still allows.
    alert         boolean not null default false,
    details       boolean not null default false,
    -- What a source decides about a tip is signed with a key that its receipt and this salt yield; triage-service and
    -- notify-service have the public half. Null in tips from before.
    decision_salt bytea   check (octet_length(decision_salt) = 16),
    opened_on     date    check (opened_on between '2026-01-01' and '2099-12-31'),
    answer        text    check (answer in ('unanswered', 'acknowledged', 'open', 'cancelled')),
    answered_on   date    check (answered_on between '2026-01-01' and '2099-12-31'),
    answer_number integer not null default 0 check (answer_number between 0 and 1000000000),
    -- When its time at the desk was over: what hangs on it goes, its row stays so that the inbox can tell that and when.
    expired_on    date    check (expired_on between '2026-01-01' and '2099-12-31'),
    check ((answer is null) = (answered_on is null)),
    check (expired_on is null or not alert and not details and alert_id is null and answer is null and opened_on is null)
);
create index on tip (mailbox);

-- That a form was sent is remembered apart from its tip, so that a repeat makes no second one after the first was erased.
create table used_form_token (
    hash bytea primary key check (octet_length(hash) = 32),
    day  date  not null
);

create table reply (
    reply_id uuid    primary key,
    tip_id   uuid    not null references tip on delete cascade,
    mailbox  bytea   not null check (octet_length(mailbox) = 32),
    place    integer not null,
    day      date    not null check (day <= '2099-12-31'),
    -- One size for all, so that a short answer looks like a long one.
    sealed   bytea   not null check (octet_length(sealed) = 9851),
    read_on  date,
    unique (mailbox, place)
);
create index on reply (tip_id);

-- The serial of each key manifest that was accepted: a handful of rows a year.
create table manifest_serial (
    serial integer primary key check (serial > 0)
);

-- Added and read, never changed or deleted: an intruder in the service cannot make it take an older manifest.
grant select, insert on manifest_serial to ${runtime-role};

-- The service's role has no right to any of the other tables: it cannot list. It calls the functions below, which act as
-- the owner, and each of which needs an id or a hash that nobody can guess.
alter default privileges revoke execute on functions from public;

-- Whether a form was sent before, asked while a large one streams in. It says yes or no and nothing else, and only to
-- who knows the hash of a form's token, which nobody can guess.
create function was_sent(once bytea)
returns boolean language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from used_form_token where hash = once);
$$;

-- Keeps a tip; 0 if the same form was sent before.
create function keep_tip(
    the_tip uuid, the_box bytea, today date, once bytea, the_alert uuid, may_alert boolean, may_share boolean, the_salt bytea)
returns integer language sql security definer set search_path = public, pg_temp as $$
    with fresh as (
        insert into used_form_token (hash, day) values (once, today) on conflict do nothing returning hash),
    kept as (
        insert into tip (tip_id, mailbox, place, day, alert_id, alert, details, decision_salt)
        select the_tip, the_box, coalesce((select max(place) from tip where mailbox = the_box), 0) + 1,
               today, the_alert, may_alert, may_share, the_salt
        from fresh
        returning tip_id)
    select count(*)::integer from kept;
$$;

-- News of two queues may overtake each other: what comes after its tip's time changes nothing.
create function note_opened(the_tip uuid, today date)
returns void language sql security definer set search_path = public, pg_temp as $$
    update tip set opened_on = today where tip_id = the_tip and opened_on is null and expired_on is null;
$$;

-- A partner that had answered an alert can let go of it, what was said last counts, and a withdrawal is final. By 200 numbers two
-- words may overtake each other: notify-service has two instances, each with a batch of its outbox, and then some. One further
-- behind is not late: the number that is kept was never honest.
create function note_answer(the_alert uuid, the_answer text, the_number integer, today date)
returns void language sql security definer set search_path = public, pg_temp as $$
    update tip set answer = the_answer, answer_number = the_number, answered_on = today
    where alert_id = the_alert and answer is distinct from 'cancelled'
        and (the_number >= answer_number or the_number < answer_number - 200);
$$;

-- Keeps a reply if its tip is still here, and of each mailbox the newest hundred. One of a day that is still to come would stay
-- until then.
create function keep_reply(the_reply uuid, the_tip uuid, today date, the_seal bytea)
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

create function tips_of_mailbox(the_box bytea)
returns table (
    tip_id uuid, day date, opened_on date, answer text, answered_on date, alert boolean, details boolean, expired_on date,
    decision_salt bytea)
language sql stable security definer set search_path = public, pg_temp as $$
    select tip_id, day, opened_on, answer, answered_on, alert, details, expired_on, decision_salt
    from tip where mailbox = the_box order by place, tip_id;
$$;

create function mailbox_replies(the_box bytea)
returns table (reply_id uuid, day date, read_on date)
language sql stable security definer set search_path = public, pg_temp as $$
    select reply_id, day, read_on from reply where mailbox = the_box order by place desc;
$$;

create function sealed_reply(the_box bytea, the_reply uuid)
returns bytea language sql stable security definer set search_path = public, pg_temp as $$
    select sealed from reply where mailbox = the_box and reply_id = the_reply;
$$;

-- 1 if it was not read before.
create function read_reply(the_box bytea, the_reply uuid, today date)
returns integer language sql security definer set search_path = public, pg_temp as $$
    with now_read as (
        update reply set read_on = today
        where mailbox = the_box and reply_id = the_reply and read_on is null returning reply_id)
    select count(*)::integer from now_read;
$$;

create function delete_reply(the_box bytea, the_reply uuid)
returns void language sql security definer set search_path = public, pg_temp as $$
    delete from reply where mailbox = the_box and reply_id = the_reply;
$$;

-- Takes back consents, and says what is still allowed if that changed, and the salt that the word of it is signed with. Who must
-- not be told can be shown no details.
create function take_back_consent(the_box bytea, the_tip uuid, only_details boolean)
returns table (alert_id uuid, alert boolean, details boolean, decision_salt bytea)
language sql security definer set search_path = public, pg_temp as $$
    update tip set alert = alert and only_details, details = false
    where mailbox = the_box and tip_id = the_tip and (details or alert and not only_details)
    returning alert_id, alert, details, decision_salt;
$$;

-- Erases a mailbox, and says which tips were in it, each with its alert if that is still open. Of a tip that is gone at the desk
-- nothing is left to erase there.
create function empty_mailbox(the_box bytea)
returns table (tip_id uuid, open_alert uuid, decision_salt bytea)
language sql security definer set search_path = public, pg_temp as $$
    with gone as (delete from tip where mailbox = the_box returning *)
    select tip_id, case when alert and answer is distinct from 'cancelled' then alert_id end, decision_salt
    from gone where expired_on is null;
$$;

create function expire_tip(the_tip uuid, today date)
returns void language sql security definer set search_path = public, pg_temp as $$
    delete from reply where tip_id = the_tip;
    update tip set expired_on = today, alert = false, details = false,
        alert_id = null, answer = null, answered_on = null, opened_on = null
    where tip_id = the_tip and expired_on is null;
$$;

-- Forgets what is too old. The floors hold against an intruder in the service, who cannot make all of it old.
create function prune(keep_days integer, repeat_days integer)
returns void language sql security definer set search_path = public, pg_temp as $$
    delete from used_form_token where day < (now() at time zone 'utc')::date - greatest(repeat_days, 7);
    delete from reply where day < (now() at time zone 'utc')::date - greatest(keep_days, 30);
    delete from tip where day < (now() at time zone 'utc')::date - greatest(keep_days, 30)
        and not exists (select from reply where reply.tip_id = tip.tip_id);
$$;

-- Those that were made before the default was changed, if any.
revoke execute on all functions in schema public from public;
grant execute on function
    was_sent, keep_tip, note_opened, note_answer, keep_reply, tips_of_mailbox, mailbox_replies, sealed_reply, read_reply,
    delete_reply, take_back_consent, empty_mailbox, expire_tip, prune
to ${runtime-role};
