-- Nobody could open it, and since then nobody has: its source has not been told of a look.
alter table tip add column unreadable boolean not null default false;
-- while old code runs: of a tip that nobody could open, of which there are few
update tip set unreadable = true where exists (select 1 from step s where s.tip_id = tip.tip_id and s.kind = 'UNREADABLE');
