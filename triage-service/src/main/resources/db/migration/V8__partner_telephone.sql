-- Telephone numbers of partners, sealed by a member's browser to one queue: those that two members have seen, and newer ones that
-- wait for the second.
create table partner_telephone (
    telephone_id uuid    primary key,
    partner      text    not null check (partner ~ '^[a-z][a-z0-9-]{0,30}$'),
    queue        text    not null,
    epoch        integer not null check (epoch >= 1),
    sealed       bytea   not null check (length(sealed) = 9851),
    written_by   text    not null,
    approval     bytea   check (length(approval) = 9851),
    approved_by  text    check (approved_by <> written_by),
    check ((approval is null) = (approved_by is null))
);
create unique index on partner_telephone (partner, queue, (approved_by is null));

grant select, insert, delete on partner_telephone to ${runtime-role};
-- What the first member wrote stays as it is.
grant update (approval, approved_by) on partner_telephone to ${runtime-role};
