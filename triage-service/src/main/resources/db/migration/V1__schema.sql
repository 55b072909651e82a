-- Times and numbers that come in events are bounded here too. A time that is too far for it the database keeps as infinity,
-- which nobody can read.

-- Tips without what they say: routing facts, where the sealed bytes lie, and what staff made of it.
create table tip (
    tip_id           uuid    primary key,
    blob_id          uuid    not null unique,
    queue            text    not null,
    epoch            integer not null check (epoch between 1 and 1000000),
    lane             text    not null,
    language         text    not null,
    threat_who       text    not null,
    threat_when      text,
    threat_region    text,
    consents_alert   boolean not null,
    consents_details boolean not null,
    sealing          text    not null,
    size_class       bigint  not null check (size_class between 65536 and 1099511627776),
    day              date    not null check (day between '2026-01-01' and '2099-12-31'),
    -- The only time finer than a day: danger that nobody has looked at yet, on a full five minutes.
    due_by           timestamptz check (due_by >= '2026-01-01Z' and due_by < '2100-01-01Z'),
    first_opened     date,
    -- It outlives the consent: what was told before can still be seen and called off.
    alert_id         uuid    unique,
    sort_key         text    collate "C" not null,
    -- Danger that is counted behind the rest of its lane: it came in a flood, or a member put it there.
    folded           boolean not null default false,
    -- Whether the form was being flooded when it came.
    flood            boolean not null default false,
    -- Where replies are sealed to, if it came beside the tip; otherwise it lies sealed in it.
    reply_to         text,
    -- The key with which its source signs what they decide; null in tips from before there was one.
    decision_key     text    check (length(decision_key) = 43),
    withdrawn_on     date,
    -- When a report of danger goes that its source has erased before anybody read it.
    erasing_due      timestamptz,
    assignee         text,
    -- When a claim ends by itself, on a full five minutes; none if the tip was assigned. Null again once it has passed.
    assigned_until   timestamptz,
    finding          text,
    -- A lane that staff put it in; none while it stands where the source's answers put it.
    staff_lane       text    check (staff_lane in ('IMMINENT', 'URGENT', 'ROUTINE')),
    closed_on        date,
    legal_hold       boolean not null default false,
    answered_on      date,
    feedback_on      date,
    -- No answer is owed, for a reason that a step gives.
    answer_waived    boolean not null default false,
    -- What the source waits for next, and until which day.
    obligation       text,
    obligation_by    date,
    -- Something is overdue, and the sort key says so.
    overdue          boolean not null default false,
    -- Whether danger was looked at after its time; none before the first look.
    looked_late      boolean,
    -- The tip that this one is a duplicate of, and what it had been found to be before.
    merged_into      uuid    references tip on delete set null,
    merged_finding   text,
    -- That it was found to be junk put it aside, and nothing else did.
    aside_by_junk    boolean not null default false,
    -- Nobody could open it, and since then nobody has: its source has not been told of a look.
    unreadable       boolean not null default false,
    check (due_by is null
        or extract(epoch from due_by) % 300 = 0
            and (first_opened is null or extract(epoch from due_by) % 86400 = 0)),
    check ((threat_who = 'NONE') = (due_by is null)),
    check (alert_id is null or threat_who <> 'NONE'),
    check (not folded or threat_who <> 'NONE'),
    check (assigned_until is null or assignee is not null and extract(epoch from assigned_until) % 300 = 0),
    check ((obligation is null) = (obligation_by is null)),
    check (closed_on is null or first_opened is not null),
    check (merged_into is null or closed_on is not null)
);
create index tip_list on tip (queue, sort_key, tip_id);
create index tip_of_epoch on tip (queue, epoch);
create index tip_folded on tip (queue, lane) where folded;
-- Finds what came in a flood and still stands where that put it: it is listed folded.
create index tip_flooded on tip (queue) where flood and lane = 'QUARANTINE';
create index tip_erasing on tip (erasing_due) where erasing_due is not null;
create index tip_assigned on tip (assigned_until) where assigned_until is not null;
create index tip_next_obligation on tip (obligation_by) where not overdue and obligation_by is not null;
create index tip_next_look on tip (due_by) where not overdue and first_opened is null and due_by is not null;
create index tip_overdue on tip (queue) where overdue;
create index tip_closed on tip (closed_on) where closed_on is not null;
create index tip_merged on tip (merged_into) where merged_into is not null;

-- Sealed files of erased tips, until they are gone.
create table blob_deletion (
    blob_id uuid primary key
);

