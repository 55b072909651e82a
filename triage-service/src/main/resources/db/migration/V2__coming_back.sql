-- Staff answer a source; a source takes back what they allowed, or everything; a flood does not bury the rest.

-- The alert's id outlives the consent: what was told before can still be seen and called off.
alter table tip drop constraint tip_check2;
alter table tip
    -- Danger that is counted behind the rest of its lane: it came in a flood, or a member put it there.
    add column folded       boolean not null default false,
    -- Where replies are sealed to, if it came beside the tip; otherwise it lies sealed in it.
    add column reply_to     text,
    add column withdrawn_on date,
    add check (alert_id is null or threat_who <> 'NONE'),
    add check (not folded or threat_who <> 'NONE');
create index tip_folded on tip (queue, lane) where folded;

-- What was said to a source, each sealed once more to the tip's queue, so that colleagues can read it.
create table reply (
    reply_id uuid  primary key,
    tip_id   uuid  not null references tip on delete cascade,
    day      date  not null,
    sender   text  not null,
    copy     bytea not null check (length(copy) = 9851),
    read_on  date
);
create index reply_of_tip on reply (tip_id, day);

-- What sources took back; beside the tips, because word of it may come before the tip does. Pruned after 30 days.
create table withdrawal (
    tip_id  uuid    primary key,
    alert   boolean not null,
    details boolean not null,
    erased  boolean not null,
    day     date    not null
);

-- Sealed files of erased tips, until they are gone.
create table doomed_blob (
    blob_id uuid primary key
);

grant select, insert on reply to ${runtime-role};
grant update (read_on) on reply to ${runtime-role};
grant delete on tip to ${runtime-role};
grant select, insert, update, delete on withdrawal to ${runtime-role};
grant select, insert, delete on doomed_blob to ${runtime-role};
-- FOR UPDATE asks for UPDATE on some column; no statement changes this one.
grant update (blob_id) on doomed_blob to ${runtime-role};
