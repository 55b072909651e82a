-- Without a unique key on purpose: a repeat that slips through would show as a second row.
create table note (text text not null, place bigint generated always as identity);
grant select, insert on note to runtime;
