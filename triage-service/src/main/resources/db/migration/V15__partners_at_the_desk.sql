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
    primary key (name, version),
    check (approved_by <> decided_by)
);

create trigger partner_invitation_news after insert or update or delete on partner_invitation
    for each row execute function desk_news();
create trigger partner_decision_news after insert on partner_decision for each row execute function desk_news();

grant select, insert, update, delete on partner_invitation to ${runtime-role};
grant select, insert on partner_decision to ${runtime-role};
