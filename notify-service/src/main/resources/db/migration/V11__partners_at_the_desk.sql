-- The desk introduces partners, changes them and ends it; none hears of a real alert before it has answered a drill.
alter table partner
    -- Whoever is known already was the administrator's word.
    add column admission        text    not null default 'READY' check (admission in ('UNTRIED', 'READY', 'DISABLED')),
    -- Of the desk's decision that the row follows; 0 is the administrator's file.
    add column version          integer not null default 0 check (version >= 0),
    -- What the partner needs of us, sealed to it alone; it goes with what the desk is told.
    add column sealed_hand_over bytea;
