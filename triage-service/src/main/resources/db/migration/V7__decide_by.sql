-- An imminent tip that somebody has opened keeps a clock until somebody decides about it; what was opened before has none.
alter table tip add column decide_by timestamptz, add column decided boolean not null default true, add column let_go_by text,
    add constraint tip_decide_by check (decide_by is null
        or first_opened is not null and extract(epoch from decide_by) % 300 = 0) not valid;
alter table tip alter column decided set default false;
-- while old code runs: writers wait for one look at the table, and the index has no row yet
create index tip_undecided on tip (decide_by) where decide_by is not null;

-- By when a second member is to read details, or to decide about an alert without consent; kept while that waits, and not longer,
-- but where old code has decided.
alter table details add column second_by timestamptz,
    add constraint details_second_by check (extract(epoch from second_by) % 300 = 0) not valid;
alter table vital_interest add column second_by timestamptz,
    add constraint vital_interest_second_by check (extract(epoch from second_by) % 300 = 0) not valid;

grant update (second_by) on details, vital_interest to ${runtime-role};