-- What sources took back; beside the tips, because word of it may come before the tip does. Pruned after 30 days.
create table withdrawal (
    tip_id  uuid    primary key,
    alert   boolean not null,
    details boolean not null,
    erased  boolean not null,
    day     date    not null
);

-- What came before its tip, and with it the key that shows whose word it is. It counts once the tip is here.
create table early_decision (
    tip_id    uuid not null,
    decision  text not null check (decision in ('erase', 'withdraw-alert', 'withdraw-details')),
    -- Empty if a version sent it that signs nothing.
    signature text not null check (length(signature) in (0, 86)),
    day       date not null,
    primary key (tip_id, decision, signature)
);

-- What staff did about a tip, and what they wrote to each other about it.
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
-- Finds what ties other tips to one.
create index step_tie on step (value) where kind in ('LINK', 'UNLINK', 'MERGE', 'UNMERGE');

-- Whom a note asks for; what it says lies sealed beside.
create table mention (
    step_id uuid not null references step on delete cascade,
    member  text not null,
    -- The day on which they put it away.
    seen_on date,
    primary key (step_id, member)
);
create index mention_waiting on mention (member) where seen_on is null;

-- Words for tips, each sealed to a queue: here they are numbers.
create table tag (
    tag_id uuid    primary key,
    queue  text    not null,
    epoch  integer not null,
    name   bytea   not null check (length(name) = 9851)
);
create index tag_of_queue on tag (queue);

create table tip_tag (
    tip_id uuid not null references tip on delete cascade,
    tag_id uuid not null references tag on delete cascade,
    primary key (tip_id, tag_id)
);
create index tip_tag_of_tag on tip_tag (tag_id, tip_id);

-- What a member likes to look at, sealed by their browser.
create table saved_views (
    member text  primary key,
    sealed bytea not null check (length(sealed) = 9851)
);

-- What was said to a source, each sealed once more to the tip's queue, so that colleagues can read it.
create table reply (
    reply_id uuid  primary key,
    tip_id   uuid  not null references tip on delete cascade,
    day      date  not null,
    sender   text  not null,
    copy     bytea not null check (length(copy) = 9851),
    read_on  date  check (read_on between '2026-01-01' and '2099-12-31')
);
create index reply_of_tip on reply (tip_id, day);

-- Alerts: what notify-service last said, and what the desk decided.
create table alert (
    alert_id       uuid    primary key,
    revision       integer not null check (revision between 0 and 1000000000),
    state          text    not null,
    basis          text    not null,
    partners       text    not null,
    -- Its time has passed and nobody has ended it.
    overdue        boolean not null default false,
    -- Whether partners has times finer than a day; those of a settled alert fade when the day is over.
    timed          boolean not null,
    decision       text,
    -- The day on which notify-service last said something new, so that an alert whose tip is gone can be forgotten.
    changed_on     date    not null default current_date,
    -- Who has asked to cancel it, and when that takes effect unless somebody keeps it; both are null once it has.
    cancelling_by  text,
    cancelling_due timestamptz,
    check ((cancelling_by is null) = (cancelling_due is null))
);

-- Alerts that the source did not allow, and that two members raise because a life depends on it.
create table vital_interest (
    tip_id      uuid  primary key references tip on delete cascade,
    proposer    text  not null,
    proposed_on date  not null,
    -- Why, sealed to the tip's queue.
    reason      bytea not null check (length(reason) = 9851),
    approver    text,
    approved_on date,
    check ((approver is null) = (approved_on is null)),
    -- Four eyes.
    check (approver <> proposer)
);

-- What staff write for a partner about a tip. It waits here until a second member has read it.
create table details (
    details_id  uuid  primary key,
    tip_id      uuid  not null references tip on delete cascade,
    alert_id    uuid  not null,
    partner     text  not null,
    -- What the text was sealed to.
    recipient   text  not null,
    state       text  not null,
    writer      text  not null,
    written_on  date  not null,
    approver    text,
    released_on date,
    read_on     date  check (read_on between '2026-01-01' and '2099-12-31'),
    -- To the partner; gone from here once it was released, or will not be.
    sealed      bytea check (length(sealed) = 9851),
    -- The same text, sealed to the tip's queue, with what it takes to see that the two are the same.
    copy        bytea not null check (length(copy) = 9851),
    check ((sealed is not null) = (state = 'WAITING')),
    check ((approver is null) = (released_on is null)),
    -- Four eyes.
    check (approver <> writer)
);
create index details_of_tip on details (tip_id);

