-- Its source hears too that whoever had answered has let go of it. Words that can be taken back are numbered.
alter table alert
    drop constraint alert_told_check,
    add constraint alert_told_check check (told in ('UNANSWERED', 'ACKNOWLEDGED', 'OPEN', 'CANCELLED')) not valid,
    add column words integer not null default 0;
