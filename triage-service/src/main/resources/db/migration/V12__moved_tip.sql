-- Tips that staff moved to another queue. The sealed file has the header of the queue that the tip came to; this one stands in its
-- place. The tip goes back there if nobody can open it.
create table moved_tip (
    tip_id     uuid    primary key references tip on delete cascade,
    header     bytea   not null check (length(header) = 1627),
    from_queue text    not null,
    from_epoch integer not null check (from_epoch between 1 and 1000000)
);
grant select, insert, delete on moved_tip to ${runtime-role};
grant update (header) on moved_tip to ${runtime-role};

-- Who asks to move a tip to which queue; a second member has to do it.
alter table tip add column move_asked_by text, add column move_asked_on date, add column move_to text,
    add constraint tip_move_asked check (num_nulls(move_asked_by, move_asked_on, move_to) in (0, 3)) not valid;
-- while old code runs: writers wait for one look at the table, and the index has no row yet
create index tip_move_asked on tip (queue) where move_asked_by is not null;
