-- Keys that one lead has sealed to somebody who does not belong to the queue yet. They count once a second lead agrees, or after an hour.
create table admission_key (
    member          text    not null,
    queue           text    not null,
    epoch           integer not null check (epoch between 1 and 1000000000),
    sealed_identity text    not null,
    primary key (member, queue, epoch)
);

grant select, insert, delete on admission_key to ${runtime-role};

-- while old code runs: it asks for no admission
alter table pending_deed add constraint pending_deed_admission check (deed <> 'member.admitted' or which ~ './.') not valid;
