-- Where a partner can help, and when a human is on call there; everywhere and always if nothing is said.
alter table partner
    add column regions text not null default '',
    add column hours   text not null default '';
