-- Our keys for a partner change with an overlap in which both sign.
alter table partner
    -- How often they were made; raised by our administrator to change them.
    add column keys              integer not null default 1 check (keys >= 1),
    add column old_signing_seed  bytea,
    add column old_shared_secret bytea,
    -- The SHA-256 of the public keys, in base64, of which the partner's certificate must hold one; any if empty.
    add column pins              text    not null default '';
