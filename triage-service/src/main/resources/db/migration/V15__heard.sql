-- How many words about an alert the desk has said, and the highest of these that notify-service has said it took.
alter table alert add column said integer not null default 0, add column heard integer not null default 0;
