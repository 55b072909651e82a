-- Tips that staff put together, findings that they take back, and colleagues whom they ask for.
alter table tip
    -- The tip that this one is a duplicate of, and what it had been found to be before.
    add column merged_into    uuid references tip on delete set null,
    add column merged_finding text,
    -- That it was found to be junk put it aside, and nothing else did.
    add column aside_by_junk  boolean not null default false,
    add check (merged_into is null or closed_on is not null);
create index tip_merged on tip (merged_into) where merged_into is not null;

-- Finds what came in a flood and still stands where that put it: it is listed folded.
create index tip_flooded on tip (queue) where flood and lane = 'QUARANTINE';

-- Finds what ties other tips to one.
drop index step_link;
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

grant select, insert on mention to ${runtime-role};
grant update (seen_on) on mention to ${runtime-role};
