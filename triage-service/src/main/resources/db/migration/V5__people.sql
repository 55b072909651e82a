-- Keys that browsers make: whom to seal to, and what the recovery key opens.
alter table member_key
    add column recipient   text,
    -- The day on which the member's browser made it; none if a key ceremony did.
    add column enrolled_on date;

create table queue_epoch (
    queue         text    not null,
    epoch         integer not null,
    recipient     text    not null,
    -- The private half, sealed to the recovery key.
    recovery_copy text    not null,
    -- The day on which a browser made it; none if a key ceremony did.
    begun_on      date,
    primary key (queue, epoch)
);

create table recovery_key (
    recipient text primary key
);

-- Whoever was removed stays removed, whatever a folder of keys says at the next start.
create table removed_member (
    member text primary key,
    day    date not null
);

grant select, insert, update on queue_epoch, recovery_key, removed_member to ${runtime-role};
grant delete on member_key, queue_key, recovery_key to ${runtime-role};
