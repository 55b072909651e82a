-- What notify-service last said of each partner, whole, and of the synthetic alerts through our own channel.
create table partner (
    name     text    primary key,
    revision integer not null,
    facts    text    not null
);

create table canary (
    only_one boolean primary key default true check (only_one),
    revision integer not null,
    missed   integer not null,
    alarm    boolean not null
);

-- Concerns every desk, whichever queues it looks at.
create function desk_news() returns trigger language plpgsql as $$
begin
    perform pg_notify('desk', '*');
    return null;
end
$$;

create trigger partner_news after insert or update on partner for each row execute function desk_news();
create trigger canary_news after insert or update on canary for each row execute function desk_news();

grant select, insert, update on partner, canary to ${runtime-role};