-- What notify-service last said of each partner, whole, and of the synthetic alerts through our own channel.
create table partner (
    name     text    primary key,
    revision integer not null check (revision between 1 and 1000000000),
    facts    text    not null
);

create table canary (
    only_one boolean primary key default true check (only_one),
    revision integer not null check (revision between 1 and 1000000000),
    missed   integer not null check (missed between 0 and 1000),
    alarm    boolean not null,
    -- When this came, in whole minutes: it comes every few.
    heard_at timestamptz not null default date_trunc('minute', now())
);

-- Drills that the desk ordered, and how they went.
create table drill (
    drill_id   uuid    primary key,
    position   bigint  generated always as identity,
    partner    text    not null references partner,
    ordered_by text    not null,
    ordered_on date    not null,
    state      text    not null,
    -- From the order to the answer of a human.
    seconds    integer,
    -- So that an auditor, who sees the hash of these facts, cannot try names until one has it.
    salt       uuid,
    check (seconds is null or state = 'ANSWERED')
);
create index drill_of_partner on drill (partner, position);

-- Who was asked to say who they are; and what they said, until a second member has heard the same.
create table partner_invitation (
    name        text primary key check (name ~ '^[a-z][a-z0-9-]{0,30}$'),
    id          uuid not null,
    challenge   text not null unique check (challenge ~ '^join-[0-9a-f]{32}$'),
    invited_by  text not null,
    invited_on  date not null,
    statement   text check (length(statement) <= 4096),
    profile     text,
    proposed_by text,
    proposed_on date,
    check (num_nulls(statement, profile, proposed_by, proposed_on) in (0, 4))
);

-- What was decided about partners, each whole; added to and never changed.
create table partner_decision (
    name        text    not null,
    version     integer not null check (version >= 1),
    id          uuid    not null,
    facts       text    not null,
    decided_by  text    not null,
    -- The second member, where there had to be one.
    approved_by text,
    decided_on  date    not null,
    -- As in drill.
    salt        uuid,
    primary key (name, version),
    check (approved_by <> decided_by)
);

-- Members' identities under their passphrases, made by their browser or by a key ceremony.
create table member_key (
    member          text primary key,
    sealed_identity text not null,
    recipient       text,
    -- The day on which the member's browser made it; none if a key ceremony did.
    enrolled_on     date
);

-- A member's identity once more, sealed under what their passkey derives. It goes with the identity.
create table member_passkey (
    member          text primary key references member_key on delete cascade,
    credential      text not null check (length(credential) <= 2048),
    sealed_identity text not null
);

-- A queue's keys, one after the other. When one is destroyed its row stays: no number comes twice, and no folder of keys
-- brings one back.
create table queue_epoch (
    queue         text    not null,
    epoch         integer not null,
    recipient     text    not null,
    -- The private half, sealed to the recovery key.
    recovery_copy text,
    -- The day on which a browser made it; none if a key ceremony did.
    begun_on      date,
    destroyed_on  date,
    primary key (queue, epoch),
    check ((recovery_copy is null) = (destroyed_on is not null))
);

-- Queue keys as each member holds them, sealed to the member.
create table queue_key (
    queue           text    not null,
    epoch           integer not null,
    member          text    not null references member_key,
    sealed_identity text    not null,
    -- Whether the member's browser has shown that it opened the key: a row alone does not make a second person. The challenge
    -- is the SHA-256 of what was sealed to the epoch's recipient for it.
    shown           boolean not null default false,
    challenge       bytea   check (octet_length(challenge) = 32),
    primary key (queue, epoch, member)
);
create index queue_key_of_member on queue_key (member, queue);

-- Keys that one lead has sealed to somebody who does not belong to the queue yet. They count once a second lead agrees, or
-- after an hour.
create table admission_key (
    member          text    not null,
    queue           text    not null,
    epoch           integer not null check (epoch between 1 and 1000000000),
    sealed_identity text    not null,
    primary key (member, queue, epoch)
);

create table recovery_key (
    recipient text primary key
);

-- Members who were removed stay removed, from one queue or from all, whatever a folder of keys says at the next start.
create table removed_member (
    member text primary key,
    day    date not null
);

create table left_queue (
    member text not null,
    queue  text not null,
    day    date not null,
    primary key (member, queue)
);

-- Whose keys a lead has compared by voice, and the root key as each member has typed it: sealed by their browser with a mark
-- that nobody else can make.
create table compared_keys (
    member text  primary key,
    sealed bytea not null check (length(sealed) = 9851)
);

