-- Who works at a tip, what they made of it, and what they wrote to each other about it.
alter table tip
    add column holder     text,
    -- When a claim ends by itself, on a full five minutes; none if the tip was assigned. Cleared when it has passed.
    add column held_until timestamptz,
    add column finding    text,
    add check (held_until is null or (holder is not null and extract(epoch from held_until) % 300 = 0));
create index tip_held on tip (held_until) where held_until is not null;

create table step (
    step_id  uuid   primary key,
    position bigint generated always as identity,
    tip_id   uuid   not null references tip on delete cascade,
    day      date   not null,
    who      text   not null,
    kind     text   not null,
    value    text,
    -- What was written about it, sealed to the tip's queue.
    note     bytea  check (length(note) = 9851)
);
create index step_of_tip on step (tip_id, position);

create trigger step_news after insert on step for each row execute function reply_news();

grant select, insert on step to ${runtime-role};
