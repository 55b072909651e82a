-- Without a unique key on purpose: a repeat that slips through would show as a second row.
create table note (text text not null);
grant select, insert on note to runtime;
