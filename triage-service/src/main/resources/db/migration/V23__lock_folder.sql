-- The folder of locks that belongs to this database, by the id that is in the folder, too.
create table lock_folder (
    id uuid primary key
);

create unique index lock_folder_is_one on lock_folder ((true));

-- Whoever breaks into the service cannot make another folder this one.
grant select, insert on lock_folder to ${runtime-role};
