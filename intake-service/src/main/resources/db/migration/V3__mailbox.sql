-- What a source comes back for: what became of its tips, and the replies to them. Both are found by the SHA-256 of the
-- mailbox's id, which only the source's receipt yields. Days and no times; an order only within one mailbox.

-- That a form was sent is remembered apart from its tip, so that a repeat makes no second one after the first was erased.
create table sent_once (
    hash bytea primary key check (octet_length(hash) = 32),
    day  date  not null
);
insert into sent_once select once, day from tip;

alter table tip
    drop column once,
    -- Null only in tips from before there were receipts.
    add column mailbox   bytea   check (octet_length(mailbox) = 32),
    add column place     integer not null default 1,
    -- What the source still allows.
    add column alert     boolean not null default false,
    add column details   boolean not null default false,
    add column opened_on date;
update tip set alert = alert_id is not null;
create index on tip (mailbox);

create table reply (
    reply_id uuid    primary key,
    tip_id   uuid    not null references tip on delete cascade,
    mailbox  bytea   not null check (octet_length(mailbox) = 32),
    place    integer not null,
    day      date    not null,
    -- One size for all, so that a short answer looks like a long one.
    sealed   bytea   not null check (octet_length(sealed) = 9851),
    read_on  date,
    unique (mailbox, place)
);
create index on reply (tip_id);

-- The service's role has no right to any of these tables: it cannot list. It calls the functions below, which act as
-- the owner, and each of which needs an id or a hash that nobody can guess.
revoke all on tip from ${runtime-role};
alter default privileges revoke execute on functions from public;

-- Keeps a tip; 0 if the same form was sent before.
create function keep_tip(
    the_tip uuid, the_box bytea, today date, once bytea, the_alert uuid, may_alert boolean, may_share boolean)
returns integer language sql security definer set search_path = public, pg_temp as $$
    with fresh as (
        insert into sent_once (hash, day) values (once, today) on conflict do nothing returning hash),
    kept as (
        insert into tip (tip_id, mailbox, place, day, alert_id, alert, details)
        select the_tip, the_box, coalesce((select max(place) from tip where mailbox = the_box), 0) + 1,
               today, the_alert, may_alert, may_share
        from fresh
        returning tip_id)
    select count(*)::integer from kept;
$$;

-- A withdrawal is final: an answer that comes later changes nothing.
create function note_answer(the_alert uuid, the_answer text, today date)
returns void language sql security definer set search_path = public, pg_temp as $$
    update tip set answer = the_answer, answered_on = today
    where alert_id = the_alert and answer is distinct from 'cancelled';
$$;

create function note_opened(the_tip uuid, today date)
returns void language sql security definer set search_path = public, pg_temp as $$
    update tip set opened_on = today where tip_id = the_tip and opened_on is null;
$$;

-- Keeps a reply if its tip is still here, and of each mailbox the newest hundred.
create function keep_reply(the_reply uuid, the_tip uuid, today date, the_seal bytea)
returns void language sql security definer set search_path = public, pg_temp as $$
    with home as (
        select mailbox, coalesce((select max(place) from reply where reply.mailbox = tip.mailbox), 0) + 1 as next
        from tip where tip_id = the_tip and mailbox is not null),
    kept as (
        insert into reply (reply_id, tip_id, mailbox, place, day, sealed)
        select the_reply, the_tip, mailbox, next, today, the_seal from home
        on conflict (reply_id) do nothing
        returning mailbox, place)
    delete from reply using kept where reply.mailbox = kept.mailbox and reply.place <= kept.place - 100;
$$;

create function mailbox_tips(the_box bytea)
returns table (tip_id uuid, day date, opened_on date, answer text, answered_on date, alert boolean, details boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select tip_id, day, opened_on, answer, answered_on, alert, details
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

-- Takes back consents, and says what is still allowed if that changed. Who must not be told can be shown no details.
create function withdraw_consent(the_box bytea, the_tip uuid, only_details boolean)
returns table (alert_id uuid, alert boolean, details boolean)
language sql security definer set search_path = public, pg_temp as $$
    update tip set alert = alert and only_details, details = false
    where mailbox = the_box and tip_id = the_tip and (details or alert and not only_details)
    returning alert_id, alert, details;
$$;

-- Erases a mailbox, and says which tips were in it, each with its alert if that is still open.
create function erase_mailbox(the_box bytea)
returns table (tip_id uuid, open_alert uuid)
language sql security definer set search_path = public, pg_temp as $$
    delete from tip where mailbox = the_box
    returning tip_id, case when alert and answer is distinct from 'cancelled' then alert_id end;
$$;

-- Forgets what is too old. The floors are for whoever breaks into the service: it cannot make all of it old.
create function prune(keep_days integer, repeat_days integer)
returns void language sql security definer set search_path = public, pg_temp as $$
    delete from sent_once where day < (now() at time zone 'utc')::date - greatest(repeat_days, 7);
    delete from reply where day < (now() at time zone 'utc')::date - greatest(keep_days, 30);
    delete from tip where day < (now() at time zone 'utc')::date - greatest(keep_days, 30)
        and not exists (select from reply where reply.tip_id = tip.tip_id);
$$;

-- Those that were made before the default was changed, if any.
revoke execute on all functions in schema public from public;
grant execute on function
    keep_tip, note_answer, note_opened, keep_reply, mailbox_tips, mailbox_replies, sealed_reply, read_reply,
    delete_reply, withdraw_consent, erase_mailbox, prune
to ${runtime-role};