create table root_key (
    member text  primary key,
    sealed bytea not null check (length(sealed) = 9851)
);

-- The folder of locks that belongs to this database, by the id that is in the folder, too.
create table lock_folder (
    id uuid primary key
);
create unique index lock_folder_is_one on lock_folder ((true));

-- What one member has asked for and no second has agreed to; it is done when it is due, unless somebody drops it.
create table pending_deed (
    -- As the journal names what is to be done, and what it is about; of a partner its name.
    deed      text        not null,
    which     text        not null,
    -- Names it in the journal where that must not say what it is about.
    id        uuid        not null,
    asked_by  text        not null,
    due       timestamptz not null check (due >= '2026-01-01Z' and due < '2100-01-01Z'),
    primary key (deed, which),
    check (deed <> 'epoch.destroyed' or which ~ '/[0-9]{1,9}$'),
    check (deed <> 'member.admitted' or which ~ './.')
);

-- What the staff did. Chained: each hash covers the one before.
create table journal (
    position bigint primary key,
    day      date   not null,
    who      text   not null,
    deed     text   not null,
    which    text   not null,
    hash     bytea  not null unique,
    -- What an entry stands for beyond these fields, as one hash; none in some.
    facts    text   check (facts ~ '^1:[0-9a-f]{64}$')
);
create index journal_of on journal (which);

-- Wakes the desks that look at a queue when something in it has changed. The name of the queue is all that is said; a star
-- concerns every desk, whichever queues it looks at.
create function tip_news() returns trigger language plpgsql as $$
begin
    perform pg_notify('desk', coalesce(new.queue, old.queue));
    return null;
end
$$;

create function alert_news() returns trigger language plpgsql as $$
begin
    perform pg_notify('desk', queue) from tip where alert_id = new.alert_id;
    return null;
end
$$;

create function reply_news() returns trigger language plpgsql as $$
begin
    perform pg_notify('desk', queue) from tip where tip_id = new.tip_id;
    return null;
end
$$;

create function desk_news() returns trigger language plpgsql as $$
begin
    perform pg_notify('desk', '*');
    return null;
end
$$;

create trigger tip_news after insert or update or delete on tip for each row execute function tip_news();
create trigger alert_news after insert or update on alert for each row execute function alert_news();
create trigger reply_news after insert or update on reply for each row execute function reply_news();
create trigger step_news after insert on step for each row execute function reply_news();
create trigger tip_tag_news after insert on tip_tag for each row execute function reply_news();
create trigger details_news after insert or update on details for each row execute function reply_news();
create trigger vital_interest_news after insert or update on vital_interest for each row execute function reply_news();
create trigger partner_news after insert or update on partner for each row execute function desk_news();
create trigger canary_news after insert or update on canary for each row execute function desk_news();
create trigger drill_news after insert or update on drill for each row execute function desk_news();
create trigger partner_invitation_news after insert or update or delete on partner_invitation
    for each row execute function desk_news();
create trigger partner_decision_news after insert on partner_decision for each row execute function desk_news();
create trigger pending_deed_news after insert or delete on pending_deed for each row execute function desk_news();

-- What is written once is added to and never changed: an intruder in the service cannot make another folder of locks this
-- one, nor change the journal, a step, a decision or who was removed.
grant select, insert on journal, step, partner_decision, lock_folder, left_queue to ${runtime-role};
grant select, insert on reply, details, drill, mention to ${runtime-role};
grant update (read_on) on reply to ${runtime-role};
grant update (state, approver, released_on, read_on, sealed) on details to ${runtime-role};
grant update (state, seconds) on drill to ${runtime-role};
grant update (seen_on) on mention to ${runtime-role};
grant select, insert, update on queue_epoch, removed_member, saved_views, partner, canary, compared_keys, root_key
    to ${runtime-role};
grant select, insert, update, delete on tip, withdrawal, alert, partner_invitation, member_key, member_passkey, queue_key,
    recovery_key to ${runtime-role};
grant select, insert, delete on blob_deletion, early_decision, tag, tip_tag, vital_interest, admission_key, pending_deed
    to ${runtime-role};
-- FOR UPDATE asks for UPDATE on some column; no statement changes this one.
grant update (blob_id) on blob_deletion to ${runtime-role};
-- A name that is sealed again to a later epoch.
grant update (epoch, name) on tag to ${runtime-role};
grant update (approver, approved_on) on vital_interest to ${runtime-role};
