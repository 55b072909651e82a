-- How often somebody has set an alert aside or put it back: the word of it to notify-service has this number.
alter table alert add column flood_revision integer not null default 0;
