-- Tips without what they say: routing facts, and where the sealed bytes lie.
create table tip (
    tip_id           uuid    primary key,
    blob_id          uuid    not null unique,
    queue            text    not null,
    epoch            integer not null,
    lane             text    not null,
    language         text    not null,
    threat_who       text    not null,
    threat_when      text,
    threat_region    text,
    consents_alert   boolean not null,
    consents_details boolean not null,
    sealing          text    not null,
    size_class       bigint  not null,
    day              date    not null,
    -- The only time finer than a day: danger that nobody has looked at yet, on a full five minutes.
    due_by           timestamptz check (
        due_by is null
        or extract(epoch from due_by) % 300 = 0
           and (first_opened is null or extract(epoch from due_by) % 86400 = 0)),
    first_opened     date,
    alert_id         uuid    unique,
    place            text    collate "C" not null,
    check ((threat_who = 'NONE') = (due_by is null)),
    check ((alert_id is not null) = (threat_who <> 'NONE' and consents_alert))
);
create index tip_list on tip (queue, place, tip_id);

-- Alerts: what notify-service last said, and what the desk decided.
create table alert (
    alert_id uuid    primary key,
    revision integer not null,
    state    text    not null,
    basis    text    not null,
    partners text    not null,
    -- Whether partners has times finer than a day; those of a settled alert fade when the day is over.
    timed    boolean not null,
    decision text
);

-- Members' identities under their passphrases.
create table member_key (
    member          text primary key,
    sealed_identity text not null
);

-- Queue keys as each member holds them, sealed to the member.
create table queue_key (
    queue           text    not null,
    epoch           integer not null,
    member          text    not null references member_key,
    sealed_identity text    not null,
    primary key (queue, epoch, member)
);
create index queue_key_of_member on queue_key (member, queue);

-- What the staff did. Chained: each hash covers the one before.
create table journal (
    position bigint primary key,
    day      date   not null,
    who      text   not null,
    deed     text   not null,
    which    text   not null,
    hash     bytea  not null unique
);

grant select, insert, update on tip, alert, member_key, queue_key to ${runtime-role};
grant select, insert on journal to ${runtime-role};
