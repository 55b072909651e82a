-- Drills that the desk ordered, and how they went.
create table drill (
    drill_id   uuid    primary key,
    position   bigint  generated always as identity,
    partner    text    not null references partner,
    ordered_by text    not null,
    ordered_on date    not null,
    state      text    not null,
    -- From the order to the answer of a human.
    seconds    integer,
    check (seconds is null or state = 'ANSWERED')
);
create index drill_of_partner on drill (partner, position);

create trigger drill_news after insert or update on drill for each row execute function desk_news();

grant select, insert on drill to ${runtime-role};
grant update (state, seconds) on drill to ${runtime-role};
