-- How a partner is told: in slots (the same traffic always, so that nobody sees when there is an alert) or at the edge of
-- each event.
alter table partner
    add column channel      text not null default 'SLOTS' check (channel in ('SLOTS', 'EDGE')),
    -- Which instance beats for this partner, and until when if it says nothing more.
    add column beat_owner   uuid,
    add column beat_until   timestamptz,
    -- Beats in a row that the partner did not take.
    add column missed_beats integer not null default 0 check (missed_beats >= 0);

-- The latest message that a human there has seen.
alter table notice add column answered_seq integer not null default 0 check (answered_seq >= 0);
-- The latest that the partner's server took.
alter table notice add column delivered_seq integer not null default 0 check (delivered_seq >= 0);
