-- The day by which what is old is deleted: today, unless the clock has jumped. One row, once a service has looked at its clock.
create table trusted_day (
    only_one  boolean not null default true primary key check (only_one),
    day       date    not null,
    -- Looks since that day was trusted, ten minutes apart at least.
    ran       integer not null check (ran >= 0),
    -- Where the clock went when it jumped, and looks since then.
    jumped_to date,
    waited    integer not null check (waited >= 0),
    -- All looks that counted: an instance counts none if another has counted one in its last ten minutes.
    looks     bigint  not null
);

grant select, insert, update on trusted_day to ${runtime-role};
