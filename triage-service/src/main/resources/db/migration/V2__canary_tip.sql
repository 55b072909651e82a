-- When a canary tip last went the whole way, as notify-service said.
alter table canary add column tip_heard timestamptz;
