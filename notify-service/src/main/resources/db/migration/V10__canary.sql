-- Synthetic alerts to null partners, which hear of nothing else.
alter table partner add column canary boolean not null default false;
alter table alert   add column canary boolean not null default false;

-- One row: the one alert that is said anew each round, and how many rounds in a row were missed.
create table canary (
    id       integer     primary key check (id = 1),
    alert_id uuid        not null,
    revision integer     not null check (revision >= 0),
    missed   integer     not null check (missed between 0 and 1000),
    next     timestamptz not null
);

insert into canary (id, alert_id, revision, missed, next) values (1, gen_random_uuid(), 0, 0, '2000-01-01Z');

grant select, update on canary to ${runtime-role};
