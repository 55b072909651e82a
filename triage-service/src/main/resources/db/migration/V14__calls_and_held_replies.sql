-- Who moved a tip to its queue, until somebody else there has opened it: so long it calls that queue as a new one does.
alter table tip add column moved_by text;
-- while old code runs: writers wait for one look at the table, and the index has no row yet
create index tip_moved_here on tip (queue) where moved_by is not null;

-- The queue that a tip leaves hears of it, too.
create or replace function tip_news() returns trigger language plpgsql as $$
begin
    perform pg_notify('desk', coalesce(new.queue, old.queue));
    if new.queue <> old.queue then
        perform pg_notify('desk', old.queue);
    end if;
    return null;
end
$$;

-- Answers that their writer can still take back. When each goes out is counted in memory: no time is here.
create table held_reply (
    reply_id uuid  primary key,
    tip_id   uuid  not null references tip on delete cascade,
    sender   text  not null,
    sealed   bytea not null check (length(sealed) = 9851),
    copy     bytea not null check (length(copy) = 9851)
);
create index held_reply_of_tip on held_reply (tip_id);
grant select, insert, delete on held_reply to ${runtime-role};

create function held_reply_news() returns trigger language plpgsql as $$
begin
    perform pg_notify('desk', queue) from tip where tip_id = coalesce(new.tip_id, old.tip_id);
    return null;
end
$$;
create trigger held_reply_news after insert or delete on held_reply for each row execute function held_reply_news();
