-- How many tips stand where: a desk that asks again counts none. Each statement adds what it changes, as rows that nobody else waits
-- for; triage-service puts the rows of one place together.
create table tip_count (
    queue    text    not null,
    lane     text    not null,
    overdue  boolean not null,
    folded   boolean not null,
    flood    boolean not null,
    closed   boolean not null,
    unopened boolean not null,
    tips     bigint  not null
);
grant select, insert, delete on tip_count to ${runtime-role};

create function tip_counted() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into tip_count
        select queue, lane, overdue, folded, flood, closed_on is not null, first_opened is null, count(*)
        from came group by 1, 2, 3, 4, 5, 6, 7;
    elsif tg_op = 'DELETE' then
        insert into tip_count
        select queue, lane, overdue, folded, flood, closed_on is not null, first_opened is null, -count(*)
        from gone group by 1, 2, 3, 4, 5, 6, 7;
    else
        insert into tip_count
        select queue, lane, overdue, folded, flood, closed_on is not null, first_opened is null, sum(change)
        from (select *, 1 as change from came union all select *, -1 from gone) changed
        group by 1, 2, 3, 4, 5, 6, 7 having sum(change) <> 0;
    end if;
    return null;
end
$$;

-- while old code runs: writers wait until all tips are counted, 0.6 s at 500,000 of them
create trigger tip_came after insert on tip referencing new table as came for each statement execute function tip_counted();
create trigger tip_changed after update on tip referencing old table as gone new table as came
    for each statement execute function tip_counted();
create trigger tip_gone after delete on tip referencing old table as gone for each statement execute function tip_counted();

insert into tip_count
select queue, lane, overdue, folded, flood, closed_on is not null, first_opened is null, count(*)
from tip group by 1, 2, 3, 4, 5, 6, 7;
