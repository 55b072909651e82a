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
    read_on     date,
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

create trigger details_news after insert or update on details for each row execute function reply_news();

grant select, insert on details to ${runtime-role};
grant update (state, approver, released_on, read_on, sealed) on details to ${runtime-role};
