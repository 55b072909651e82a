-- The highest number of the desk's words that an alert is one of a flood, or is not: what comes late changes nothing.
alter table alert add column flood_revision integer not null default 0;
