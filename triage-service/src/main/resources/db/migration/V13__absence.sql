-- Until when a member is away: nobody gives them a tip, and none is in their hands.
create table absence (
    member  text primary key,
    back_on date not null check (back_on between '2026-01-01' and '2099-12-31'),
    set_by  text not null
);
grant select, insert, update, delete on absence to ${runtime-role};

-- What somebody was given ends by itself from now on.
-- while old code runs: a few rows, each for a moment; what old code gives after that stays until a lead takes it
update tip set assigned_until = date_trunc('day', now(), 'UTC') + interval '2 days'
where assignee is not null and assigned_until is null;
