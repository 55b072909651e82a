-- What partners have signed of an alert: that their server took a message in a slot, and what a human there answered. Signed
-- as of a day: a signature over a time, with the day beside it, would give the time away to somebody who tries all seconds.
create table evidence (
    -- No reference, for it is written after the alert was let go of. It goes with the alert.
    partner_alert_id uuid    not null,
    -- The message that was taken or answered, and its kind, or the answer.
    seq              integer not null check (seq > 0),
    what             text    not null check (what in ('ALERT', 'UPDATE', 'CANCEL', 'ACKNOWLEDGE', 'NEED_INFO', 'CLAIM', 'DECLINE',
        'RELEASE', 'RESOLVE')),
    -- The answer's; 0 if it has none.
    number           integer not null check (number between 0 and 1000000),
    day              date    not null,
    -- Empty, all three, from a partner that signs for no day.
    signed_id        text    not null check (length(signed_id) <= 64),
    signed_bytes     bytea   not null check (length(signed_bytes) <= 2048),
    signature        bytea   not null check (length(signature) in (0, 64)),
    -- The partner's then, whichever it has now.
    key              text    not null check (length(key) <= 100),
    primary key (partner_alert_id, seq, what, number)
);

-- Deletes the evidence of alerts that are gone. The service itself may neither change nor delete any.
create function forget_evidence() returns void
    language sql security definer set search_path = public, pg_temp as $$
    delete from evidence e where not exists (select from partner_alert n where n.id = e.partner_alert_id)
$$;
-- while old code runs: it does not know this function
revoke all on function forget_evidence() from public;
grant execute on function forget_evidence() to ${runtime-role};
grant select, insert on evidence to ${runtime-role};
