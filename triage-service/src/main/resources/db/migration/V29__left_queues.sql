-- Whoever was removed from a queue stays removed from it, whatever a folder of keys says at the next start.
create table left_queue (
    member text not null,
    queue  text not null,
    day    date not null,
    primary key (member, queue)
);

grant select, insert on left_queue to ${runtime-role};
