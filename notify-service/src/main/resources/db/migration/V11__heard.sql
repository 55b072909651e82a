-- The highest number of the desk's words about an alert that came: the desk is told, and misses what does not come.
alter table alert add column heard integer not null default 0;
