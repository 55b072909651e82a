-- Whether a member's browser has shown that it opened the key that was sealed to them: a row alone does not make a second person.
-- The challenge is the SHA-256 of what was sealed to the epoch's recipient for it.
alter table queue_key
    add column shown     boolean not null default false,
    add column challenge bytea   check (octet_length(challenge) = 32);

-- while old code runs: nobody can tell of those that are there
update queue_key set shown = true;
