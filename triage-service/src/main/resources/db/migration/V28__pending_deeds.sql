-- What one member has asked for and no second has agreed to; it is done when it is due, unless somebody drops it.
create table pending_deed (
    -- As the journal names what is to be done, and what it is about; of a partner its name.
    deed      text        not null,
    which     text        not null,
    -- Names it in the journal where that must not say what it is about.
    id        uuid        not null,
    asked_by  text        not null,
    due       timestamptz not null check (due >= '2026-01-01Z' and due < '2100-01-01Z'),
    primary key (deed, which),
    check (deed <> 'epoch.destroyed' or which ~ '/[0-9]{1,9}$')
);

create trigger pending_deed_news after insert or delete on pending_deed for each row execute function desk_news();

grant select, insert, delete on pending_deed to ${runtime-role};
