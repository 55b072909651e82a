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
    -- How a partner is told: in slots (the same traffic always, so that nobody sees when there is an alert) or at the edge
    -- of each event.
    channel                 text    not null default 'SLOTS' check (channel in ('SLOTS', 'EDGE')),
    -- Who is told first, and who if nobody there answers.
    tier                    integer not null default 1 check (tier between 1 and 9),
    -- In which languages and where a partner can help, and when a human is on call there; everywhere and always if nothing
    -- is said.
    languages               text    not null default 'az,en,ru,tr,fa',
    regions                 text    not null default '',
    hours                   text    not null default '',
    -- For synthetic alerts alone, and told of nothing else.
    canary                  boolean not null default false,
    -- Our keys for a partner change with an overlap in which both sign.
    keys                    integer not null default 1 check (keys >= 1),
    old_signing_seed        bytea,
    old_shared_secret       bytea,
    -- The SHA-256 of the public keys, in base64, of which the partner's certificate must hold one; any if empty.
    pins                    text    not null default '',
    -- The desk introduces partners, changes them and ends them; none hears of a real alert before it has answered a drill.
    admission               text    not null default 'READY' check (admission in ('UNTRIED', 'READY', 'DISABLED')),
    -- Of the desk's decision that the row follows; 0 is the administrator's file.
    version                 integer not null default 0 check (version between 0 and 1000000000),
    -- When the partner said what is known of it, in seconds since 1970: what it said before is not taken again.
    said                    bigint  not null default 0 check (said >= 0),
    -- What the partner needs of us, sealed to it alone, which the desk passes on; and our address in it, empty if none is,
    -- null where that was not kept.
    sealed_hand_over        bytea,
    sealed_address          text,
    -- How the last try failed; null if it did not.
    fault                   text,
    -- Since when it takes no beats, in whole minutes.
    silent_since            timestamptz,
    -- It said 410: nothing more is sent until a person has looked.
    gone                    boolean not null default false,
    -- An alert is held back because something in it may not leave.
    withheld                boolean not null default false,
    drill_id                uuid,
    drill_day               date,
    drill_state             text,
    drill_seconds           integer check (drill_seconds >= 0),
    revision                integer not null default 0 check (revision between 0 and 1000000000),
    -- What the desk was told last, so that it hears of nothing twice.
    told                    text
);

-- What we were told of a threat; nothing of the tip. Times are rounded to 5 minutes.
create table alert (
    id               uuid        primary key,
    basis            text        not null check (basis in ('SOURCE_ASSERTED', 'DESK_CONFIRMED')),
    state            text        not null check (state in
        ('OPEN', 'DELIVERED', 'UNANSWERED', 'AWAITING_CONFIRMATION', 'UNREACHABLE', 'ACKNOWLEDGED', 'CLAIMED', 'RESOLVED',
            'EXPIRED', 'CANCELLED')),
    revision         integer     not null check (revision between 0 and 1000000000),
    threat_who       text        not null check (threat_who in ('ME', 'SOMEONE_ELSE')),
    threat_when      text        not null check (threat_when in ('HOURS', 'DAYS')),
    threat_region    text        check (threat_region ~ '^[0-9]{3}$'),
    details_consent  boolean     not null,
    languages        text        not null check (length(languages) <= 200),
    -- Bounded, because times come in events: one that is too far for it the database keeps as infinity, which nobody can
    -- read.
    acknowledge_by   timestamptz not null check (acknowledge_by >= '2026-01-01Z' and acknowledge_by < '2100-01-01Z'),
    expires          timestamptz not null,
    -- Its time has passed and nobody has ended it: it goes on, and the desk is asked.
    overdue          boolean     not null default false,
    -- The clock of an alert that nobody has answered, and when to look at it next; both are null once somebody has.
    opened           timestamptz,
    look_at          timestamptz,
    -- It came in a flood, as the edge saw it: until the desk confirms it, it is told after all others and wakes nobody.
    flood            boolean     not null default false,
    -- A drill, which nobody escalates; when it was ordered, until somebody has answered it.
    exercise         boolean     not null default false,
    ordered          timestamptz,
    -- A synthetic alert.
    canary           boolean     not null default false,
    -- What the source of an alert has heard of it last. Words that can be taken back are numbered.
    told             text        check (told in ('UNANSWERED', 'ACKNOWLEDGED', 'OPEN', 'CANCELLED')),
    words            integer     not null default 0
);
create index alert_look on alert (look_at) where look_at is not null;

