-- The day on which notify-service last said something new, so that an alert whose tip is gone can be forgotten.
alter table alert add column changed_on date not null default current_date;
