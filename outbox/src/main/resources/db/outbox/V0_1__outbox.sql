-- Events wait here, written in the transaction of the change that they tell of, until the broker has them. They are signed as they
-- are written, so that who writes this table later sends nothing in the service's name.
create table outbox (
    position  bigint  generated always as identity primary key,
    event_id  uuid    not null unique,
    queue     text    not null,
    event     bytea   not null,
    signed_on date    not null,
    signature text    not null check (length(signature) = 88),
    -- What tells of danger leaves before what does not, and is taken first at the broker.
    urgent    boolean not null default false
);
-- Each queue is sent by itself.
create index on outbox (queue, urgent desc, position);

create function outbox_wake() returns trigger language plpgsql as $$
begin
    perform pg_notify('outbox', '');
    return null;
end
$$;

create trigger outbox_wake after insert on outbox for each statement execute function outbox_wake();

-- Ids of the events taken, so that a repeat changes nothing. A day is enough to prune by.
create table inbox (
    event_id    uuid primary key,
    received_on date not null default current_date
);
create index on inbox (received_on);

-- FOR UPDATE asks for UPDATE on some column; `position` is one that no statement can change.
grant select, insert, delete on outbox to ${runtime-role};
grant update (position) on outbox to ${runtime-role};
grant select, insert, delete on inbox to ${runtime-role};
