-- Whose keys a lead has compared by voice, sealed by their browser with a mark that nobody else can make.
create table compared_keys (
    member text  primary key,
    sealed bytea not null check (length(sealed) = 9851)
);

grant select, insert, update on compared_keys to ${runtime-role};