-- One alert as one partner knows it. The id is random, so that two partners cannot find out that they share an alert.
create table partner_alert (
    id               uuid        primary key,
    alert_id         uuid        not null references alert,
    partner_id       uuid        not null references partner,
    -- STOPPED: a human at the partner has confirmed the cancellation.
    state            text        not null check (state in ('PENDING', 'DELIVERED', 'ACKNOWLEDGED', 'NEEDS_INFO', 'CLAIMED',
        'DECLINED', 'RELEASED', 'RESOLVED', 'STOPPED')),
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
    -- The latest message that the partner's server took.
    delivered_seq    integer     not null default 0 check (delivered_seq >= 0),
    -- The latest that a human there has seen.
    answered_seq     integer     not null default 0 check (answered_seq >= 0),
    -- The highest number of the partner's answers: what is not higher is a repeat.
    heard            integer     not null default 0 check (heard between 0 and 1000000),
    -- How long a claim or an acknowledgement holds; it is still there after that, until the partner says something else.
    held_until       timestamptz,
    -- The details that the partner is to fetch, or fetched last.
    hand_over        uuid,
    unique (alert_id, partner_id)
);
create index partner_alert_due on partner_alert (partner_id, next_try) where next_try is not null;

-- Each try at the edge, written before its first byte leaves.
create table attempt (
    partner_alert_id uuid        not null references partner_alert,
    number           integer     not null check (number > 0),
    seq              integer     not null check (seq > 0),
    outcome          text        not null check (outcome in ('STARTED', 'ACCEPTED', 'REFUSED', 'REDIRECTED', 'TIMED_OUT',
        'UNREACHABLE', 'INSECURE', 'FORBIDDEN_ADDRESS', 'WITHHELD', 'FAULT')),
    status           integer     check (status between 100 and 999),
    at               timestamptz not null check (at = date_trunc('minute', at)),
    primary key (partner_alert_id, number)
);

-- Partners that have a request at the edge in flight, one at a time, or asked us to wait. A crash ends it at its time.
create table delivery_lease (
    partner_id uuid        primary key references partner on delete cascade,
    holder     uuid        not null,
    until      timestamptz not null
);

-- Which instance beats for a partner, and until when if it says nothing more; and beats in a row that the partner missed.
create table slot_lease (
    partner_id   uuid        primary key references partner on delete cascade,
    owner        uuid        not null,
    until        timestamptz not null,
    missed_beats integer     not null default 0 check (missed_beats >= 0)
) with (fillfactor = 50);

-- What a source still allows of an alert, whether the alert has come yet or not: once withdrawn, whatever comes late
-- changes nothing.
create table consent (
    alert_id     uuid    primary key,
    alert        boolean not null,
    details      boolean not null,
    -- The key with which a source signs what it takes back of an alert; null for alerts from before there was one.
    decision_key text    check (length(decision_key) = 43)
);

-- What came before its alert, and with it the key that shows whose word it is. It counts once the alert is here.
create table early_withdrawal (
    alert_id     uuid    not null,
    only_details boolean not null,
    -- Empty if a version sent it that signs nothing.
    signature    text    not null check (length(signature) in (0, 86)),
    day          date    not null default current_date,
    primary key (alert_id, only_details, signature)
);

-- Details that staff sealed to one partner, which alone can open them. They lie under another key, itself under the
-- service's wrapping secret; the key is destroyed with what lay under it.
create table details (
    id               uuid   primary key,
    -- No references: what became of details is in the journal of the desk, and these are ids alone.
    alert_id         uuid   not null,
    partner_alert_id uuid   not null,
    partner          text   not null check (partner ~ '^[a-z][a-z0-9-]{0,30}$'),
    state            text   not null check (state in ('READY', 'READ', 'DESTROYED')),
    number           bigint not null check (number > 0),
    sealed_text      bytea  check (length(sealed_text) <= 10000),
    sealed_key       bytea  check (length(sealed_key) <= 100),
    -- The SHA-256 of the id of the request that fetched them, and until when it may be repeated: five minutes.
    fetched_with     bytea  check (length(fetched_with) = 32),
    repeat_until     timestamptz,
    check ((sealed_text is null) = (sealed_key is null)),
    check (state <> 'READY' or sealed_text is not null),
    check (state <> 'DESTROYED' or sealed_text is null)
);
create index details_alert on details (alert_id);
create index details_partner_alert on details (partner_alert_id) where state = 'READY';
create index details_repeat on details (repeat_until) where repeat_until is not null;

-- One row: the one alert that is said again each round, and how many rounds in a row were missed.
create table canary (
    id       integer     primary key check (id = 1),
    alert_id uuid        not null,
    revision integer     not null check (revision >= 0),
    missed   integer     not null check (missed between 0 and 1000),
    next     timestamptz not null
);
insert into canary (id, alert_id, revision, missed, next) values (1, gen_random_uuid(), 0, 0, '2000-01-01Z');

-- Alerts that failed to be changed, and when each is tried again.
create table stuck_alert (
    alert_id uuid        primary key,
    until    timestamptz not null
);

-- Alerts that are still to be taken from partners that were ended.
create table standing_down (
    alert_id   uuid not null,
    partner_id uuid not null,
    primary key (alert_id, partner_id)
);

grant select, insert, update on partner, alert, partner_alert, attempt, consent, details to ${runtime-role};
grant select, insert, update, delete on delivery_lease, slot_lease, stuck_alert, standing_down to ${runtime-role};
grant select, insert, delete on early_withdrawal to ${runtime-role};
grant select, update on canary to ${runtime-role};
