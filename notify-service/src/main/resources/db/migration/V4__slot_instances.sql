-- Instances that beat, and until when each counts as alive if it says nothing more: one row a second, however many partners there are.
create table slot_instance (
    id    uuid        primary key,
    until timestamptz not null
);

-- A lease lasts as long as its owner lives. An instance that gives one up leaves no owner.
alter table slot_lease
    -- while old code runs: it takes a lease without an owner, or one whose time is over, and reads both
    alter column owner drop not null,
    alter column until set default '-infinity',
    -- Where in a slot this partner's moments are: the same with each instance, so that a beat moves with its partner.
    add column phase double precision not null default random() check (phase >= 0 and phase < 1);
comment on column slot_lease.until is 'For versions before 2026-11-29: infinity with an owner, -infinity without.';

grant select, insert, update, delete on slot_instance to ${runtime-role};
