-- When the partner said what is known of it, in seconds since 1970: what it said before is not taken again.
alter table partner add column said bigint not null default 0 check (said >= 0);
