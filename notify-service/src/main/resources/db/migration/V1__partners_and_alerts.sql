-- Protection organisations. Their own keys are public; ours for them lie sealed under the service's wrapping secret.
create table partner (
    id                      uuid    primary key,
    name                    text    not null unique check (name ~ '^[a-z][a-z0-9-]{0,30}$'),
    url                     text    not null check (length(url) <= 500),
    recipient               text    not null,
    acknowledgement_key     text    not null,
    accepts_source_asserted boolean not null,
    sealed_signing_seed     bytea   not null,
    sealed_shared_secret    bytea   not null,
    -- The lease of whoever has a request in flight to this partner: one at a time, and a crash ends it.
    busy_until              timestamptz,
    busy_with               uuid
);

-- What we were told of a threat; nothing of the tip. Times are rounded to 5 minutes.
create table alert (
    id               uuid        primary key,
    basis            text        not null check (basis in ('SOURCE_ASSERTED', 'DESK_CONFIRMED')),
    state            text        not null check (state in ('OPEN', 'DELIVERED', 'ACKNOWLEDGED', 'CANCELLED')),
    revision         integer     not null check (revision >= 0),
    threat_who       text        not null check (threat_who in ('ME', 'SOMEONE_ELSE')),
    threat_when      text        not null check (threat_when in ('HOURS', 'DAYS')),
    threat_region    text        check (threat_region ~ '^[0-9]{3}$'),
    details_consent  boolean     not null,
    languages        text        not null check (length(languages) <= 200),
    acknowledge_by   timestamptz not null,
    expires          timestamptz not null
);

-- One alert as one partner knows it. The id is random, so that two partners cannot find out that they share an alert.
create table notice (
    id               uuid        primary key,
    alert_id         uuid        not null references alert,
    partner_id       uuid        not null references partner,
    state            text        not null check (state in ('PENDING', 'DELIVERED', 'ACKNOWLEDGED')),
    since            timestamptz not null check (since = date_trunc('minute', since)),
    -- The latest message: an update or a cancellation takes the next number and replaces what was not yet taken.
    seq              integer     not null check (seq > 0),
    message_id       uuid        not null unique,
    message_type     text        not null check (message_type in ('ALERT', 'UPDATE', 'CANCEL')),
    sent             timestamptz not null,
    attempts         integer     not null check (attempts >= 0),
    tries            integer     not null check (tries >= 0),
    -- The only time finer than a minute, kept while a try is due and no longer.
    next_try         timestamptz,
    unique (alert_id, partner_id)
);

create index notice_due on notice (partner_id, next_try) where next_try is not null;

-- Each try, written before its first byte leaves.
create table attempt (
    notice_id uuid        not null references notice,
    number    integer     not null check (number > 0),
    seq       integer     not null check (seq > 0),
    outcome   text        not null check (outcome in
        ('STARTED', 'ACCEPTED', 'REFUSED', 'REDIRECTED', 'TIMED_OUT', 'UNREACHABLE', 'FORBIDDEN_ADDRESS', 'FAULT')),
    status    integer     check (status between 100 and 999),
    at        timestamptz not null check (at = date_trunc('minute', at)),
    primary key (notice_id, number)
);

grant select, insert, update on partner, alert, notice, attempt to ${runtime-role};
