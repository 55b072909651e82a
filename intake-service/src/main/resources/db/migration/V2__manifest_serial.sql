-- The serial of each key manifest that was accepted: a handful of rows a year.
create table manifest_serial (
    serial integer primary key check (serial > 0)
);

-- Added and read, never changed or deleted: whoever breaks into the service cannot make it take an older manifest.
grant select, insert on manifest_serial to ${runtime-role};
