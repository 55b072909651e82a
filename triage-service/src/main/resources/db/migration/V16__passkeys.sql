-- A member's identity once more, sealed under what their passkey derives. It goes with the identity.
create table member_passkey (
    member          text primary key references member_key on delete cascade,
    credential      text not null check (length(credential) <= 2048),
    sealed_identity text not null
);

grant select, insert, update, delete on member_passkey to ${runtime-role};
