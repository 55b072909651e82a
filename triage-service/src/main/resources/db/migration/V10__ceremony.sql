-- Which manifests of the key ceremony were taken over, and whose root key signed them: an older one, or another root's, takes no member's
-- keys away, and brings none. Rows are only added.
create table ceremony (
    serial integer primary key check (serial > 0),
    root text not null
);
grant select, insert on ceremony to ${runtime-role};
