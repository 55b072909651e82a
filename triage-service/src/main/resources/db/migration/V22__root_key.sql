-- The root key as each member has typed it, sealed by their browser with a mark that nobody else can make.
create table root_key (
    member text  primary key,
    sealed bytea not null check (length(sealed) = 9851)
);

grant select, insert, update on root_key to ${runtime-role};
