-- Details that staff sealed to one partner, which alone can open them. They lie under a key of their own, itself under the
-- service's wrapping secret; the key is destroyed with what lay under it.
create table details (
    id           uuid        primary key,
    -- No references: what became of details is in the journal of the desk, and these are ids alone.
    alert_id     uuid        not null,
    notice_id    uuid        not null,
    partner      text        not null check (partner ~ '^[a-z][a-z0-9-]{0,30}$'),
    state        text        not null check (state in ('READY', 'READ', 'DESTROYED')),
    number       bigint      not null check (number > 0),
    sealed_text  bytea       check (length(sealed_text) <= 10000),
    sealed_key   bytea       check (length(sealed_key) <= 100),
    -- The SHA-256 of the id of the request that fetched them, and until when it may be repeated: five minutes.
    fetched_with bytea       check (length(fetched_with) = 32),
    repeat_until timestamptz,
    check ((sealed_text is null) = (sealed_key is null)),
    check (state <> 'READY' or sealed_text is not null),
    check (state <> 'DESTROYED' or sealed_text is null)
);

create index details_alert on details (alert_id);
create index details_notice on details (notice_id) where state = 'READY';
create index details_repeat on details (repeat_until) where repeat_until is not null;

grant select, insert, update on details to ${runtime-role};

-- What the partner is to fetch, or fetched last.
alter table notice add column hand_over uuid;
