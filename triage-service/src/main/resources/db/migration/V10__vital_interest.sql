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

create trigger vital_interest_news after insert or update on vital_interest
    for each row execute function reply_news();

grant select, insert, delete on vital_interest to ${runtime-role};
grant update (approver, approved_on) on vital_interest to ${runtime-role};
